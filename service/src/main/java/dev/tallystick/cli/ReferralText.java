package dev.tallystick.cli;

import dev.tallystick.referral.Missing;
import dev.tallystick.referral.Referral;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.referral.SeenReferral;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Referrals as text for who supports users.
final class ReferralText {
  private static final String ROW = "%-20s  %s  %-36s  %-36s  %s%n";

  private final PrintWriter out;
  private final Instant now;

  ReferralText(PrintWriter out, Instant now) {
    this.out = out;
    this.now = now;
  }

  /// A line for each, with what it waits for or why it stands as it does.
  void list(List<SeenReferral> referrals) {
    head("WAITS FOR, OR REASON");
    for (var seen : referrals) row(seen, state(seen));
  }

  /// A line for each, with what speaks against it.
  void queue(List<SeenReferral> referrals) {
    head("SIGNALS");
    for (var seen : referrals) row(seen, signals(seen.referral()));
  }

  private void head(String last) {
    out.printf(ROW, "REDEEMED", "STATUS   ", "REFERRER", "REFERRED", last);
  }

  private void row(SeenReferral seen, String last) {
    var referral = seen.referral();
    out.printf(
        ROW,
        moment(referral.createdAt()),
        status(referral.status(), "%-9s".formatted(referral.status().word())),
        referral.referrerId(),
        referral.referredId(),
        last);
  }

  private static String status(Referral.Status status, String text) {
    return switch (status) {
      case REVIEW -> Terminal.caution(text);
      case COMPLETED -> Terminal.good(text);
      case REVERSED, REJECTED -> Terminal.bad(text);
      case PENDING, EXPIRED -> text;
    };
  }

  private String state(SeenReferral seen) {
    var missing = missing(seen);
    return missing.isEmpty() ? seen.referral().reason().orElse("-") : missing;
  }

  private String missing(SeenReferral seen) {
    return seen.missing(now).stream().map(ReferralText::missing).collect(Collectors.joining(", "));
  }

  private static String missing(Missing missing) {
    var until = missing.until().map(end -> " until " + moment(end)).orElse("");
    return missing.what().word() + until;
  }

  private static String signals(Referral referral) {
    if (referral.signals().isEmpty()) return "-";
    return new TreeMap<>(referral.signals())
        .entrySet().stream()
            .map(signal -> signal.getKey() + " " + signal.getValue())
            .collect(
                Collectors.joining(
                    ", ", "", " = %d of %d".formatted(referral.score(), referral.reviewScore())));
  }

  /// All of one.
  void show(SeenReferral seen, List<ReferralReader.Event> history) {
    var referral = seen.referral();
    var missing = missing(seen);
    field("referrer", user(referral.referrerId().toString(), seen.referrer()));
    field("referred", user(referral.referredId().toString(), seen.referred()));
    field("status", status(referral.status(), referral.status().word()));
    field("reason", referral.reason().orElse("-"));
    field("waits for", missing.isEmpty() ? "-" : missing);
    field("signals", signals(referral));
    field("reviewed", moment(referral.reviewedAt()));
    field("outcome", referral.outcome().word());
    field("terms", terms(referral.terms()));
    field("redeemed", moment(referral.createdAt()));
    field("qualified", qualified(referral));
    field("due", moment(referral.dueAt()));
    field("completed", moment(referral.completedAt()));
    field("reversals", Integer.toString(referral.reversals()));
    field("grants", grants(referral));
    out.println();
    out.println(Terminal.bold("History"));
    for (var event : history) event(event);
  }

  private void field(String name, String value) {
    out.printf("%s  %s%n", Terminal.faint("%-9s".formatted(name)), value);
  }

  private static String user(String id, SeenReferral.Side side) {
    return "%s  %s%s"
        .formatted(id, Terminal.visible(side.name()), side.isActive() ? "" : "  (not active)");
  }

  private static String terms(Referral.Terms terms) {
    return "%s, hold %d days, %s credits to the referrer and %s to the referred, %s"
        .formatted(
            terms.completion().word(),
            terms.hold().toDays(),
            terms.referrerCredits(),
            terms.referredCredits(),
            terms.creditsLast().map(last -> last.toDays() + " days").orElse("for ever"));
  }

  private static String qualified(Referral referral) {
    var by = referral.qualifiedBy().map(id -> " by " + id).orElse("");
    return referral.qualifiedAt().isEmpty()
        ? "-, possible until " + moment(referral.qualifiesUntil())
        : moment(referral.qualifiedAt()) + by;
  }

  private static String grants(Referral referral) {
    var given =
        Stream.of(
                referral.referrerGrantId().map(id -> "referrer " + id),
                referral.referredGrantId().map(id -> "referred " + id))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return given.isEmpty() ? "-" : given;
  }

  private void event(ReferralReader.Event event) {
    out.printf(
        "%s  %-9s -> %-9s  %s  by %s%s%n",
        moment(event.at()),
        event.from().map(Referral.Status::word).orElse("-"),
        event.to().word(),
        event.reason().orElse("-"),
        event.actor(),
        event.note().map(note -> "  " + Terminal.visible(note)).orElse(""));
  }

  private static String moment(Optional<Instant> moment) {
    return moment.map(ReferralText::moment).orElse("-");
  }

  private static String moment(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
