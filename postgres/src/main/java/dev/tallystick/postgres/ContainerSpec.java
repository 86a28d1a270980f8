package dev.tallystick.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Everything about the container of a local database, but for its password. `compose.yaml` says
/// the same, which a test holds.
///
/// @param name of the container and of its volume
/// @param data the data directory that it belongs to
/// @param port on this machine's loopback address
record ContainerSpec(String name, String data, PostgresImage image, int port) {
  static final String LABEL = "dev.tallystick.data";

  /// The variable that carries the password into the container.
  static final String PASSWORD = "POSTGRES_PASSWORD";

  static final int PORT = 5432;
  private static final int HASH_BYTES = 6;

  /// Docker's own 64 MB are too little for PostgreSQL's parallel queries.
  static final String SHARED_MEMORY = "256m";

  /// Over TCP: while the image makes its data, a first server listens on the socket alone.
  static final String HEALTH_COMMAND =
      "pg_isready --host 127.0.0.1 --username %s --dbname %s"
          .formatted(EmbeddedServer.USER, EmbeddedServer.DATABASE);

  static final String HEALTH_INTERVAL = "2s";
  static final String HEALTH_TIMEOUT = "5s";
  static final int HEALTH_RETRIES = 30;

  /// What the image is told besides its password.
  static final Map<String, String> ENVIRONMENT =
      Map.of("POSTGRES_USER", EmbeddedServer.USER, "POSTGRES_DB", EmbeddedServer.DATABASE);

  /// The server's own arguments: what `tally watch` reads.
  static final List<String> COMMAND = List.of("-c", "wal_level=logical");

  /// The name for a data directory, which tells it from all others.
  static String nameFor(String data) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(data.getBytes(StandardCharsets.UTF_8));
      return "tally-" + HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String publish() {
    return "127.0.0.1:%d:%d".formatted(port, PORT);
  }

  String volume() {
    return name + ":" + image.mount();
  }

  /// `docker run …`; the password comes from the environment of that command.
  String[] runArguments() {
    var arguments = new ArrayList<>(List.of("run", "--detach", "--name", name));
    arguments.addAll(List.of("--label", LABEL + "=" + data));
    arguments.addAll(List.of("--publish", publish()));
    arguments.addAll(List.of("--volume", volume()));
    arguments.addAll(List.of("--shm-size", SHARED_MEMORY));
    ENVIRONMENT.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> arguments.addAll(List.of("--env", each.getKey() + "=" + each.getValue())));
    arguments.addAll(List.of("--env", PASSWORD));
    arguments.addAll(List.of("--health-cmd", HEALTH_COMMAND));
    arguments.addAll(List.of("--health-interval", HEALTH_INTERVAL));
    arguments.addAll(List.of("--health-timeout", HEALTH_TIMEOUT));
    arguments.addAll(List.of("--health-retries", Integer.toString(HEALTH_RETRIES)));
    arguments.add(image.name());
    arguments.addAll(COMMAND);
    return arguments.toArray(String[]::new);
  }
}
