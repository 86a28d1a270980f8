package dev.tallystick.cli.login;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One started login, asked for until it is decided. The token is in the credentials file before
/// anyone is told of it.
final class Redemption {
  private static final Duration PROGRESS_STEP = Duration.ofSeconds(1);

  private final ServerApi api;
  private final CredentialsFile credentials;
  private final KnownServer.Pending pending;
  private final ServerOptions options;
  private int intervalSeconds;

  /// How a login ended.
  enum Outcome {
    SIGNED_IN,
    DENIED,
    /// Not approved in time, or the server knows it no more.
    OVER
  }

  private enum Answer {
    SIGNED_IN,
    DENIED,
    OVER,
    PENDING,
    SLOW_DOWN,
    WRONG_PASTE_CODE
  }

  Redemption(
      ServerApi api,
      CredentialsFile credentials,
      KnownServer.Pending pending,
      ServerOptions options) {
    this.api = api;
    this.credentials = credentials;
    this.pending = pending;
    this.options = options;
    this.intervalSeconds = pending.interval();
  }

  /// @param show tells the person what to do; from then on whoever interrupts is told how to go on
  Outcome run(Runnable show) {
    var interrupted = new Thread(this::sayHowToGoOn, "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      show.run();
      return pending.isPasted() ? paste() : poll();
    } finally {
      removeHook(interrupted);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // Ctrl-C came first.
    }
  }

  private void sayHowToGoOn() {
    endProgress();
    options.say("Not signed in yet; go on with: tally login");
  }

  private Outcome poll() {
    if (!Terminal.isWatched()) options.say("Waiting for your approval …");
    while (true) {
      var outcome =
          isDoneByAnother() ? Optional.of(Outcome.SIGNED_IN) : outcome(ask(Optional.empty()));
      if (outcome.isPresent()) {
        endProgress();
        return outcome.get();
      }
      waitForInterval();
    }
  }

  private Outcome paste() {
    var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    while (true) {
      options.say("Approve there, then paste the code that the page shows, and press Enter:");
      var line = readLine(in);
      if (line.isBlank()) continue;
      var answer = ask(Optional.of(line.strip()));
      while (answer == Answer.SLOW_DOWN) {
        waitForInterval();
        answer = ask(Optional.of(line.strip()));
      }
      var outcome = outcome(answer);
      if (outcome.isPresent()) return outcome.get();
      options.say(
          answer == Answer.WRONG_PASTE_CODE
              ? "That is not the code that the page shows."
              : "It is not approved yet.");
    }
  }

  private static String readLine(BufferedReader in) {
    try {
      var line = in.readLine();
      if (line != null) return line;
      throw new Failure("no code came; go on with: tally login --paste");
    } catch (IOException e) {
      throw new Failure("cannot read the code: " + e.getMessage(), e);
    }
  }

  private static Optional<Outcome> outcome(Answer answer) {
    return switch (answer) {
      case SIGNED_IN -> Optional.of(Outcome.SIGNED_IN);
      case DENIED -> Optional.of(Outcome.DENIED);
      case OVER -> Optional.of(Outcome.OVER);
      case PENDING, SLOW_DOWN, WRONG_PASTE_CODE -> Optional.empty();
    };
  }

  private Answer ask(Optional<String> pasteCode) {
    var body = JsonNodeFactory.instance.objectNode().put("device_code", pending.deviceCode());
    pasteCode.ifPresent(code -> body.put("pasteCode", code));
    try {
      return answer(api.post("/v1/login/token", body, Optional.empty()));
    } catch (IOException e) {
      // The server may be starting anew; the login is in its database.
      if (Instant.now().isAfter(pending.expiresAt())) throw api.unreachable(e);
      return Answer.PENDING;
    }
  }

  private Answer answer(ServerApi.Reply reply) {
    if (reply.status() == 200) {
      var token = reply.json().path("access_token").asText();
      credentials.change(api.server(), before -> before.map(known -> known.withToken(token)));
      return Answer.SIGNED_IN;
    }
    return switch (reply.json().path("code").asText()) {
      case "authorization_pending", "rate_limited", "stopping", "database_unavailable" ->
          Answer.PENDING;
      case "slow_down" -> {
        intervalSeconds = reply.json().path("interval").asInt(intervalSeconds + 5);
        yield Answer.SLOW_DOWN;
      }
      // What is mistyped has no form of a code at all.
      case "paste_code_wrong", "field_invalid" -> Answer.WRONG_PASTE_CODE;
      case "access_denied" -> {
        forget();
        yield Answer.DENIED;
      }
      case "expired_token", "invalid_grant" -> {
        forget();
        yield Answer.OVER;
      }
      default ->
          throw new Failure("the server answered %d: %s".formatted(reply.status(), reply.detail()));
    };
  }

  /// Unless another process has signed in here meanwhile, or begun another login.
  private void forget() {
    credentials.change(
        api.server(),
        before ->
            before.map(
                known ->
                    known.pending().filter(pending::equals).isPresent()
                        ? known.signedOut()
                        : known));
  }

  /// Two processes that poll one login would keep each other from it.
  private boolean isDoneByAnother() {
    return credentials.find(api.server()).flatMap(KnownServer::token).isPresent();
  }

  private void waitForInterval() {
    var until = Instant.now().plusSeconds(intervalSeconds);
    try {
      while (Instant.now().isBefore(until)) {
        showProgress();
        var left = Duration.between(Instant.now(), until);
        TimeUnit.MILLISECONDS.sleep(Math.min(left.toMillis() + 1, PROGRESS_STEP.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private void showProgress() {
    if (!Terminal.isWatched() || options.isJson()) return;
    var left = Duration.between(Instant.now(), pending.expiresAt());
    System.err.printf(
        "\rWaiting for your approval … %d:%02d ",
        Math.max(0, left.toMinutes()), Math.max(0, left.toSecondsPart()));
    System.err.flush();
  }

  private void endProgress() {
    if (Terminal.isWatched() && !options.isJson()) System.err.println();
  }
}
