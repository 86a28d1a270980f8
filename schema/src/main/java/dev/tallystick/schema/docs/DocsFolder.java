package dev.tallystick.schema.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/// The folder that the pages of a schema stand in.
public record DocsFolder(Path path) {
  /// The files that differ from `pages`: missing, outdated, or of a table that is gone.
  public Set<String> stale(SortedMap<String, String> pages) {
    var stale = new TreeSet<String>();
    pages.forEach(
        (file, page) -> {
          if (!read(file).equals(Optional.of(page))) stale.add(file);
        });
    stale.addAll(leftOver(pages));
    return stale;
  }

  /// Writes what differs and deletes pages of tables that are gone; returns their names.
  public Set<String> update(SortedMap<String, String> pages) {
    var stale = stale(pages);
    try {
      Files.createDirectories(path);
      for (var file : stale) {
        var page = pages.get(file);
        if (page == null) Files.delete(path.resolve(file));
        else Files.writeString(path.resolve(file), page);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write the pages in " + path, failure);
    }
    return stale;
  }

  /// Pages that we wrote once and would not write now.
  private Set<String> leftOver(SortedMap<String, String> pages) {
    var leftOver = new TreeSet<String>();
    if (!Files.isDirectory(path)) return leftOver;
    try (var files = Files.list(path)) {
      for (var file : files.map(f -> f.getFileName().toString()).toList()) {
        if (!file.endsWith(".md") || pages.containsKey(file)) continue;
        if (read(file).orElse("").startsWith(SchemaDocs.MARK)) leftOver.add(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the pages in " + path, failure);
    }
    return leftOver;
  }

  private Optional<String> read(String file) {
    var page = path.resolve(file);
    try {
      return Files.exists(page) ? Optional.of(Files.readString(page)) : Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + page, failure);
    }
  }
}
