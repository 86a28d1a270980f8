package dev.tallystick.schema.migrate;

import java.time.Instant;
import java.util.Optional;

/// A migration that a database has, whole or in part.
///
/// @param checksum of the script as it was when its last part was done
/// @param partsDone how many parts are done
/// @param doneChecksum of those parts; empty in a history of an older version
/// @param appliedAt when it was begun
/// @param finishedAt empty if parts of it wait
public record HistoryRow(
    Version version,
    String name,
    String checksum,
    int partsDone,
    Optional<String> doneChecksum,
    Instant appliedAt,
    Optional<Instant> finishedAt) {}
