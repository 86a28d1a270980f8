package dev.tallystick.schema.shadow;

import dev.tallystick.schema.sql.Position;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What PostgreSQL said about a script, and where.
final class Complaint {
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  private Complaint() {}

  static Optional<ServerErrorMessage> server(SQLException failure) {
    return failure instanceof PSQLException postgres
        ? Optional.ofNullable(postgres.getServerErrorMessage())
        : Optional.empty();
  }

  static String code(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  /// A failure of `statement`, which was sent by itself.
  static LoadFailure of(Script script, Statement statement, SQLException failure) {
    int offset = offset(statement, failure);
    var position = script.position(statement.start() + offset);
    return new LoadFailure(text(script.file(), position, failure), failure);
  }

  /// PostgreSQL counts characters, and names none where a name inside the statement is not found
  /// late; then the name itself is looked for.
  private static int offset(Statement statement, SQLException failure) {
    int position = server(failure).map(ServerErrorMessage::getPosition).orElse(0);
    if (position > 0) {
      int length = statement.text().codePointCount(0, statement.text().length());
      return statement.text().offsetByCodePoints(0, Math.min(position - 1, length));
    }
    var matcher = QUOTED.matcher(message(failure));
    while (matcher.find()) {
      var name = matcher.group(1);
      var last = name.substring(name.lastIndexOf('.') + 1);
      for (var token : statement.tokens()) {
        if (isNamed(token, last)) return token.start() - statement.start();
      }
    }
    return 0;
  }

  private static boolean isNamed(Token token, String name) {
    return (token.isName() || token.kind() == Token.Kind.STRING) && token.text().equals(name);
  }

  static String message(SQLException failure) {
    return server(failure)
        .map(ServerErrorMessage::getMessage)
        .orElseGet(() -> String.valueOf(failure.getMessage()));
  }

  static String text(String file, Position position, SQLException failure) {
    var text = new StringBuilder("%s:%s: %s".formatted(file, position, message(failure)));
    server(failure)
        .map(ServerErrorMessage::getDetail)
        .ifPresent(d -> text.append("\n  ").append(d));
    server(failure).map(ServerErrorMessage::getHint).ifPresent(h -> text.append("\n  ").append(h));
    text.append(advice(failure));
    return text.toString();
  }

  private static String advice(SQLException failure) {
    var message = message(failure);
    if (message.contains("extension") && message.contains("is not available")) {
      return "\n  The embedded server does not have it. Name a PostgreSQL that has it:"
          + " --shadow postgresql://…/postgres";
    }
    return switch (code(failure)) {
      case "42501" ->
          "\n  The role of --shadow may not do this; use a superuser, or leave --shadow out.";
      case "25001" ->
          "\n  Schema files say what is to be, so they need no CONCURRENTLY: the plan adds it.";
      default -> "";
    };
  }
}
