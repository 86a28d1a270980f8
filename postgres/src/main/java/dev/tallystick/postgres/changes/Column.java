package dev.tallystick.postgres.changes;

/// A column of a followed table.
///
/// @param isKey whether it is part of what a row is known by
public record Column(String name, boolean isKey) {}
