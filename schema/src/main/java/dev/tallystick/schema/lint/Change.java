package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.ObjectKey;

/// A change of the schema files, in the words of the catalogue; [Editor] finds the place.
sealed interface Change {
  /// New statements behind a table's statement, its indexes and their comments.
  ///
  /// @param sql with semicolons
  record AddBehind(ObjectKey table, String sql) implements Change {}

  /// A statement goes, with the comments on and above it.
  record RemoveStatement(ObjectKey object) implements Change {}

  /// A column gets another type.
  record ChangeType(ObjectKey column, String type) implements Change {}

  /// A column's declaration goes on.
  record AddToColumn(ObjectKey column, String clause) implements Change {}

  /// A constraint loses its `NOT VALID`.
  record RemoveNotValid(ObjectKey constraint) implements Change {}
}
