package dev.tallystick.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import dev.tallystick.account.Authority;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.Role;
import dev.tallystick.account.Staff;
import dev.tallystick.account.User;
import dev.tallystick.account.Users;
import dev.tallystick.credit.Ledger;
import dev.tallystick.lifecycle.Lifecycle;
import dev.tallystick.lifecycle.UserChange;
import dev.tallystick.postgres.Database;
import dev.tallystick.session.SessionLimits;
import dev.tallystick.session.Sessions;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally staff`: who works on the books of others.
@Command(
    name = "staff",
    mixinStandardHelpOptions = true,
    description = {
      "Say which users are staff, and what they may do.",
      "Roles: read-only sees everything; support also changes users and ends their sessions; admin",
      "may do what every service key may."
    },
    footerHeading = "%nExample:%n",
    footer = "  tally staff add ada@example.com --role support")
final class StaffCommand implements Runnable {
  private static final InstantSource CLOCK = InstantSource.system();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description =
          "Give a user a role, in place of the one they have. They have to sign in again.",
      footerHeading = "%nExample:%n",
      footer = "  tally staff add ada@example.com --role support")
  int add(
      @Mixin DatabaseOptions database,
      @Parameters(paramLabel = "USER", description = "The user's id or e-mail address.")
          String user,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "admin, support or read-only.")
          String role) {
    var given = Role.ofWord(role);
    var change =
        database.withDatabase(
            db -> lifecycle(db).addRole(find(db, user).id(), given, Authority.ofOperator()));
    return said(change, user, "has the role " + given.word());
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Take the role from a user. It is gone with their next request.",
      footerHeading = "%nExample:%n",
      footer = "  tally staff remove ada@example.com")
  int remove(
      @Mixin DatabaseOptions database,
      @Parameters(paramLabel = "USER", description = "The user's id or e-mail address.")
          String user) {
    var change =
        database.withDatabase(
            db -> lifecycle(db).removeRole(find(db, user).id(), Authority.ofOperator()));
    return said(change, user, "is no staff");
  }

  private int said(UserChange change, String user, String state) {
    PrintWriter out = spec.commandLine().getOut();
    switch (change) {
      case UserChange.Changed _ -> out.println("%s %s now".formatted(user, state));
      case UserChange.Replayed _ -> out.println("%s %s already".formatted(user, state));
      case UserChange.UserDeleted _ -> throw new Failure("the user %s was deleted".formatted(user));
      case UserChange.UserUnknown _ -> throw unknown(user);
      case UserChange.EmailTaken _, UserChange.StatusConflict _, UserChange.RightsMissing _ ->
          throw new IllegalStateException(
              "a role changes neither, and the operator may: " + change);
    }
    return 0;
  }

  private static Failure unknown(String user) {
    return new Failure("there is no user %s; name one by id or e-mail address".formatted(user));
  }

  private static User find(Database db, String user) {
    var users = users(db);
    if (!user.contains("@")) return users.find(id(user)).orElseThrow(() -> unknown(user));
    var found = users.findByEmail(user).orElseThrow(() -> unknown(user));
    // Whoever may write can give any account an address.
    if (found.emailVerifiedAt().isEmpty()) {
      throw new Failure(
          "nobody has shown that %s is theirs; have them sign in by a mailed code first, or name the"
                  .formatted(user)
              + " user by id, which is "
              + found.id());
    }
    return found;
  }

  private static UUID id(String user) {
    try {
      return UUID.fromString(user);
    } catch (IllegalArgumentException e) {
      throw new Failure("USER must be an id or an e-mail address, not " + user, e);
    }
  }

  private static Users users(Database db) {
    return new Users(db, CLOCK, ledger(db)::open);
  }

  private static Ledger ledger(Database db) {
    return new Ledger(db, CLOCK, Generators.timeBasedEpochGenerator()::generate);
  }

  private static Lifecycle lifecycle(Database db) {
    var sessions = new Sessions(db, CLOCK, SessionLimits.DEFAULT, () -> false);
    var hashes = new KeyedHashes(db, CLOCK);
    return new Lifecycle(db, users(db), new Staff(db, CLOCK), sessions, ledger(db), hashes, CLOCK);
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the staff.",
      footerHeading = "%nExample:%n",
      footer = "  tally staff list")
  int list(
      @Mixin DatabaseOptions database,
      @Option(names = "--json", description = "Print the list as JSON.") boolean asJson) {
    PrintWriter out = spec.commandLine().getOut();
    var members = database.withCurrentDatabase(db -> new Staff(db, CLOCK).list());
    if (asJson) {
      out.println(json(members));
      return 0;
    }
    out.printf("%-36s  %-30s  %-9s  %s%n", "USER", "EMAIL", "ROLE", "SINCE");
    for (var member : members) {
      out.printf(
          "%-36s  %-30s  %-9s  %s%n",
          member.userId(), member.email().orElse("-"), member.role().word(), member.grantedAt());
    }
    return 0;
  }

  private static String json(List<Staff.Member> members) {
    var shown =
        members.stream()
            .map(
                member -> {
                  var fields = new LinkedHashMap<String, Object>();
                  fields.put("userId", member.userId().toString());
                  fields.put("email", member.email().orElse(null));
                  fields.put("role", member.role().word());
                  fields.put("grantedAt", member.grantedAt().toString());
                  return fields;
                })
            .toList();
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(shown);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }
}
