package dev.tallystick.cli.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.cli.Main;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tally whoami`: the session of this machine, as its server sees it.
@Command(
    name = "whoami",
    mixinStandardHelpOptions = true,
    description = "Show who is signed in on this machine, and until when.",
    footerHeading = "%nExample:%n",
    footer = {"  tally whoami --json", "", "Exit codes: 0 signed in, 1 not, 2 it is not known."})
public final class WhoamiCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Override
  public Integer call() {
    var api = options.api();
    var token =
        options
            .givenToken()
            .or(() -> options.credentials().find(api.server()).flatMap(KnownServer::token));
    if (token.isEmpty()) return notSignedIn(api, "nobody has signed in here");
    try {
      var reply = api.get("/v1/session", token.get());
      if (reply.isSessionInvalid()) return notSignedIn(api, reply.detail());
      show(api, reply.expect(200));
      return 0;
    } catch (IOException e) {
      throw api.unreachable(e);
    }
  }

  private int notSignedIn(ServerApi api, String why) {
    if (options.isJson()) {
      options.out().println(answer(api, false));
    } else {
      options.say(
          "Not signed in to %s: %s. Sign in with: tally login".formatted(api.server(), why));
    }
    return Main.NO;
  }

  private static ObjectNode answer(ServerApi api, boolean isSignedIn) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("server", api.server())
        .put("signedIn", isSignedIn);
  }

  private void show(ServerApi api, JsonNode session) {
    var out = options.out();
    if (options.isJson()) {
      out.println(answer(api, true).set("session", session));
      return;
    }
    out.println("server   " + api.server());
    out.println("user     " + session.path("userId").asText());
    out.printf(
        "session  %s (%s, %s)%n",
        session.path("id").asText(),
        session.path("kind").asText(),
        session.path("label").asText("no label"));
    out.printf(
        "expires  %s, or %s without use%n",
        session.path("expiresAt").asText(), session.path("idleExpiresAt").asText());
  }
}
