package dev.tallystick.schema.lint;

/// What a rule is.
///
/// @param name in kebab-case; also the name of its page in `docs/lint`
/// @param severity of most of its findings
/// @param summary one sentence
/// @param isOptional whether it runs only when asked for by name
/// @param needsLive whether it says nothing without [LiveStatistics]
public record Description(
    String name, Severity severity, String summary, boolean isOptional, boolean needsLive) {
  Description(String name, Severity severity, String summary) {
    this(name, severity, summary, false, false);
  }

  Description onlyWhenAsked() {
    return new Description(name, severity, summary, true, needsLive);
  }

  Description onlyWithLive() {
    return new Description(name, severity, summary, isOptional, true);
  }
}
