package dev.tallystick.cli;

import com.fasterxml.uuid.Generators;
import dev.tallystick.account.Actor;
import dev.tallystick.account.ServiceKey;
import dev.tallystick.account.ServiceKeys;
import dev.tallystick.postgres.Database;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally key`: the service keys.
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Make, list and revoke service keys.",
    footerHeading = "%nExample:%n",
    footer = "  tally key create backend --scopes read,write")
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static ServiceKeys keys(Database database) {
    var ids = Generators.timeBasedEpochGenerator();
    return new ServiceKeys(database, InstantSource.system(), ids::generate, () -> false);
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Make a key and print it; it is shown this once.",
      footerHeading = "%nExample:%n",
      footer = "  tally key create backend --scopes read,write")
  int create(
      @Mixin DatabaseOptions database,
      @Parameters(paramLabel = "NAME", description = "What the key is for.") String name,
      @Option(
              names = "--scopes",
              split = ",",
              paramLabel = "SCOPE",
              defaultValue = "read,write,grant",
              description = "What it may do: read, write, grant (the default: these three), watch.")
          List<String> scopes) {
    if (name.isBlank() || name.length() > 100) {
      throw new Failure("a key's NAME has from 1 to 100 characters");
    }
    Set<ServiceKey.Scope> wanted =
        scopes.stream().map(ServiceKey.Scope::ofWord).collect(Collectors.toSet());
    var token = database.withDatabase(db -> keys(db).create(name, wanted, new Actor.Operator()));
    spec.commandLine().getOut().println(token.reveal());
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all keys, without their secrets.",
      footerHeading = "%nExample:%n",
      footer = "  tally key list")
  int list(@Mixin DatabaseOptions database) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-36s  %-20s  %-16s  %-20s  %s%n", "ID", "NAME", "SCOPES", "LAST USED", "STATE");
    for (var key : database.withCurrentDatabase(db -> keys(db).list())) {
      out.printf(
          "%-36s  %-20s  %-16s  %-20s  %s%n",
          key.id(),
          key.name(),
          key.scopes().stream()
              .map(ServiceKey.Scope::word)
              .sorted()
              .collect(Collectors.joining(",")),
          shown(key.lastUsedAt()),
          key.revokedAt().map(at -> "revoked " + shown(Optional.of(at))).orElse("active"));
    }
    return 0;
  }

  private static String shown(Optional<Instant> at) {
    return at.map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("never");
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Refuse a key from now on, on every server.",
      footerHeading = "%nExample:%n",
      footer = "  tally key revoke 0198c7a2-6f2e-7c3a-9d1b-2f4e5a6b7c8d")
  int revoke(
      @Mixin DatabaseOptions database,
      @Parameters(paramLabel = "ID", description = "The key's id; see: tally key list.") UUID id) {
    var isRevoked = database.withDatabase(db -> keys(db).revoke(id, new Actor.Operator()));
    if (!isRevoked) throw new Failure("there is no active key with the id " + id);
    spec.commandLine().getOut().println("Revoked " + id);
    return 0;
  }
}
