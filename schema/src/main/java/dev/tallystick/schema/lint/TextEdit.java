package dev.tallystick.schema.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A piece of a file, and what stands there afterwards.
///
/// @param start offset of the first character that goes
/// @param end offset behind the last; `start` for an insertion
public record TextEdit(String file, int start, int end, String replacement) {
  /// Whether both cannot be made at once.
  boolean meets(TextEdit other) {
    return file.equals(other.file) && start < other.end && other.start < end;
  }

  /// A file's text after `edits`, none of which meet; those of other files are left out.
  static String apply(String file, String text, List<TextEdit> edits) {
    var own = new ArrayList<>(edits.stream().filter(edit -> edit.file.equals(file)).toList());
    own.sort(Comparator.comparingInt(TextEdit::start).thenComparingInt(TextEdit::end));
    var edited = new StringBuilder();
    int at = 0;
    for (var edit : own) {
      edited.append(text, at, Math.max(at, edit.start)).append(edit.replacement);
      at = edit.end;
      if (edit.replacement.isEmpty() && isAfterBlankLine(edited)) {
        while (at < text.length() && text.charAt(at) == '\n') at++;
        if (at == text.length() && !edited.isEmpty()) edited.setLength(edited.length() - 1);
      }
    }
    return edited.append(text, at, text.length()).toString();
  }

  /// Of the blank lines around what went, one is left.
  private static boolean isAfterBlankLine(StringBuilder edited) {
    int length = edited.length();
    return length == 0 || (length > 1 && edited.substring(length - 2).equals("\n\n"));
  }
}
