package dev.tallystick.cli.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.cli.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The credentials file of this user: tokens by server. It is open to its owner alone from its
/// first byte on, and replaced as a whole: whoever dies leaves the one before, or the one after.
///
/// @param say where to say that something was mended
record CredentialsFile(Path folder, Consumer<String> say) {
  private static final String NAME = "credentials.json";
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final ObjectMapper JSON = new ObjectMapper();

  /// In `$XDG_CONFIG_HOME/tallystick`, or `~/.config/tallystick`.
  static CredentialsFile of(Map<String, String> environment, Consumer<String> say) {
    var config =
        Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
            .filter(folder -> Path.of(folder).isAbsolute())
            .map(Path::of)
            .orElseGet(() -> home(environment).resolve(".config"));
    return new CredentialsFile(config.resolve("tallystick"), say);
  }

  private static Path home(Map<String, String> environment) {
    return Path.of(
        Optional.ofNullable(environment.get("HOME"))
            .filter(home -> !home.isBlank())
            .orElseGet(() -> System.getProperty("user.home")));
  }

  Path path() {
    return folder.resolve(NAME);
  }

  /// The server that was signed in to last.
  Optional<String> current() {
    return Optional.ofNullable(read().get("current")).map(node -> node.asText());
  }

  Optional<KnownServer> find(String server) {
    return known(read(), server);
  }

  private Optional<KnownServer> known(ObjectNode all, String server) {
    try {
      return Optional.ofNullable(all.path("servers").get(server)).map(KnownServer::read);
    } catch (DateTimeException e) {
      throw unreadable("a time in it is none", e);
    }
  }

  /// Changes what is known of a server, and makes it the current one. Of two processes the second
  /// waits, and changes what the first has left.
  void change(String server, UnaryOperator<Optional<KnownServer>> change) {
    try {
      makeFolder();
      try (var lock = FileChannel.open(folder.resolve("lock"), WRITE, ownerOnly(OWNER));
          var _ = lock.lock()) {
        var all = read();
        var changed = change.apply(known(all, server));
        all.put("current", server);
        changed.ifPresent(known -> all.withObject("/servers").set(server, known.json()));
        write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
      }
    } catch (IOException e) {
      throw new Failure("cannot write %s: %s".formatted(path(), e), e);
    }
  }

  private static final Set<StandardOpenOption> WRITE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private static FileAttribute<Set<PosixFilePermission>> ownerOnly(
      Set<PosixFilePermission> permissions) {
    return PosixFilePermissions.asFileAttribute(permissions);
  }

  private void makeFolder() throws IOException {
    var parent = folder.toAbsolutePath().getParent();
    if (parent != null) Files.createDirectories(parent, ownerOnly(OWNER_FOLDER));
    if (!Files.isDirectory(folder)) Files.createDirectory(folder, ownerOnly(OWNER_FOLDER));
    mend(folder, OWNER_FOLDER);
  }

  /// Never into the file itself: a new one beside it takes its place.
  private void write(byte[] bytes) throws IOException {
    var next = folder.resolve(NAME + ".new");
    // Left by a process that died.
    Files.deleteIfExists(next);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(next, options, ownerOnly(OWNER))) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        int _ = channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, path(), StandardCopyOption.ATOMIC_MOVE);
  }

  private ObjectNode read() {
    try {
      if (Files.isDirectory(folder)) mend(folder, OWNER_FOLDER);
      var bytes = Files.readAllBytes(path());
      mend(path(), OWNER);
      if (JSON.readTree(bytes) instanceof ObjectNode object) return object;
      throw unreadable("it is no JSON object", null);
    } catch (NoSuchFileException _) {
      return JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage().split(":", 2)[0], e);
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(path(), e), e);
    }
  }

  /// Takes away what others may do with a file of ours.
  private void mend(Path file, Set<PosixFilePermission> owner) throws IOException {
    if (owner.containsAll(Files.getPosixFilePermissions(file))) return;
    Files.setPosixFilePermissions(file, owner);
    say.accept(
        "%s was open to others and is not any more; if it has been for long: tally logout --all"
            .formatted(file));
  }

  private Failure unreadable(String why, @Nullable Exception cause) {
    var message = "cannot read %s: %s; delete it and sign in again".formatted(path(), why);
    return cause == null ? new Failure(message) : new Failure(message, cause);
  }
}
