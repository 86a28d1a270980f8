package dev.tallystick.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// The secrets of a scope in a file, for when Infisical is out of reach.
///
/// The file is one line that says what it is, and below it the secrets, encrypted with that line as
/// associated data. The key comes from the machine identity's client secret, or where the infisical
/// command is used, from a random file in the user's own configuration.
public final class OfflineCopy {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = mode("rwx------");
  private static final int KEY_BYTES = 32;
  private static final String FORMAT = "tallystick offline copy 1";

  private final Path file;
  private final Path keyFile;
  private final Infisical.Configured infisical;

  /// The copy of what `infisical` gives.
  ///
  /// @param data the directory for it
  /// @param config the user's own configuration, for the key
  public OfflineCopy(Path data, Path config, Infisical.Configured infisical) {
    var scope = infisical.scope().toString().getBytes(StandardCharsets.UTF_8);
    this.file = data.resolve("offline-%s.sealed".formatted(UUID.nameUUIDFromBytes(scope)));
    this.keyFile = config.resolve("tallystick").resolve("offline.key");
    this.infisical = infisical;
  }

  /// A copy that was opened, or why it was not.
  public sealed interface Opened {
    /// What it holds, and since when.
    record Copy(List<Assignment> assignments, Instant keptAt) implements Opened {
      public Copy {
        assignments = List.copyOf(assignments);
      }
    }

    /// It cannot be used.
    record Refused(String why) implements Opened {}
  }

  /// Writes the whole copy or nothing.
  public void keep(List<Assignment> assignments, Instant now) throws IOException {
    var values = new LinkedHashMap<String, String>();
    for (var each : assignments) values.put(each.name(), each.value().reveal());
    var seal = Seal.fresh();
    var header = header(seal, now);
    Files.createDirectories(file.toAbsolutePath().getParent(), DIRECTORY);
    if (infisical.access() instanceof Access.Cli && !Files.exists(keyFile)) makeKey();
    write(file, header, seal.close(secret(), header, JSON.writeValueAsBytes(values)));
  }

  private byte[] header(Seal seal, Instant now) throws JsonProcessingException {
    var line = new LinkedHashMap<String, String>();
    line.put("format", FORMAT);
    line.put("project", infisical.scope().project());
    line.put("environment", infisical.scope().environment());
    line.put("path", infisical.scope().path());
    line.put("key", keyName());
    line.put("keptAt", now.toString());
    line.put("random", Base64.getEncoder().encodeToString(seal.random()));
    return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private String keyName() {
    return switch (infisical.access()) {
      case Access.Identity(var clientId, _) -> "machine identity " + clientId;
      case Access.Cli _ -> "key file";
    };
  }

  private byte[] secret() throws IOException {
    return switch (infisical.access()) {
      case Access.Identity(_, var secret) -> secret.reveal().getBytes(StandardCharsets.UTF_8);
      case Access.Cli _ -> Files.readAllBytes(keyFile);
    };
  }

  private void makeKey() throws IOException {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Files.createDirectories(keyFile.toAbsolutePath().getParent(), DIRECTORY);
    write(keyFile, key);
  }

  /// Reads the copy.
  public Opened open() throws IOException {
    var scope = infisical.scope();
    if (!Files.exists(file)) return new Opened.Refused("there is none of " + scope.shown());
    var bytes = Files.readAllBytes(file);
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') end++;
    var header = Arrays.copyOf(bytes, Math.min(end + 1, bytes.length));
    var line = parsed(header);
    if (!line.path("format").asText().equals(FORMAT)) return refused("is damaged");
    var of =
        new Scope(
            line.path("project").asText(),
            line.path("environment").asText(),
            line.path("path").asText());
    if (!of.equals(scope)) {
      return refused("is of %s, not of %s".formatted(of.shown(), scope.shown()));
    }
    var key = line.path("key").asText();
    if (!key.equals(keyName())) {
      return refused("was made with the %s, not with the %s".formatted(key, keyName()));
    }
    if (infisical.access() instanceof Access.Cli && !Files.exists(keyFile)) {
      return refused("cannot be opened: its key, %s, is gone".formatted(keyFile));
    }
    return open(header, line, Arrays.copyOfRange(bytes, header.length, bytes.length));
  }

  private Opened open(byte[] header, JsonNode line, byte[] sealed) throws IOException {
    byte[] random;
    try {
      random = Base64.getDecoder().decode(line.path("random").asText());
    } catch (IllegalArgumentException _) {
      return refused("is damaged");
    }
    var plain = new Seal(random).open(secret(), header, sealed);
    if (plain.isEmpty()) return refused("was changed, or its key was");
    var assignments = new ArrayList<Assignment>();
    for (var each : JSON.readTree(plain.get()).properties()) {
      var value = new Value(each.getValue().asText());
      assignments.add(new Assignment(each.getKey(), value, infisical.scope().source()));
    }
    return new Opened.Copy(assignments, Instant.parse(line.path("keptAt").asText()));
  }

  private Opened.Refused refused(String why) {
    return new Opened.Refused("%s %s".formatted(file, why));
  }

  private static JsonNode parsed(byte[] header) throws IOException {
    try {
      return JSON.readTree(header);
    } catch (JsonProcessingException _) {
      return JSON.nullNode();
    }
  }

  /// Made for its owner only, never narrowed afterwards, and there whole or not at all.
  private static void write(Path file, byte[]... parts) throws IOException {
    var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".new-", "", FILE);
    try (var out = Files.newOutputStream(fresh)) {
      for (var part : parts) out.write(part);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
