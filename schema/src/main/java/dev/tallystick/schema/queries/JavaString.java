package dev.tallystick.schema.queries;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A string of a Java file.
///
/// @param value as the program sees it
/// @param isBlock whether it is a text block
/// @param isJoined whether a `+` stands before or behind it
/// @param formatted what `.formatted(…)` behind it is given; null where there is none
/// @param constant the name that it is assigned to, if any
/// @param note what a comment `// tally:sql …` before it says; null where there is none
record JavaString(
    Traced value,
    boolean isBlock,
    boolean isJoined,
    @Nullable List<String> formatted,
    @Nullable String constant,
    @Nullable String note) {}
