package dev.tallystick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.schema.docs.DocsFolder;
import dev.tallystick.schema.docs.SchemaDocs;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// docs/schema says what database/schema declares.
final class SchemaDocsCurrentTest {
  private static final Path ROOT = Path.of(System.getProperty("tally.root"));

  @Test
  void pagesAreAsTheyWouldBeWritten() throws IOException, SQLException {
    var files = SchemaFiles.in(ROOT.resolve("database/schema"));
    try (var shadow = Shadow.embedded(Path.of("target", "shadow"));
        var declared = shadow.declare(files.scripts())) {
      var pages = SchemaDocs.pages(declared.catalogue());
      assertThat(new DocsFolder(ROOT.resolve("docs/schema")).stale(pages))
          .as("write them with: ./tally schema docs")
          .isEmpty();
    }
  }
}
