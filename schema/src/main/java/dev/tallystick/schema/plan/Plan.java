package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.shadow.Declared;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SourceMap;
import dev.tallystick.schema.sql.Script;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// What leads from the migrations to the schema files.
public sealed interface Plan {
  /// The migrations end where the files stand.
  record UpToDate(Catalogue catalogue) implements Plan {}

  /// Steps that were run on a copy and ended where the files stand.
  ///
  /// @param before what the migrations declare
  /// @param after what the files declare
  /// @param allowed the reasons that were given for what is destroyed, by object
  record Proved(
      Catalogue before, Catalogue after, List<Measured> steps, Map<String, String> allowed)
      implements Plan {}

  /// Somebody has to decide something first.
  record Refused(List<Refusal> refusals) implements Plan {}

  /// Steps that do not lead there: a fault of ours, or something that no plan can do.
  ///
  /// @param steps those that ran
  /// @param failed the step that PostgreSQL refused, in its words; empty if all ran
  /// @param rest what still differs in the end
  record Unproved(List<Measured> steps, String failed, Difference rest) implements Plan {}

  /// Plans the way from `migrations` to `files`, and proves it.
  ///
  /// @param allowed reasons for destroying data, by object as in `column app.users.name`
  /// @throws dev.tallystick.schema.shadow.LoadFailure if a file does not load
  /// @throws dev.tallystick.schema.migrate.MigrationRefused if a migration does not run
  static Plan make(
      Shadow shadow, List<Script> files, Migrations migrations, Map<String, String> allowed)
      throws SQLException {
    try (var executor = Executors.newThreadPerTaskExecutor(Bystander.PLATFORM)) {
      var opening = executor.submit(() -> Start.of(shadow.copy(migrations)));
      Declared loaded;
      try {
        loaded = shadow.declare(files);
      } catch (SQLException | RuntimeException failure) {
        opening.get().proof().close();
        throw failure;
      }
      try (var declared = loaded;
          var start = opening.get()) {
        var after = declared.catalogue();
        var hints = Hints.of(SourceMap.of(files), after, allowed);
        var before = Restatement.of(declared.connection(), start.catalogue(), after);
        if (before.declaresTheSameAs(after)) return new UpToDate(after);
        return make(start.proof(), before, declared, hints);
      }
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof SQLException sql) throw sql;
      if (failure.getCause() instanceof RuntimeException cause) throw cause;
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while planning", interrupted);
    }
  }

  /// The old schema on a copy that can be changed, and what it declares.
  record Start(Proof proof, Catalogue catalogue) implements AutoCloseable {
    private static Start of(Shadow.Copy copy) throws SQLException {
      var proof = new Proof(copy);
      return new Start(proof, proof.catalogue());
    }

    @Override
    public void close() throws SQLException {
      proof.close();
    }
  }

  private static Plan make(Proof proof, Catalogue start, Declared declared, Hints hints)
      throws SQLException {
    var after = declared.catalogue();
    var measured = new ArrayList<Measured>();
    var before = start;
    while (true) {
      var renames = Renames.next(before, after, hints);
      if (renames.isEmpty()) break;
      for (var step : renames) measured.add(proof.run(step, start));
      before = Restatement.of(declared.connection(), proof.catalogue(), after);
    }
    return switch (Planner.plan(before, after, hints)) {
      case Planning.Refused(var refusals) -> new Refused(refusals);
      case Planning.Planned(var steps) -> {
        for (var step : steps) {
          try {
            measured.add(proof.run(step, before, after));
          } catch (SQLException refused) {
            var failed = step.sql() + "\n" + refused.getMessage();
            yield new Unproved(List.copyOf(measured), failed, Difference.between(before, after));
          }
        }
        var end = Restatement.of(declared.connection(), proof.catalogue(), after);
        yield end.declaresTheSameAs(after)
            ? new Proved(start, after, List.copyOf(measured), hints.allowed())
            : new Unproved(List.copyOf(measured), "", Difference.between(end, after));
      }
    };
  }
}
