package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.ObjectKey;

/// Why there is no plan: what somebody has to decide first.
///
/// @param key what it is about
/// @param message what is wrong and what to write
public record Refusal(ObjectKey key, String message) {}
