package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.tallystick.http.TestingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Debian's Chromium, with a fresh profile for each person in a test. Where it is not installed,
/// the tests are skipped. After each test no page may have complained about the policy.
///
/// `-Dscreenshots=DIR` writes what people see, on wide and narrow screens, light and dark.
final class TestingChromium implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private final TestingServer server;
  private final List<String> complaints = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();
  private @Nullable Playwright playwright;
  private @Nullable Browser browser;

  TestingChromium(TestingServer server) {
    this.server = server;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        "Chromium is not installed: apt install chromium, to run this");
    var alone = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(alone));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox")));
  }

  /// A person with a browser of their own, without JavaScript.
  Page person() {
    return person(false);
  }

  Page person(boolean hasJavaScript) {
    if (browser == null) throw new IllegalStateException("Chromium was not started");
    var options =
        new Browser.NewContextOptions()
            .setBaseURL("http://127.0.0.1:" + server.port())
            .setExtraHTTPHeaders(Map.of("X-Forwarded-For", TestingBrowser.randomAddress()))
            .setJavaScriptEnabled(hasJavaScript);
    var context = browser.newContext(options);
    contexts.add(context);
    context.setDefaultTimeout(20_000);
    context.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) complaints.add(message.text());
        });
    return context.newPage();
  }

  /// Keeps how a page looks, if that was asked for.
  static void shoot(Page page, String name) {
    var folder = Optional.ofNullable(System.getProperty("screenshots"));
    if (folder.isEmpty()) return;
    for (int width : List.of(1280, 390)) {
      for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.setViewportSize(width, width > 1000 ? 800 : 844);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        var file =
            "%s-%d-%s.png".formatted(name, width, scheme.name().toLowerCase(java.util.Locale.ROOT));
        page.screenshot(
            new Page.ScreenshotOptions().setPath(Path.of(folder.get(), file)).setFullPage(true));
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    assertThat(complaints).isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (playwright != null) playwright.close();
  }
}
