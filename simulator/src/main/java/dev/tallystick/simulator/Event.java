package dev.tallystick.simulator;

/// Something that happened, as it is delivered.
///
/// @param objectId which object it is about
/// @param created in seconds since 1970
/// @param body the JSON that is sent
public record Event(String id, String type, String objectId, long created, String body) {}
