package dev.tallystick.schema.source;

import dev.tallystick.schema.sql.Token;
import org.jspecify.annotations.Nullable;

/// A comment that speaks to Tallystick: `-- word: text`.
///
/// @param word such as `was`, `backfill` or `lint`
/// @param declaration what it is about; null where it stands by itself
/// @param label of an enum, where it stands on a label's line; else null
public record Directive(
    String word,
    String text,
    Token comment,
    @Nullable Declaration declaration,
    @Nullable String label) {}
