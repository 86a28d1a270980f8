package dev.tallystick.cli.login;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.cli.Failure;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tally logout`: ends the session on the server, then forgets its token. Whatever dies in
/// between, the same command again finishes it.
@Command(
    name = "logout",
    mixinStandardHelpOptions = true,
    description = "Sign this machine out, on the server as well.",
    footerHeading = "%nExample:%n",
    footer = {
      "  tally logout --all",
      "",
      "Exit codes: 0 signed out, also when it was before; 2 not."
    })
public final class LogoutCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--all",
      description = "Sign out everywhere: browsers, other machines, personal access tokens.")
  private boolean isEverywhere;

  @Override
  public Integer call() {
    if (options.givenToken().isPresent()) {
      throw new Failure("TALLY_TOKEN is set and wins over any sign-in; unset it first");
    }
    var api = options.api();
    var credentials = options.credentials();
    var known = credentials.find(api.server());
    var token = known.flatMap(KnownServer::token);
    var said = token.map(text -> signOut(api, credentials, text));
    // The server first: a token that is forgotten here can no longer be ended from here.
    if (known.isPresent()) {
      credentials.change(api.server(), before -> before.map(KnownServer::signedOut));
    }
    return done(api, said);
  }

  private record Said(String text, int exitCode) {}

  private Said signOut(ServerApi api, CredentialsFile credentials, String token) {
    try {
      var reply =
          isEverywhere
              ? api.post(
                  "/v1/sessions/revoke-all",
                  JsonNodeFactory.instance.objectNode(),
                  Optional.of(token))
              : api.delete("/v1/session", token);
      // What has ended, or never was, needs no ending.
      if (reply.isSessionInvalid()) {
        // Which is all that was asked for, or not.
        return isEverywhere
            ? new Said(
                "The session here had ended before, and ends no others: sign in and repeat", 1)
            : new Said("The session had ended before", 0);
      }
      int revoked = reply.expect(200).path("revoked").asInt();
      return new Said(
          isEverywhere ? "Signed out everywhere, of %d sessions".formatted(revoked) : "Signed out",
          0);
    } catch (IOException e) {
      throw new Failure(
          "no server answers at %s, so the session lives on; try again, or delete %s"
              .formatted(api.server(), credentials.path()),
          e);
    }
  }

  private int done(ServerApi api, Optional<Said> said) {
    if (options.isJson()) {
      options
          .out()
          .println(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("server", api.server())
                  .put("signedIn", false)
                  .put("wasSignedIn", said.isPresent()));
    } else {
      options
          .out()
          .println(said.map(Said::text).orElse("Nobody was signed in") + ": " + api.server());
    }
    return said.map(Said::exitCode).orElse(0);
  }
}
