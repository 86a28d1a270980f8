/// What model calls cost: the price list, how it is read from public catalogues, and the arithmetic
/// from token counts to USD.
///
/// **Terms.** A *tariff* is figures: context tiers, hours of the day, region uplifts. A *price* is
/// a row: a tariff of one model at one provider and service tier, said by one *catalogue*, from a
/// date on. All rows with one key (catalogue, provider, model, service tier) are one price as it
/// changed.
///
/// **Invariants.**
/// - Rows are only added. A changed price is a new row with a later `validFrom`; where a row with
///   that time exists, its `correction` is higher. A message keeps the id of its row.
/// - A price that a file gives no date for is true from the time of its import on if it changed
///   one, and always if it is new: a message that waited for a price gets it. Dates that a file
///   gives are taken as they are. A model that disappears from a file keeps its price.
/// - Importing a file twice adds nothing.
/// - Nothing unknown is free: no price means no cost, and a kind without a rate is named in
///   [Cost#unpriced]. A stated zero is free.
///
/// **Precedence.** At every look-up custom outranks genai-prices, that litellm, that built-in, for
/// each provider, model, service tier and time on its own. The order of imports plays no part: a
/// later import of a lower catalogue fills gaps and changes no price that a higher one has; of a
/// higher catalogue the report lists every price that it takes over at other figures. A service
/// tier that any catalogue states goes before the standard price as a stand-in, and a host's own
/// price before its maker's; both stand-ins are flagged ([PriceBook.Warning]), and an import that
/// ends one lists it.
///
/// **Rates.** USD per million tokens; web searches and requests per thousand. The tier is decided
/// by the call's total input and reprices the whole call, above its start (xAI: from its start on).
/// What a tier leaves out, the base states. Missing cache and audio rates are the text rate,
/// reasoning is output, an hour of cache is twice the input rate where five minutes cost extra. A
/// region's uplift raises tokens, not searches. Costs are exact and never rounded; rounding begins
/// where credits do.
///
/// **Owns** the table `prices`. **Does not own** usage normalisation, the names of providers,
/// credits, margins, or the re-rating of messages.
@NullMarked
package dev.tallystick.price;

import org.jspecify.annotations.NullMarked;
