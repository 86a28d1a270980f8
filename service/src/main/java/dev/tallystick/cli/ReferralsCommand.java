package dev.tallystick.cli;

import dev.tallystick.account.Actor;
import dev.tallystick.referral.Decision;
import dev.tallystick.referral.Judgement;
import dev.tallystick.referral.Pair;
import dev.tallystick.referral.Referral;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.referral.SeenReferral;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally referrals`: who brought whom, for who supports them.
@Command(
    name = "referrals",
    mixinStandardHelpOptions = true,
    description =
        "See who brought whom and why credits wait, and decide what a person has to decide. A"
            + " referral is named by who was referred: there is one for each user.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tally referrals review",
      "  tally referrals show ada@example.com",
      "  tally referrals approve ada@example.com --reason same_household"
    })
final class ReferralsCommand implements Runnable {
  private static final InstantSource CLOCK = InstantSource.system();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List referrals, of the newest users first, with what they wait for.",
      footerHeading = "%nExample:%n",
      footer = "  tally referrals list --user ada@example.com --status pending")
  int list(
      @Mixin DatabaseOptions database,
      @Option(
              names = "--user",
              paramLabel = "USER",
              description = "Only those of this user, in both roles: an id or an e-mail address.")
          @Nullable String user,
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description = "review, pending, completed, reversed, rejected or expired.")
          Referral.@Nullable Status status,
      @Option(
              names = "--before",
              paramLabel = "REFERRED",
              description = "Only those after this one: the last id of the page before.")
          @Nullable UUID before,
      @Mixin Page page) {
    var wanted = Optional.ofNullable(status);
    var from = Optional.ofNullable(before);
    var referrals =
        database.withCurrentDatabase(
            db -> {
              var parts = new ReferralParts(db);
              return user == null
                  ? parts.reader().all(wanted, from, page.limit())
                  : parts.reader().ofUser(parts.find(user).id(), wanted, from, page.limit());
            });
    return print(referrals, page, "--before", text -> text::list);
  }

  @Command(
      name = "review",
      mixinStandardHelpOptions = true,
      description = "List what a person has to look at, oldest first, with what speaks against it.",
      footerHeading = "%nExample:%n",
      footer = "  tally referrals review --limit 20")
  int review(
      @Mixin DatabaseOptions database,
      @Option(
              names = "--after",
              paramLabel = "REFERRED",
              description = "Only those after this one: the last id of the page before.")
          @Nullable UUID after,
      @Mixin Page page) {
    var referrals =
        database.withCurrentDatabase(
            db ->
                new ReferralParts(db)
                    .reader()
                    .reviewQueue(Optional.ofNullable(after), page.limit()));
    return print(referrals, page, "--after", text -> text::queue);
  }

  /// How much is printed, and how.
  static final class Page {
    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "How many, 500 at most (default: 50).")
    private int limit = 50;

    @Option(names = "--json", description = "Print JSON.")
    private boolean asJson;

    int limit() {
      if (limit < 1 || limit > ReferralReader.PAGE_MAX) {
        throw new Failure("--limit must be a number from 1 to " + ReferralReader.PAGE_MAX);
      }
      return limit;
    }

    /// The last id of a page that is full.
    Optional<UUID> next(List<SeenReferral> referrals) {
      return referrals.size() < limit
          ? Optional.empty()
          : Optional.of(referrals.getLast().referral().referredId());
    }
  }

  private interface Printing {
    void print(List<SeenReferral> referrals);
  }

  /// @param option which takes the last id of this page to show the next
  private int print(
      List<SeenReferral> referrals,
      Page page,
      String option,
      Function<ReferralText, Printing> how) {
    var now = CLOCK.instant();
    var next = page.next(referrals);
    if (page.asJson) {
      out().println(ReferralJson.page(referrals, next, now));
    } else if (referrals.isEmpty()) {
      out().println("There are none.");
    } else {
      how.apply(new ReferralText(out(), now)).print(referrals);
      next.ifPresent(id -> out().printf("There may be more: %s %s%n", option, id));
    }
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show all of a referral: what it waits for, what speaks against it, its life.",
      footerHeading = "%nExample:%n",
      footer = "  tally referrals show ada@example.com")
  int show(@Mixin DatabaseOptions database, @Mixin Referred referred) {
    return database.withCurrentDatabase(
        db -> {
          var parts = new ReferralParts(db);
          var seen = parts.ofReferred(referred.user);
          if (seen.isEmpty()) return no(referred.user + " was referred by nobody");
          print(parts, seen.get(), referred);
          return 0;
        });
  }

  /// Whose referral it is about.
  static final class Referred {
    @Parameters(
        paramLabel = "REFERRED",
        description = "The id or the e-mail address of who was referred.")
    private String user = "";

    @Option(names = "--json", description = "Print the referral as JSON.")
    private boolean asJson;
  }

  private void print(ReferralParts parts, SeenReferral seen, Referred referred) {
    var now = CLOCK.instant();
    var history = parts.reader().history(seen.referral().pair());
    if (referred.asJson) {
      out().println(ReferralJson.withHistory(seen, history, now));
    } else {
      new ReferralText(out(), now).show(seen, history);
    }
  }

  /// Why a person decides so.
  static final class Grounds {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "CODE",
        description = "Why, as a code that both users may read, such as same_household.")
    private String reason = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "What only support reads.")
    private @Nullable String note;

    Judgement judgement() {
      if (!Judgement.REASON.matcher(reason).matches()) {
        throw new Failure(
            "--reason must be a code of 1 to 60 small letters and _ that does not begin with"
                + " purchase_, such as same_household; words for support go into --note");
      }
      if (note != null && (note.isBlank() || note.length() > Judgement.NOTE_CHARS_MAX)) {
        throw new Failure(
            "--note must have from 1 to %d characters".formatted(Judgement.NOTE_CHARS_MAX));
      }
      return new Judgement(reason, Optional.ofNullable(note), new Actor.Operator());
    }
  }

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description =
          "Let a referral go on that is in review. It is not held again, and completes at once if"
              + " it is due.",
      footerHeading = "%nExample:%n",
      footer = "  tally referrals approve ada@example.com --reason same_household")
  int approve(@Mixin DatabaseOptions database, @Mixin Referred referred, @Mixin Grounds grounds) {
    return decide(
        database, referred, grounds, (parts, pair, why) -> parts.reviews().approve(pair, why));
  }

  @Command(
      name = "appeal",
      mixinStandardHelpOptions = true,
      description =
          "Let a referral go on that was rejected or has expired, as if it were approved now.",
      footerHeading = "%nExample:%n",
      footer = "  tally referrals appeal ada@example.com --reason not_the_same_person")
  int appeal(@Mixin DatabaseOptions database, @Mixin Referred referred, @Mixin Grounds grounds) {
    return decide(
        database, referred, grounds, (parts, pair, why) -> parts.reviews().appeal(pair, why));
  }

  @Command(
      name = "reject",
      mixinStandardHelpOptions = true,
      description = "End a referral before credits are given. An appeal lets it go on.",
      footerHeading = "%nExample:%n",
      footer = "  tally referrals reject ada@example.com --reason own_second_account")
  int reject(@Mixin DatabaseOptions database, @Mixin Referred referred, @Mixin Grounds grounds) {
    return decide(
        database, referred, grounds, (parts, pair, why) -> parts.reviews().reject(pair, why));
  }

  @Command(
      name = "reverse",
      mixinStandardHelpOptions = true,
      description = "Take back what a referral gave to both.",
      footerHeading = "%nExample:%n",
      footer = "  tally referrals reverse ada@example.com --reason abuse --note 'ticket 4711'")
  int reverse(@Mixin DatabaseOptions database, @Mixin Referred referred, @Mixin Grounds grounds) {
    return decide(
        database, referred, grounds, (parts, pair, why) -> parts.undoing().reverse(pair, why));
  }

  @Command(
      name = "reinstate",
      mixinStandardHelpOptions = true,
      description = "Put back what was taken back.",
      footerHeading = "%nExample:%n",
      footer = "  tally referrals reinstate ada@example.com --reason appeal_granted")
  int reinstate(@Mixin DatabaseOptions database, @Mixin Referred referred, @Mixin Grounds grounds) {
    return decide(
        database, referred, grounds, (parts, pair, why) -> parts.undoing().reinstate(pair, why));
  }

  private interface Deciding {
    Decision decide(ReferralParts parts, Pair pair, Judgement judgement);
  }

  private int decide(
      DatabaseOptions database, Referred referred, Grounds grounds, Deciding deciding) {
    var judgement = grounds.judgement();
    return database.withDatabase(
        db -> {
          var parts = new ReferralParts(db);
          var before = parts.ofReferred(referred.user);
          if (before.isEmpty()) return no(referred.user + " was referred by nobody");
          var decision = deciding.decide(parts, before.get().referral().pair(), judgement);
          return said(parts, decision, referred);
        });
  }

  private int said(ReferralParts parts, Decision decision, Referred referred) {
    return switch (decision) {
      case Decision.Decided(var referral) -> said(parts, referral, "is %s now", referred);
      case Decision.Replayed(var referral) -> said(parts, referral, "is %s already", referred);
      case Decision.StatusConflict(var referral) ->
          no("the referral is %s, which does not allow this".formatted(referral.status().word()));
      case Decision.PurchaseWentBack _ ->
          no("the purchase that had qualified it went back, and no other stands");
      case Decision.LimitReached _ ->
          no("the referrer has brought as many as count; raise their limit first");
      case Decision.ReferralUnknown() ->
          throw new IllegalStateException("referrals are never deleted");
    };
  }

  private int said(ReferralParts parts, Referral referral, String state, Referred referred) {
    if (referred.asJson) {
      print(parts, parts.reader().ofReferred(referral.referredId()).orElseThrow(), referred);
    } else {
      out()
          .printf(
              "the referral of %s %s%n", referred.user, state.formatted(referral.status().word()));
    }
    return 0;
  }

  private int no(String why) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("tally: " + why);
    return Main.NO;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
