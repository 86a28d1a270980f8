package dev.tallystick.schema.drift;

/// One subject that not all sides agree on, by who moved.
public sealed interface Movement {
  /// What moved.
  Subject subject();

  /// What each side says.
  Versions versions();

  /// What each side says of one subject.
  record Versions(Facet files, Facet migrations, Facet applied, Facet live) {}

  /// The files moved, and no migration follows yet: generate one.
  record Files(Subject subject, Versions versions) implements Movement {}

  /// A migration that is pending moved, and the files did not: write it into them.
  record Migrations(Subject subject, Versions versions) implements Movement {}

  /// The live database moved, by hand: adopt or revert it.
  record Live(Subject subject, Versions versions) implements Movement {}

  /// The files and the live database moved to the same: generate a migration, and baseline it.
  record FilesAndLive(Subject subject, Versions versions) implements Movement {}

  /// The live database has what a pending migration would do: record it.
  record Unrecorded(Subject subject, Versions versions) implements Movement {}

  /// Files and live database moved, and not to the same: somebody has to decide.
  record Apart(Subject subject, Versions versions) implements Movement {}

  /// Whether the live database declares this otherwise than its migrations.
  default boolean isLive() {
    return !versions().live().equals(versions().applied());
  }
}
