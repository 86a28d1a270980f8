package dev.tallystick.price;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The rule that says which model names a price is for. Case does not count: no provider has two
/// models whose names differ only in it.
public sealed interface ModelMatch {
  /// The specificity of a name that is met exactly; no pattern reaches it.
  int EXACT = 1_000_000;

  /// The specificity of a name that is not met at all.
  int NONE = -1;

  record Equals(String text) implements ModelMatch {
    public Equals {
      text = folded(text);
    }
  }

  record StartsWith(String text) implements ModelMatch {
    public StartsWith {
      text = folded(text);
    }
  }

  record EndsWith(String text) implements ModelMatch {
    public EndsWith {
      text = folded(text);
    }
  }

  record Contains(String text) implements ModelMatch {
    public Contains {
      text = folded(text);
    }
  }

  /// Found anywhere in the name, unless the pattern anchors itself.
  record Regex(String pattern) implements ModelMatch {
    private static final Pattern LITERAL = Pattern.compile("[a-z0-9]", Pattern.CASE_INSENSITIVE);

    /// @throws java.util.regex.PatternSyntaxException if `pattern` is none
    public Regex {
      compile(pattern);
    }

    private static Pattern compile(String pattern) {
      return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    private boolean isFoundIn(String name) {
      return compile(pattern).matcher(name).find();
    }

    private int literalChars() {
      return (int) LITERAL.matcher(pattern).results().count();
    }
  }

  record AnyOf(List<ModelMatch> rules) implements ModelMatch {
    public AnyOf {
      rules = List.copyOf(rules);
    }
  }

  record AllOf(List<ModelMatch> rules) implements ModelMatch {
    public AllOf {
      rules = List.copyOf(rules);
    }
  }

  /// How closely this rule fits `name`: [#EXACT], or the number of characters it pins down, or
  /// [#NONE]. Of two rules that fit, the closer one names the model: `gpt-5-mini` before `gpt-5`.
  default int specificity(String name) {
    var folded = folded(name);
    return switch (this) {
      case Equals(var text) -> folded.equals(text) ? EXACT : NONE;
      case StartsWith(var text) -> folded.startsWith(text) ? text.length() : NONE;
      case EndsWith(var text) -> folded.endsWith(text) ? text.length() : NONE;
      case Contains(var text) -> folded.contains(text) ? text.length() : NONE;
      case Regex regex -> regex.isFoundIn(folded) ? regex.literalChars() : NONE;
      case AnyOf(var rules) ->
          rules.stream().mapToInt(rule -> rule.specificity(folded)).max().orElse(NONE);
      case AllOf(var rules) ->
          rules.stream().mapToInt(rule -> rule.specificity(folded)).min().orElse(NONE);
    };
  }

  /// Whether this rule fits `name`.
  default boolean matches(String name) {
    return specificity(name) != NONE;
  }

  /// The names that this rule meets exactly, to be looked up instead of tried.
  default Stream<String> exactNames() {
    return switch (this) {
      case Equals(var text) -> Stream.of(text);
      case AnyOf(var rules) -> rules.stream().flatMap(ModelMatch::exactNames);
      case StartsWith _, EndsWith _, Contains _, Regex _, AllOf _ -> Stream.of();
    };
  }

  /// Whether exact names are all there is to this rule.
  default boolean isExact() {
    return switch (this) {
      case Equals _ -> true;
      case AnyOf(var rules) -> rules.stream().allMatch(ModelMatch::isExact);
      case StartsWith _, EndsWith _, Contains _, Regex _, AllOf _ -> false;
    };
  }

  /// The form in which names are compared.
  static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
