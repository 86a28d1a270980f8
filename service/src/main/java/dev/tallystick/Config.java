package dev.tallystick;

import dev.tallystick.credit.CreditRate;
import dev.tallystick.http.AddressRange;
import dev.tallystick.http.HttpServer;
import dev.tallystick.identity.Providers;
import dev.tallystick.identity.SignUp;
import dev.tallystick.login.DeviceLogins;
import dev.tallystick.mail.SmtpServer;
import dev.tallystick.message.Lanes;
import dev.tallystick.referral.Program;
import dev.tallystick.session.SessionKind;
import dev.tallystick.session.SessionLimits;
import dev.tallystick.stripe.StripeSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a server is told when it starts. Environment variables set it; options of the command line
/// come first.
///
/// @param sessions how long they live, and how many there may be
/// @param smtp who sends mails; without it they are shown on this machine
/// @param signUp whether people without an account may make one by signing in
/// @param providers who else says who somebody is
/// @param referrals what referring somebody is worth
/// @param stripe what is sold; without it nothing is
public record Config(
    HttpServer.Settings http,
    CreditRate rate,
    Lanes.Limits lanes,
    SessionLimits sessions,
    DeviceLogins.Limits logins,
    Optional<SmtpServer> smtp,
    SignUp signUp,
    Providers providers,
    Program referrals,
    Optional<StripeSettings> stripe) {
  private static final int BODY_BYTES_MAX = 16 << 20;

  private static final Pattern PUBLIC_URL =
      Pattern.compile("(https://[A-Za-z0-9.-]+|http://(localhost|127\\.0\\.0\\.1))(:\\d{1,5})?");

  private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private static final int YEARS_10_HOURS = 87_600;

  /// Reads TALLY_HOST, TALLY_PORT, TALLY_BODY_BYTES_MAX, TALLY_PUBLIC_URL, TALLY_TRUSTED_PROXIES,
  /// TALLY_USD_PER_CREDIT, TALLY_MARGIN, TALLY_LANES, TALLY_LOGIN_POLL_SECONDS,
  /// TALLY_SESSION_PER_USER_MAX, TALLY_SESSION_WEB_TOKEN_MINUTES, for each kind of session
  /// TALLY_SESSION_WEB_IDLE_HOURS and TALLY_SESSION_WEB_ABSOLUTE_HOURS, TALLY_SMTP_URL,
  /// TALLY_MAIL_FROM and TALLY_SIGN_UP, and what [Providers#of], [Program#of] and
  /// [StripeSettings#of] read.
  ///
  /// @throws IllegalArgumentException naming the variable and what it should be
  public static Config of(Map<String, String> environment) {
    var lanes = Lanes.Limits.DEFAULT;
    return new Config(
        http(environment),
        new CreditRate(
            decimal(environment, "TALLY_USD_PER_CREDIT", CreditRate.DEFAULT.usdPerCredit()),
            decimal(environment, "TALLY_MARGIN", CreditRate.DEFAULT.margin())),
        new Lanes.Limits(
            whole(environment, "TALLY_LANES", lanes.lanes(), 1, 64),
            lanes.queuedBytesMax(),
            lanes.batchMessagesMax()),
        sessions(environment),
        new DeviceLogins.Limits(
            DeviceLogins.Limits.DEFAULT.lifetime(),
            whole(
                environment,
                "TALLY_LOGIN_POLL_SECONDS",
                DeviceLogins.Limits.DEFAULT.pollSeconds(),
                1,
                60)),
        smtp(environment),
        signUp(environment),
        Providers.of(environment),
        Program.of(environment),
        StripeSettings.of(environment));
  }

  private static Optional<SmtpServer> smtp(Map<String, String> environment) {
    var url = value(environment, "TALLY_SMTP_URL");
    if (url.isEmpty()) return Optional.empty();
    var from =
        value(environment, "TALLY_MAIL_FROM")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "TALLY_MAIL_FROM is missing: TALLY_SMTP_URL says how to send mail, and this"
                            + " from whom, as no-reply@example.com"));
    return Optional.of(SmtpServer.of(url.get(), from));
  }

  private static SignUp signUp(Map<String, String> environment) {
    var word = value(environment, "TALLY_SIGN_UP").orElse(SignUp.OPEN.word());
    return Arrays.stream(SignUp.values())
        .filter(signUp -> signUp.word().equals(word))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException("TALLY_SIGN_UP must be open or closed, not " + word));
  }

  /// Whether only this machine reaches the server: it listens nowhere else, and nothing says that a
  /// proxy before it does.
  boolean isLocal() {
    return LOCAL_HOSTS.contains(http.host()) && !isPublic();
  }

  /// Whether all people seem to come from one network address, the proxy's that ends their TLS.
  boolean isProxyForgotten() {
    return isPublic() && http.trustedProxies().isEmpty();
  }

  private boolean isPublic() {
    return http.publicUrl().filter(url -> url.startsWith("https://")).isPresent();
  }

  private static HttpServer.Settings http(Map<String, String> environment) {
    return new HttpServer.Settings(
        environment.getOrDefault("TALLY_HOST", "127.0.0.1"),
        whole(environment, "TALLY_PORT", 8080, 0, 65_535),
        whole(environment, "TALLY_BODY_BYTES_MAX", BODY_BYTES_MAX, 1_000, 256 << 20),
        value(environment, "TALLY_PUBLIC_URL").map(Config::publicUrl),
        value(environment, "TALLY_TRUSTED_PROXIES").map(Config::trustedProxies).orElse(List.of()));
  }

  private static SessionLimits sessions(Map<String, String> environment) {
    var lifetimes = new EnumMap<SessionKind, SessionLimits.Lifetime>(SessionKind.class);
    SessionLimits.DEFAULT
        .lifetimes()
        .forEach((kind, otherwise) -> lifetimes.put(kind, lifetime(environment, kind, otherwise)));
    int perUserMax = SessionLimits.DEFAULT.perUserMax();
    return new SessionLimits(
        lifetimes,
        whole(environment, "TALLY_SESSION_PER_USER_MAX", perUserMax, 1, 1_000),
        Duration.ofMinutes(whole(environment, "TALLY_SESSION_WEB_TOKEN_MINUTES", 15, 1, 1_440)));
  }

  private static SessionLimits.Lifetime lifetime(
      Map<String, String> environment, SessionKind kind, SessionLimits.Lifetime otherwise) {
    var name = "TALLY_SESSION_" + kind.name();
    int idle = hours(environment, name + "_IDLE_HOURS", otherwise.idle());
    int absolute = hours(environment, name + "_ABSOLUTE_HOURS", otherwise.absolute());
    if (idle > absolute) {
      throw new IllegalArgumentException(
          "%s_IDLE_HOURS (%d) must be at most %s_ABSOLUTE_HOURS (%d)"
              .formatted(name, idle, name, absolute));
    }
    return new SessionLimits.Lifetime(Duration.ofHours(idle), Duration.ofHours(absolute));
  }

  private static int hours(Map<String, String> environment, String name, Duration otherwise) {
    return whole(environment, name, (int) otherwise.toHours(), 1, YEARS_10_HOURS);
  }

  /// The same, on another port.
  public Config withPort(int other) {
    return new Config(
        http.withPort(other),
        rate,
        lanes,
        sessions,
        logins,
        smtp,
        signUp,
        providers,
        referrals,
        stripe);
  }

  /// The same, on another address.
  public Config withHost(String other) {
    return new Config(
        http.withHost(other),
        rate,
        lanes,
        sessions,
        logins,
        smtp,
        signUp,
        providers,
        referrals,
        stripe);
  }

  private static String publicUrl(String text) {
    var url = text.strip().replaceFirst("/+$", "");
    // Without TLS browsers keep no cookie of ours, except of their own machine.
    if (!PUBLIC_URL.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "TALLY_PUBLIC_URL must be https:// and a host, such as https://account.example.com, or"
              + " http://localhost:8080, not "
              + text);
    }
    return url;
  }

  private static List<AddressRange> trustedProxies(String text) {
    try {
      return Arrays.stream(text.split(",", -1)).map(String::strip).map(AddressRange::of).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "TALLY_TRUSTED_PROXIES must be addresses or ranges such as 10.0.0.0/8, with commas"
              + " between: "
              + e.getMessage(),
          e);
    }
  }

  private static int whole(
      Map<String, String> environment, String name, int otherwise, int min, int max) {
    return value(environment, name)
        .map(
            text -> {
              try {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) return number;
              } catch (NumberFormatException _) {
                // said below
              }
              throw new IllegalArgumentException(
                  "%s must be a whole number from %d to %d, not %s"
                      .formatted(name, min, max, text));
            })
        .orElse(otherwise);
  }

  private static BigDecimal decimal(
      Map<String, String> environment, String name, BigDecimal otherwise) {
    return value(environment, name)
        .map(
            text -> {
              try {
                return new BigDecimal(text);
              } catch (NumberFormatException _) {
                throw new IllegalArgumentException(
                    "%s must be a decimal number, not %s".formatted(name, text));
              }
            })
        .orElse(otherwise);
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
