/// Messages: model calls as they were reported, stored once for each id, priced and charged in the
/// transaction that stores them.
///
/// - **message**: one model call: request, response, token counts, cost, credits.
/// - **recording**: what came of reporting a message; each message of a batch has its own.
/// - **lane**: one line of messages and the thread that commits them, a batch at a time.
/// - **replay**: a message whose id is stored already, with the same content.
///
/// Invariants: a message is stored at most once and charged at most once, whatever is sent again
/// and whatever crashes; its ledger entries add up to its credits; usage_daily is the sum of
/// messages; a message without a price is `unpriced`, never free.
///
/// Owns the tables messages and usage_daily. Does not own what usage means
/// ([dev.tallystick.usage]), what it costs ([dev.tallystick.price]) or how credits move
/// ([dev.tallystick.credit]).
@NullMarked
package dev.tallystick.message;

import org.jspecify.annotations.NullMarked;
