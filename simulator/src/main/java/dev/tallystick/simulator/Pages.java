package dev.tallystick.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What people see in a browser.
final class Pages {
  private static final String CHECKOUT = "/c/pay/";
  private static final String PORTAL = "/p/session/";

  private final World world;
  private final String base;
  private final CheckoutPage checkout;
  private final PortalPage portal;
  private final Dashboard dashboard;
  private final String stylesheet = resource("style.css");

  Pages(Account account, Controls controls, String base) {
    this.world = account.world();
    this.base = base;
    this.checkout = new CheckoutPage(account);
    this.portal = new PortalPage(account);
    this.dashboard = new Dashboard(account, controls);
  }

  private static String resource(String name) {
    try (var in = Pages.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is missing in the build");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param origin which page sent the form, as the browser says
  Answer answer(String method, String path, String form, Optional<String> origin) {
    try {
      return switch (method) {
        case "GET" -> world.alone(() -> show(path));
        case "POST" -> {
          // A page of somebody else must not press our buttons.
          if (origin.filter(it -> !isOurs(it)).isPresent()) {
            throw Refusal.invalid("This form is of another site.");
          }
          var params = Params.parse(form);
          yield world.alone(() -> act(path, params));
        }
        case String _ -> notFound();
      };
    } catch (Refusal refusal) {
      return refused(refusal.status(), String.valueOf(refusal.getMessage()));
    } catch (IllegalStateException | IllegalArgumentException refusal) {
      return refused(400, String.valueOf(refusal.getMessage()));
    }
  }

  private boolean isOurs(String origin) {
    return origin.equals(base) || origin.equals(base.replace("127.0.0.1", "localhost"));
  }

  private Answer show(String path) {
    if (path.equals("/")) return dashboard.show();
    if (path.equals("/style.css")) return Answer.of(200, "text/css; charset=utf-8", stylesheet);
    if (path.startsWith(CHECKOUT)) return checkout.show(path.substring(CHECKOUT.length()));
    if (path.startsWith(PORTAL)) return portal.show(path.substring(PORTAL.length()));
    return notFound();
  }

  private Answer act(String path, Params form) {
    if (path.equals("/")) return dashboard.act(form);
    if (path.startsWith(CHECKOUT)) return checkout.act(path.substring(CHECKOUT.length()), form);
    if (path.startsWith(PORTAL)) return portal.act(path.substring(PORTAL.length()), form);
    return notFound();
  }

  private static Answer notFound() {
    return Html.problem(
        404, "Not found", "<h1>Not found</h1><p><a href=\"/\">To the dashboard</a></p>");
  }

  private static Answer refused(int status, String why) {
    return Html.problem(
        status,
        "That cannot be done",
        "<h1>That cannot be done</h1><p>%s</p><p><a href=\"/\">To the dashboard</a></p>"
            .formatted(Html.escape(why)));
  }
}
