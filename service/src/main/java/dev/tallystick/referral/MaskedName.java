package dev.tallystick.referral;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one side of a referral learns of the other's name: enough for who knows them, and of no use
/// to anybody else. `Ada Lovelace` is `Ada L.`
final class MaskedName {
  /// Of who gave no name, or one that must not be shown.
  static final String NOBODY = "Someone";

  private static final int FIRST_CHARS_MAX = 20;
  private static final int CODE_POINTS_MAX = 40;

  /// What a reader takes for one character, with its marks and joiners.
  private static final Pattern CHARACTER = Pattern.compile("\\X");

  /// What moves or hides text: control characters, and format characters but the two joiners, which
  /// scripts and emoji need.
  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}&&[^\\u200C\\u200D]]");

  /// An address, or the domain of one: a name leads nobody anywhere.
  private static final Pattern ADDRESS = Pattern.compile("@|://|[\\p{L}\\p{N}]\\.\\p{L}{2,}");

  /// A letter, or a picture; digits alone may be a telephone number.
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{So}]");

  private MaskedName() {}

  static String of(Optional<String> name) {
    var whole = name.map(MaskedName::shown).orElse("");
    if (!NAME.matcher(whole).find() || isAddress(whole)) return NOBODY;
    var words = Arrays.stream(whole.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
    var first = words.getFirst();
    return initial(words)
        .map(letter -> shortened(first) + " " + letter + ".")
        .orElseGet(() -> isWhole(first) ? shortened(first, 1) : shortened(first));
  }

  private static String shown(String name) {
    var spaced = name.replaceAll("[\\s\\p{Z}]+", " ");
    return HIDDEN.matcher(spaced).replaceAll("").strip();
  }

  private static boolean isAddress(String name) {
    // Also in the shapes of letters that only look different, such as a wide @.
    return ADDRESS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC)).find();
  }

  /// Of the last word, if there is more than one and it begins with a letter.
  private static Optional<String> initial(List<String> words) {
    if (words.size() == 1 || !Character.isLetter(words.getLast().codePointAt(0))) {
      return Optional.empty();
    }
    return Optional.of(characters(words.getLast(), 1));
  }

  /// Whether one word is family and given name together, as where no space is written.
  private static boolean isWhole(String word) {
    return word.codePoints().filter(Character::isIdeographic).count() > 1
        || word.codePoints()
                .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL)
                .count()
            > 2;
  }

  private static String shortened(String word) {
    return shortened(word, FIRST_CHARS_MAX);
  }

  private static String shortened(String word, int charactersMax) {
    var begin = characters(word, charactersMax);
    return begin.equals(word) ? word : begin + "…";
  }

  /// The first characters of a word; marks that are piled up count as well.
  private static String characters(String word, int max) {
    var begin = new StringBuilder();
    var found = CHARACTER.matcher(word);
    for (int i = 0; i < max && found.find(); i++) {
      if (begin.codePoints().count() + found.group().codePoints().count() > CODE_POINTS_MAX) break;
      begin.append(found.group());
    }
    return begin.toString();
  }
}
