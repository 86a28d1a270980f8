/// The token counts of a message, in disjoint kinds.
///
/// Providers agree on neither the names of their counts nor what a count includes. This package
/// turns what they write into one [Usage][dev.tallystick.usage.Usage] whose kinds are disjoint, so
/// that a total is a plain sum and no token is billed twice. It is pure: no input or output, no
/// clock, no state.
///
/// **Terms.** A *kind* is what a price names a rate for. A *format* is a way to write usage down. A
/// *chunk* is one usage object of a stream. The *response around* a usage is the object that holds
/// it; the service tier and the model that answered come from there.
///
/// **Formats**, and what their totals include:
///
/// | `usageFormat` | input | output | besides |
/// |---|---|---|---|
/// | `openai-chat` | includes cached, cache writes, audio | includes reasoning, audio | xAI and Perplexity think outside the output; gateways may, and the total tells |
/// | `openai-responses` | includes cached, cache writes, audio | includes reasoning, audio | Realtime has singular names and tells cached audio from cached text |
/// | `anthropic` | excludes cache reads and writes | includes thinking | `cache_creation` splits the writes into 5 minutes and 1 hour, all 5 minutes when absent |
/// | `gemini` | includes cached, excludes tool use | excludes thoughts | zero may be missing; audio is in the details by modality |
/// | `bedrock-converse` | excludes cache reads and writes | all of it | `cacheDetails` splits the writes |
/// | `cohere` | billed units, else tokens, which include cached | all of it | |
/// | `vercel-ai` | version 6 includes cache reads and writes; version 5 includes reads, except of Anthropic and Bedrock | includes reasoning, unless the total says otherwise | cache writes of versions 4 and 5 are in `providerMetadata` |
/// | `otel` | includes cache reads and writes, unless they are more than it | includes reasoning | one key with dots or nested objects |
/// | `plain` | disjoint | disjoint | the names of [Kind][dev.tallystick.usage.Kind]; the only format that refuses unknown keys |
///
/// **Invariants.**
/// - Any JSON is either normalised or refused with the field at fault; nothing throws.
/// - Where a format has a total, the disjoint counts of that side add up to it. Parts that exceed
///   it are cut to fit, with a warning.
/// - Nothing is guessed from keys that mean different things in two formats: without a provider or
///   a `usageFormat` that settles it, the usage is refused.
/// - A missing count is zero only in a format that leaves zeros out. Usage without any count of
///   input or output is refused, never free.
/// - The values of a stream are cumulative: later ones replace earlier ones and are never added.
///
/// It **owns** the kinds, the formats, the canonical ids of providers and the codes of usage
/// warnings. It **does not own** rates, tiers by context size, the price of a service tier, or what
/// a message costs (`price`), nor the estimate for a stream that broke off, which the sender makes.
@NullMarked
package dev.tallystick.usage;

import org.jspecify.annotations.NullMarked;
