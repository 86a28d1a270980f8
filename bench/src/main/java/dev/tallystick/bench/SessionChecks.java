package dev.tallystick.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.postgres.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Sessions to check, and the ways to do it.
final class SessionChecks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/v1/sessions/check";

  private SessionChecks() {}

  /// A session that was opened over HTTP.
  record Opened(UUID user, UUID id, String token) {}

  static Opened open(HttpConnection connection, UUID user) throws IOException {
    var body = "{\"userId\":\"%s\",\"kind\":\"web\"}".formatted(user);
    var response = connection.post("/v1/sessions", body);
    if (response.status() != 201) throw new DoesNotHold("not opened: " + response.text());
    var json = JSON.readTree(response.body());
    return new Opened(user, UUID.fromString(json.path("id").asText()), json.path("token").asText());
  }

  /// So many sessions of each user.
  static List<Opened> open(ServerProcess server, List<UUID> users, int each) throws IOException {
    var opened = new ArrayList<Opened>();
    try (var connection = new HttpConnection(server.port(), server.key())) {
      for (var user : users) {
        for (int i = 0; i < each; i++) opened.add(open(connection, user));
      }
    }
    return opened;
  }

  /// Whether a server accepts the session's token now.
  static boolean isAccepted(HttpConnection connection, Opened session) throws IOException {
    return count(connection.post(PATH, body(session)), 1) == 1;
  }

  private static String body(Opened session) {
    return "{\"token\":\"%s\",\"kinds\":[\"web\"]}".formatted(session.token());
  }

  private static int count(HttpConnection.Response response, int asked) {
    var text = response.text();
    int active = text.split("\"active\":true", -1).length - 1;
    int refused = text.split("\"active\":false", -1).length - 1;
    if (response.status() != 200 || active + refused != asked) throw new DoesNotHold(text);
    return active;
  }

  /// Checks tokens over HTTP, one or several in a request.
  record OverHttp(
      HttpConnection connection, List<Opened> sessions, int perRequest, SplittableRandom random)
      implements ClosedLoop.Sender {
    @Override
    public int send() throws IOException {
      var body = new StringBuilder();
      for (int i = 0; i < perRequest; i++) {
        if (i > 0) body.append(',');
        body.append(body(any(sessions, random)));
      }
      var text = perRequest == 1 ? body.toString() : "[" + body + "]";
      int active = count(connection.post(PATH, text), perRequest);
      if (active != perRequest) throw new DoesNotHold("a good token was refused");
      return active;
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  /// The baseline: the row, by its key, through a pool like the service's.
  record ByKey(Database pool, List<Opened> sessions, SplittableRandom random)
      implements ClosedLoop.Sender {
    private static final String SELECT =
        """
        SELECT user_id, secret_hash, revoked_at, idle_expires_at, expires_at
          FROM tally.sessions WHERE id = ?
        """;

    @Override
    public int send() throws SQLException {
      try (var connection = pool.connection();
          var select = connection.prepareStatement(SELECT)) {
        select.setObject(1, any(sessions, random).id());
        try (var row = select.executeQuery()) {
          if (!row.next() || row.getBytes(2).length != 32) throw new DoesNotHold("no such row");
          return 1;
        }
      }
    }

    @Override
    public void close() {
      // The pool is closed by who opened it.
    }
  }

  private static Opened any(List<Opened> sessions, SplittableRandom random) {
    return sessions.get(random.nextInt(sessions.size()));
  }
}
