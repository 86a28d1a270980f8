package dev.tallystick.schema.drift;

import java.util.ArrayList;
import java.util.List;

/// The lines of two texts: ` ` in both, `-` in the first only, `+` in the second only.
public final class LineDiff {
  private LineDiff() {}

  public static List<String> between(String before, String after) {
    var old = before.lines().toList();
    var present = after.lines().toList();
    // The longest common run of lines from each pair of places on.
    var common = new int[old.size() + 1][present.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = present.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(present.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    var lines = new ArrayList<String>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < present.size()) {
      if (i < old.size() && j < present.size() && old.get(i).equals(present.get(j))) {
        lines.add(" " + old.get(i++));
        j++;
      } else if (j == present.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("-" + old.get(i++));
      } else {
        lines.add("+" + present.get(j++));
      }
    }
    return List.copyOf(lines);
  }
}
