package dev.tallystick.page;

import dev.tallystick.http.Access;
import dev.tallystick.http.Answer;
import dev.tallystick.http.Route;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Templates, stylesheet and picture, and the headers that keep everything else out of a page.
final class Looks {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'%s;"
          + " frame-ancestors 'none'; base-uri 'none'";

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Looks.class.getClassLoader(), Looks.class.getPackageName());

  private final Asset stylesheet = Asset.of("style.css", "text/css; charset=utf-8");
  private final Asset picture = Asset.of("tallystick.svg", "image/svg+xml");

  /// A file that is served under a path with its hash, so that browsers may keep it for ever.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Asset(String path, String contentType, byte[] content) {
    static Asset of(String name, String contentType) {
      try (var in = Looks.class.getResourceAsStream(name)) {
        if (in == null) throw new IllegalStateException(name + " is missing in the build");
        var content = in.readAllBytes();
        var hash = MessageDigest.getInstance("SHA-256").digest(content);
        var path = "/assets/" + HexFormat.of().formatHex(hash, 0, 8) + "/" + name;
        return new Asset(path, contentType, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    Answer answer() {
      return Answer.of(200, contentType, content)
          .withHeader("Cache-Control", FOR_EVER)
          .withHeader("X-Content-Type-Options", "nosniff");
    }
  }

  List<Route> routes() {
    return List.of(route(stylesheet), route(picture));
  }

  private static Route route(Asset asset) {
    return new Route("GET", asset.path(), new Access.Open(), Set.of(), _ -> asset.answer());
  }

  Frame frame(String title, Frame.Width width, String formToken, boolean isSignedIn) {
    return new Frame(title, width, stylesheet.path(), picture.path(), formToken, isSignedIn);
  }

  /// The same page, whose forms may lead on to other sites: browsers follow no redirect of a form
  /// elsewhere.
  ///
  /// @param origins such as `https://elsewhere.example`
  static Answer leadingTo(Answer page, List<String> origins) {
    var more = origins.stream().map(origin -> " " + origin).collect(Collectors.joining());
    return page.withHeader("Content-Security-Policy", POLICY.formatted(more));
  }

  /// A page.
  ///
  /// @param template its name in `src/main/jte`
  /// @param view what it shows, of the type that the template asks for
  Answer page(int status, String template, Frame frame, Record view) {
    var html = new Utf8ByteOutput();
    templates.render(template + ".jte", Map.of("frame", frame, "view", view), html);
    return Answer.of(status, "text/html; charset=utf-8", html.toByteArray())
        .withHeader("Content-Security-Policy", POLICY.formatted(""))
        .withHeader("Referrer-Policy", "no-referrer")
        .withHeader("X-Content-Type-Options", "nosniff")
        .withHeader("Cross-Origin-Opener-Policy", "same-origin")
        .withHeader("Cache-Control", "no-store");
  }
}
