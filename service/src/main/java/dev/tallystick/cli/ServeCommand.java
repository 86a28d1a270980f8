package dev.tallystick.cli;

import dev.tallystick.Config;
import dev.tallystick.Service;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally serve`: database, migrations, HTTP, until it is told to stop.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Start the database and serve the API.",
    footerHeading = "%nExample:%n",
    footer = {
      "  tally serve --port 8080 --data ./tally-data",
      "",
      "Environment: TALLY_PORT, TALLY_HOST, TALLY_DATA, TALLY_DATABASE_URL, TALLY_USD_PER_CREDIT",
      "(default 0.01), TALLY_MARGIN (default 0), TALLY_LANES, TALLY_BODY_BYTES_MAX, TALLY_LOG",
      "(text or json), TALLY_PUBLIC_URL (where people reach the server; default http://localhost",
      "and the port), TALLY_TRUSTED_PROXIES (addresses or ranges, with commas between, whose",
      "X-Forwarded-For is believed), TALLY_SMTP_URL (smtp://USER:PASSWORD@HOST:587 or smtps://…)",
      "and TALLY_MAIL_FROM, TALLY_SIGN_UP (open, which is the default, or closed),",
      "TALLY_OIDC_NAME_ISSUER, _CLIENT_ID and _CLIENT_SECRET (any provider of OpenID Connect),",
      "TALLY_GITHUB_CLIENT_ID and TALLY_GITHUB_CLIENT_SECRET,",
      "TALLY_LOGIN_POLL_SECONDS (default 5: how often a client asks whether its login was",
      "approved), TALLY_SESSION_PER_USER_MAX (default 50),",
      "TALLY_SESSION_WEB_TOKEN_MINUTES (of sessions with a refresh token; default 15), and for WEB, CLI and PAT",
      "TALLY_SESSION_WEB_IDLE_HOURS and TALLY_SESSION_WEB_ABSOLUTE_HOURS (default 7 and 30 days,",
      "30 and 180, 90 and 365). What referrals give is said by TALLY_REFERRAL_*:",
      "docs/referrals.md names them. Stripe: TALLY_STRIPE_API_KEY and",
      "TALLY_STRIPE_WEBHOOK_SECRET, without which nothing is sold, and what is sold and how by",
      "TALLY_STRIPE_*: docs/stripe.md names them."
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Option(
      names = "--port",
      description = "The port to listen on, 0 for any (default: 8080, or TALLY_PORT).")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      description = "The address to listen on (default: 127.0.0.1, or TALLY_HOST).")
  private @Nullable String host;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    var config = config();
    var place = database.open();
    place.supervise();
    var service = start(place, config);
    // By now somebody may depend on us: a signal lets what is under way finish first.
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  service.close();
                  place.close();
                  stopped.countDown();
                },
                "stop"));
    greet(place, service, config);
    stopped.await();
    return 0;
  }

  private Config config() {
    var config = Config.of(System.getenv());
    if (port != null) config = config.withPort(port);
    if (host != null) config = config.withHost(host);
    return config;
  }

  private static Service start(DatabaseOptions.Place place, Config config) {
    try {
      return Service.start(place.url(), config, InstantSource.system());
    } catch (RuntimeException | Error failure) {
      place.close();
      if (isPortTaken(failure)) {
        throw new Failure(
            "port %d is taken, or %s is no address of this machine; choose another with --port (0 for any) or --host"
                .formatted(config.http().port(), config.http().host()),
            failure);
      }
      throw failure;
    }
  }

  private static boolean isPortTaken(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.net.BindException) return true;
    }
    return false;
  }

  private void greet(DatabaseOptions.Place place, Service service, Config config) {
    PrintWriter out = spec.commandLine().getOut();
    var address = "http://%s:%d".formatted(config.http().host(), service.port());
    out.println(Terminal.bold("Tallystick") + " is ready at " + Terminal.good(address));
    out.println("  database     " + place.description());
    var keyFile = KeyFile.in(database.data());
    service
        .keys()
        .createFirst("first key", keyFile::write)
        .ifPresent(
            token -> {
              out.println("  service key  " + Terminal.bold(token.reveal()));
              out.println("               shown once; also in " + keyFile.path());
            });
    var publicUrl = config.http().publicUrl().orElse("http://localhost:" + service.port());
    out.println("  for people   " + publicUrl + "/account");
    out.println(Terminal.faint("  see " + address + "/openapi.json; stop with Ctrl-C"));
    out.flush();
  }
}
