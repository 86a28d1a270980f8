package dev.tallystick.page;

import java.util.Optional;
import java.util.regex.Pattern;

/// A browser and its system, as a person recognises them in a list of devices: `Firefox on macOS`.
/// Made from what the browser says of itself, and so no evidence of anything.
final class BrowserName {
  /// A name, and what gives it away. The first that fits counts, because browsers name each other.
  private enum Browser {
    EDGE("Edge", "Edg(e|A|iOS)?/"),
    OPERA("Opera", "OPR/"),
    SAMSUNG("Samsung Internet", "SamsungBrowser/"),
    FIREFOX("Firefox", "(Firefox|FxiOS)/"),
    CHROME("Chrome", "(Chrome|CriOS|HeadlessChrome)/"),
    SAFARI("Safari", "Version/.*Safari/");

    private final String name;
    private final Pattern pattern;

    Browser(String name, String pattern) {
      this.name = name;
      this.pattern = Pattern.compile(pattern);
    }
  }

  private enum Platform {
    IPHONE("iPhone", "iPhone"),
    IPAD("iPad", "iPad"),
    ANDROID("Android", "Android"),
    WINDOWS("Windows", "Windows"),
    CHROME_OS("ChromeOS", "CrOS"),
    MACOS("macOS", "Mac OS X"),
    LINUX("Linux", "Linux");

    private final String name;
    private final String word;

    Platform(String name, String word) {
      this.name = name;
      this.word = word;
    }
  }

  private BrowserName() {}

  static String of(String userAgent) {
    Optional<String> browser = Optional.empty();
    for (var each : Browser.values()) {
      if (browser.isEmpty() && each.pattern.matcher(userAgent).find()) {
        browser = Optional.of(each.name);
      }
    }
    Optional<String> system = Optional.empty();
    for (var each : Platform.values()) {
      if (system.isEmpty() && userAgent.contains(each.word)) system = Optional.of(each.name);
    }
    return browser.orElse("A browser") + system.map(name -> " on " + name).orElse("");
  }
}
