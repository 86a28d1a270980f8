package dev.tallystick.schema.migrate;

import java.util.Optional;
import java.util.regex.Pattern;

/// What helps against a complaint that a migration's author cannot mend in the script. Where the
/// server speaks another language than English, the advice names no object.
final class Cure {
  private static final Pattern DENIED = Pattern.compile("permission denied for (\\w+) (\\S+)");
  private static final Pattern OWNER = Pattern.compile("must be owner of (\\w+) (\\S+)");
  private static final Pattern EXTENSION = Pattern.compile("extension \"([^\"]+)\"");

  private Cure() {}

  static Optional<String> of(Complaint complaint) {
    return switch (complaint.code()) {
      case "42501" -> Optional.of(privilege(complaint.message()));
      case "0A000", "58P01", "22023" -> extension(complaint.message());
      case "25006" ->
          Optional.of("this is a standby or a read-only session; migrate on the primary");
      default -> Optional.empty();
    };
  }

  private static String privilege(String message) {
    var denied = DENIED.matcher(message);
    if (denied.find()) {
      var object = denied.group(2);
      return switch (denied.group(1)) {
        case "schema" -> grant("USAGE, CREATE ON SCHEMA " + object);
        case "database" -> grant("CREATE ON DATABASE " + object);
        case "sequence" -> grant("USAGE, SELECT ON SEQUENCE " + object);
        case "function" -> grant("EXECUTE ON FUNCTION " + object);
        case "type" -> grant("USAGE ON TYPE " + object);
        case "language" -> grant("USAGE ON LANGUAGE " + object);
        default -> grant("ALL ON " + object);
      };
    }
    var owner = OWNER.matcher(message);
    if (owner.find()) {
      return "run as the owner of %s, or let its owner run: GRANT <owner> TO <user of this migration>"
          .formatted(owner.group(2));
    }
    if (EXTENSION.matcher(message).find()) {
      return "let a superuser run the CREATE EXTENSION once, then run again";
    }
    return "the user of this migration lacks a privilege; GRANT it, or migrate as another user";
  }

  private static String grant(String what) {
    return "let the owner run: GRANT %s TO <user of this migration>".formatted(what);
  }

  private static Optional<String> extension(String message) {
    var matcher = EXTENSION.matcher(message);
    if (!matcher.find()) return Optional.empty();
    return Optional.of(
        "install the extension %1$s on the database server (on Debian one of: apt-cache search postgresql %1$s), or choose it where the host lists its extensions"
            .formatted(matcher.group(1)));
  }
}
