package dev.tallystick.environment;

/// One name with a value, and where it stands.
public record Assignment(String name, Value value, Source source) {}
