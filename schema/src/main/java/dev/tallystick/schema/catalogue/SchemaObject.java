package dev.tallystick.schema.catalogue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One declared thing. Its components are what PostgreSQL prints; an expression or definition is
/// equal to another when PostgreSQL prints both alike.
public sealed interface SchemaObject {
  /// What names it.
  ObjectKey key();

  /// A schema.
  record Namespace(ObjectKey key) implements SchemaObject {}

  /// An extension. Its version is not compared: the files name none, and servers differ.
  ///
  /// @param schema where its objects live
  record Extension(ObjectKey key, String schema) implements SchemaObject {}

  /// An enum type.
  ///
  /// @param labels in their order
  record EnumType(ObjectKey key, List<String> labels) implements SchemaObject {}

  /// A domain.
  ///
  /// @param checks by constraint name
  record Domain(
      ObjectKey key,
      String baseType,
      @Nullable String collation,
      boolean isNotNull,
      @Nullable String defaultValue,
      Map<String, Check> checks)
      implements SchemaObject {
    /// A check of a domain.
    ///
    /// @param definition `CHECK (…)`, with `NOT VALID` where it is so
    public record Check(String definition, boolean isValid) {}
  }

  /// A composite type.
  ///
  /// @param attributes by name; their order is the catalogue's
  record CompositeType(ObjectKey key, List<Attribute> attributes) implements SchemaObject {
    /// A field of a composite type.
    public record Attribute(String name, String type, @Nullable String collation) {
      /// As `CREATE TYPE` takes it.
      public String sql() {
        return name + " " + type + (collation == null ? "" : " COLLATE " + collation);
      }
    }
  }

  /// A sequence that is no identity column's.
  ///
  /// @param ownedBy the column that takes it along when it is dropped
  record Sequence(
      ObjectKey key, SequenceOptions options, boolean isLogged, @Nullable ObjectKey ownedBy)
      implements SchemaObject {}

  /// A table, without its parts.
  ///
  /// @param partitionKey `RANGE (created_at)` of a partitioned table
  /// @param partition where this is a partition
  /// @param parents tables that this inherits from, other than by partition
  /// @param options storage parameters, `fillfactor=70`, sorted
  record Table(
      ObjectKey key,
      boolean isLogged,
      @Nullable String partitionKey,
      @Nullable Partition partition,
      List<ObjectKey> parents,
      List<String> options,
      boolean hasRowSecurity,
      boolean forcesRowSecurity,
      String replicaIdentity)
      implements SchemaObject {
    /// A partition's place.
    ///
    /// @param bound `FOR VALUES FROM (…) TO (…)` or `DEFAULT`
    public record Partition(ObjectKey of, String bound) {}
  }

  /// A column.
  ///
  /// @param defaultValue of a column that is not generated
  /// @param collation where it is not the type's
  /// @param storage `PLAIN`, `EXTERNAL`, `EXTENDED` or `MAIN` where it is not the type's
  /// @param isInherited whether it comes from a parent, which then declares type and generation
  record Column(
      ObjectKey key,
      String type,
      boolean isNotNull,
      @Nullable String defaultValue,
      @Nullable Generated generated,
      @Nullable Identity identity,
      @Nullable String collation,
      @Nullable String storage,
      @Nullable String compression,
      @Nullable Integer statisticsTarget,
      boolean isInherited)
      implements SchemaObject {
    /// How a column's value follows from others.
    public record Generated(String expression, boolean isStored) {
      /// As `CREATE TABLE` takes it.
      public String sql() {
        return "GENERATED ALWAYS AS (" + expression + ") " + (isStored ? "STORED" : "VIRTUAL");
      }
    }

    /// How a column counts.
    public record Identity(boolean isAlways, SequenceOptions options) {
      /// As `CREATE TABLE` takes it.
      public String sql() {
        var written = options.sql();
        return "GENERATED "
            + (isAlways ? "ALWAYS" : "BY DEFAULT")
            + " AS IDENTITY"
            + (written.isEmpty() ? "" : " (" + written + ")");
      }
    }
  }

  /// A constraint of a table, other than NOT NULL, which is the column's.
  ///
  /// @param definition as `ADD CONSTRAINT name` takes it; without `NOT VALID`
  /// @param columns that it is about, in its order; of a check, those it names
  /// @param references of a foreign key
  record Constraint(
      ObjectKey key,
      Type type,
      String definition,
      boolean isValid,
      boolean isEnforced,
      boolean isDeferrable,
      List<String> columns,
      @Nullable References references)
      implements SchemaObject {
    /// What it demands.
    public enum Type {
      PRIMARY_KEY,
      UNIQUE,
      CHECK,
      EXCLUSION,
      FOREIGN_KEY
    }

    /// What a foreign key points to.
    public record References(ObjectKey table, List<String> columns) {}

    /// Whether an index stands behind it.
    public boolean hasIndex() {
      return switch (type) {
        case PRIMARY_KEY, UNIQUE, EXCLUSION -> true;
        case CHECK, FOREIGN_KEY -> false;
      };
    }
  }

  /// An index that no constraint made.
  ///
  /// @param table what it is on: a table or a materialised view
  /// @param definition the whole `CREATE INDEX …`
  /// @param keys in their order
  /// @param includes columns that are only carried along
  /// @param predicate of a partial index
  /// @param isValid false where a build CONCURRENTLY failed, or partitions lack theirs
  record Index(
      ObjectKey key,
      ObjectKey table,
      String definition,
      String method,
      boolean isUnique,
      List<Part> keys,
      List<String> includes,
      @Nullable String predicate,
      boolean isValid)
      implements SchemaObject {
    /// One key of an index.
    ///
    /// @param column null for an expression
    /// @param expression the column's name, or the expression
    public record Part(@Nullable String column, String expression) {}
  }

  /// Extended statistics.
  ///
  /// @param definition the whole `CREATE STATISTICS …`
  record Statistics(ObjectKey key, ObjectKey table, String definition) implements SchemaObject {}

  /// A view or a materialised view.
  ///
  /// @param query without the semicolon
  /// @param columns name and type, in their order
  record View(
      ObjectKey key,
      boolean isMaterialised,
      String query,
      List<String> columns,
      List<String> options)
      implements SchemaObject {}

  /// A function or procedure.
  ///
  /// @param definition the whole `CREATE OR REPLACE …`
  /// @param signature names, types and result, which `CREATE OR REPLACE` cannot change
  /// @param defaults how many arguments have a default, which it cannot take away
  record Routine(
      ObjectKey key,
      boolean isProcedure,
      String definition,
      String signature,
      int defaults,
      String language)
      implements SchemaObject {}

  /// A trigger of a table or view.
  ///
  /// @param definition the whole `CREATE TRIGGER …`
  /// @param enabled `ENABLE`, `DISABLE`, `ENABLE REPLICA` or `ENABLE ALWAYS`
  record Trigger(ObjectKey key, String definition, String enabled, boolean isConstraint)
      implements SchemaObject {}

  /// A row security policy.
  ///
  /// @param command `ALL`, `SELECT`, `INSERT`, `UPDATE` or `DELETE`
  record Policy(
      ObjectKey key,
      boolean isPermissive,
      String command,
      List<String> roles,
      @Nullable String using,
      @Nullable String check)
      implements SchemaObject {}

  /// A rewrite rule other than a view's own.
  ///
  /// @param definition the whole `CREATE RULE …`
  record Rule(ObjectKey key, String definition) implements SchemaObject {}
}
