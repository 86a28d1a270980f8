package dev.tallystick.cli.login;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.uuid.Generators;
import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Main;
import dev.tallystick.cli.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tally login`: signs this machine in, with the person's approval in a browser anywhere.
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = {
      "Sign in to a Tallystick server on this machine.",
      "Prints an address and a code; open the one in a browser, on whatever device, and enter the",
      "other. A login that was interrupted goes on with the same code. For machines without a",
      "person, such as CI, set TALLY_TOKEN to a personal access token instead."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tally login --server https://tally.example.com",
      "",
      "With --json: a line with the address and the code, and one when you are signed in.",
      "Exit codes: 0 signed in, 1 denied or not approved in time, 2 it could not be tried."
    })
public final class LoginCommand implements Callable<Integer> {
  private static final int SIGNATURE_BYTES = 32;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--label",
      description = "What your list of devices will call this one (default: you@this-machine).")
  private @Nullable String label;

  @Option(
      names = "--paste",
      description = "Finish with a code that the page shows: it proves that you sit here.")
  private boolean isPasted;

  @Option(
      names = "--browser",
      negatable = true,
      description = "Open the page, or do not (default: on a terminal with a display).")
  private @Nullable Boolean browser;

  @Override
  public Integer call() {
    if (options.givenToken().isPresent()) {
      throw new Failure("TALLY_TOKEN is set and wins over any sign-in; unset it first");
    }
    var api = options.api();
    var credentials = options.credentials();
    try {
      var known = credentials.find(api.server());
      if (known.flatMap(KnownServer::token).filter(token -> isValid(api, token)).isPresent()) {
        return signedIn(api, true);
      }
      var left = known.flatMap(KnownServer::pending).filter(this::isToBeGoneOnWith);
      // One that was left may be past its end by now; then there is a new one.
      if (left.isPresent()) {
        var outcome = redeem(api, credentials, left.get());
        if (outcome != Redemption.Outcome.OVER) return exitCode(api, outcome);
      }
      return exitCode(api, redeem(api, credentials, start(api, credentials)));
    } catch (IOException e) {
      throw api.unreachable(e);
    }
  }

  private boolean isToBeGoneOnWith(KnownServer.Pending left) {
    return left.isPasted() == isPasted && Instant.now().isBefore(left.expiresAt());
  }

  private static boolean isValid(ServerApi api, String token) {
    try {
      var reply = api.get("/v1/session", token);
      if (reply.isSessionInvalid()) return false;
      var _ = reply.expect(200);
      return true;
    } catch (IOException e) {
      throw api.unreachable(e);
    }
  }

  private KnownServer.Pending start(ServerApi api, CredentialsFile credentials) throws IOException {
    var installation =
        credentials
            .find(api.server())
            .map(KnownServer::installation)
            .orElseGet(LoginCommand::newInstallation);
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("clientName", "Tallystick command line")
            .put("label", label == null ? defaultLabel() : label)
            .put("fingerprintId", installation.id())
            .put("fingerprintSignature", installation.signature())
            .put("paste", isPasted);
    var reply = api.post("/v1/login/device", body, Optional.empty()).expect(200);
    var pending =
        new KnownServer.Pending(
            reply.path("device_code").asText(),
            reply.path("user_code").asText(),
            reply.path("verification_uri").asText(),
            reply.path("interval").asInt(),
            Instant.now().plusSeconds(reply.path("expires_in").asLong()),
            isPasted);
    // Kept before the person sees it: whatever dies from here on, the next login redeems this one.
    credentials.change(
        api.server(),
        before -> Optional.of(before.orElseGet(() -> known(installation)).withPending(pending)));
    return pending;
  }

  private static KnownServer known(KnownServer.Installation installation) {
    return new KnownServer(installation, Optional.empty(), Optional.empty());
  }

  private static KnownServer.Installation newInstallation() {
    var signature = new byte[SIGNATURE_BYTES];
    new SecureRandom().nextBytes(signature);
    return new KnownServer.Installation(
        Generators.randomBasedGenerator().generate().toString(),
        HexFormat.of().formatHex(signature));
  }

  private static String defaultLabel() {
    var user = System.getProperty("user.name");
    try {
      return user + "@" + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return user;
    }
  }

  private Redemption.Outcome redeem(
      ServerApi api, CredentialsFile credentials, KnownServer.Pending pending) {
    return new Redemption(api, credentials, pending, options).run(() -> show(pending));
  }

  private void show(KnownServer.Pending pending) {
    var out = options.out();
    if (options.isJson()) {
      var json =
          JsonNodeFactory.instance
              .objectNode()
              .put("verificationUri", pending.verificationUri())
              .put("userCode", pending.userCode())
              .put("expiresAt", pending.expiresAt().toString());
      out.println(json);
    } else {
      out.println("To sign in, open   " + pending.verificationUri());
      out.println("and enter the code " + Terminal.bold(pending.userCode()));
    }
    out.flush();
    boolean isOpened = browser == null ? Browser.isSeen(options.environment()) : browser;
    // The address without the code: others on this machine see the arguments of programs.
    if (isOpened) Browser.open(pending.verificationUri(), options.environment());
  }

  private int exitCode(ServerApi api, Redemption.Outcome outcome) {
    return switch (outcome) {
      case SIGNED_IN -> signedIn(api, false);
      case DENIED -> {
        options.say("tally: the login was denied; sign in again with: tally login");
        yield Main.NO;
      }
      case OVER -> {
        options.say("tally: nobody approved in time; sign in again with: tally login");
        yield Main.NO;
      }
    };
  }

  private int signedIn(ServerApi api, boolean wasBefore) {
    if (options.isJson()) {
      options
          .out()
          .println(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("server", api.server())
                  .put("signedIn", true));
    } else {
      options
          .out()
          .println(
              Terminal.good("Signed in")
                  + " to %s%s; see: tally whoami"
                      .formatted(api.server(), wasBefore ? " already" : ""));
    }
    return 0;
  }
}
