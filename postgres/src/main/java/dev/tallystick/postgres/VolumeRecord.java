package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The file that says that a data directory's database is in Docker, and which version its volume
/// is of. Without it nobody has to ask Docker.
///
/// A volume is unfinished until its server was ready for the first time. What a killed start left
/// half made is deleted, because the image takes half of a database for a whole.
///
/// @param name of the volume
record VolumeRecord(ServerDirectory directory, String name) {
  private static final String FINISHED = "finished";
  private static final String UNFINISHED = "unfinished";

  /// What the file says, in three words.
  private record Text(PostgresImage image, String name, boolean isFinished) {
    static Text parse(String text) {
      var words = text.strip().split(" ", -1);
      return new Text(new PostgresImage(words[0]), words[1], words[2].equals(FINISHED));
    }

    @Override
    public String toString() {
      return image.version() + " " + name + " " + (isFinished ? FINISHED : UNFINISHED);
    }
  }

  private Path file() {
    return directory.root().resolve("volume");
  }

  private Optional<Text> text() {
    try {
      return Optional.of(Text.parse(Files.readString(file())));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException failure) {
      throw LocalServer.unusable(directory.root(), failure);
    }
  }

  private void write(Text text) throws IOException {
    OwnerOnly.write(file(), text.toString());
  }

  /// The image that the volume was last used with.
  Optional<PostgresImage> image() {
    return text().map(Text::image);
  }

  boolean isUnfinished() {
    return text().filter(text -> !text.isFinished()).isPresent();
  }

  /// Refuses a directory that was moved or copied: its volume is another's, or out of sight.
  void requireOurs() {
    var others = text().filter(text -> !text.name().equals(name));
    if (others.isEmpty()) return;
    throw new ServerFailure(
        "%s was moved or copied: its data is in the Docker volume %s, which belongs to the old path."
                .formatted(directory.root().getParent(), others.get().name())
            + " Move it back; or name another directory with --data; or begin anew here: tally db"
            + " reset");
  }

  /// Records the image of a container that is about to run; whether the volume is finished stays as
  /// it was.
  void write(PostgresImage image) throws IOException {
    var isFinished = text().map(Text::isFinished).orElse(false);
    write(new Text(image, name, isFinished));
  }

  void finish() throws IOException {
    var text = text();
    if (text.isPresent() && !text.get().isFinished())
      write(new Text(text.get().image(), name, true));
  }

  /// The volume is not worth keeping any more.
  void disown() throws IOException {
    var text = text();
    if (text.isPresent()) write(new Text(text.get().image(), name, false));
  }

  void delete() throws IOException {
    Files.deleteIfExists(file());
  }
}
