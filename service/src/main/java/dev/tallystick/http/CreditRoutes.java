package dev.tallystick.http;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Entry;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.GrantRequest;
import dev.tallystick.credit.Granting;
import dev.tallystick.credit.Ledger;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Cards;
import dev.tallystick.referral.Undoing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Grants, balances and ledger entries over HTTP.
final class CreditRoutes {
  private static final Set<String> FIELDS =
      Set.of("operationId", "type", "credits", "priority", "expiresAt", "cardFingerprint");
  private static final int OPERATION_CHARS_MAX = 200;
  private static final int CARD_CHARS_MAX = 100;

  private final Database database;
  private final Ledger ledger;
  private final Undoing undoing;

  CreditRoutes(Database database, Ledger ledger, Undoing undoing) {
    this.database = database;
    this.ledger = ledger;
    this.undoing = undoing;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/v1/users/{id}/grants", Scope.GRANT, this::grant),
        Route.get("/v1/users/{id}/balance", Set.of(), this::balance),
        Route.get("/v1/users/{id}/entries", Set.of("grantId", "cursor", "limit"), this::entries));
  }

  private Answer grant(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    var fields = Fields.of(call.body(), FIELDS);
    var request = request(call, fields, user);
    var card = cardFingerprint(fields, request.type());
    return switch (database.inTransaction(tx -> grant(tx, request, card, call.actor()))) {
      case Granting.Granted(var grant) -> answer(201, grant, false);
      case Granting.Replayed(var grant) -> answer(200, grant, true);
      case Granting.OperationReused(var grant) ->
          Problem.ofField(
                  Code.OPERATION_REUSED,
                  "operationId",
                  "it made the grant %s, which differs".formatted(grant.id()))
              .answer();
      case Granting.UserUnknown() -> UserRoutes.userNotFound(user);
      case Granting.AccountClosed() -> UserRoutes.userDeleted(user);
      case Granting.TooMuch() ->
          Fields.invalid("credits", "with them the user would have more than 10^12")
              .problem()
              .answer();
      case Granting.AlreadyExpired() ->
          Fields.invalid("expiresAt", "must be in the future").problem().answer();
    };
  }

  private Granting grant(Tx tx, GrantRequest request, Optional<String> card, Actor actor) {
    if (request.type() == Grant.Type.PURCHASE) undoing.lock(tx, request.userId());
    var granting = ledger.grant(tx, request);
    if (granting instanceof Granting.Granted(var grant)) {
      card.ifPresent(fingerprint -> Cards.see(tx, grant.userId(), fingerprint));
      undoing.purchased(tx, grant, actor);
      var details =
          Map.of(
              "operationId", grant.operationId(),
              "type", grant.type().word(),
              "credits", grant.principal().toString());
      var subject = "grant:" + grant.id();
      Audit.write(
          tx,
          new Audit.Line(
              actor, Audit.Action.GRANT_GIVEN, Optional.of(grant.userId()), subject, details));
    }
    return granting;
  }

  private static GrantRequest request(Call call, Fields fields, UUID user) {
    var type =
        Fields.oneOf(
            "type", fields.requiredText("type", 100), Grant.Type.values(), Grant.Type::word);
    return new GrantRequest(
        user,
        operationId(fields, call),
        type,
        fields.integer("priority", 0, GrantRequest.PRIORITY_MAX).orElse(type.defaultPriority()),
        credits(Fields.required("credits", fields.decimal("credits"))),
        fields.instant("expiresAt"));
  }

  /// The idempotency key of a movement of credits, from its field or the header.
  static String operationId(Fields fields, Call call) {
    var id =
        Fields.required(
            "operationId",
            fields.text("operationId", OPERATION_CHARS_MAX).or(call::idempotencyKey));
    refusePrefix(id, GrantRequest.REFERRAL_PREFIX, "referrals");
    refusePrefix(id, GrantRequest.STRIPE_PREFIX, "what Stripe says was paid");
    refusePrefix(id, GrantRequest.RESTORATION_PREFIX, "what undoing a reversal gives");
    return id;
  }

  private static void refusePrefix(String id, String prefix, String keptFor) {
    if (!id.startsWith(prefix)) return;
    var rule = "must not begin with %s, which is kept for %s".formatted(prefix, keptFor);
    throw Fields.invalid("operationId", rule);
  }

  private static Optional<String> cardFingerprint(Fields fields, Grant.Type type) {
    var card = fields.text("cardFingerprint", CARD_CHARS_MAX);
    if (card.isPresent() && type != Grant.Type.PURCHASE) {
      throw Fields.invalid("cardFingerprint", "only a purchase is paid with a card");
    }
    return card;
  }

  static Credits credits(BigDecimal amount) {
    try {
      if (amount.signum() > 0 && amount.precision() - amount.scale() <= 20) {
        return Credits.exact(amount);
      }
    } catch (ArithmeticException _) {
      // said below
    }
    throw Fields.invalid(
        "credits", "must be above 0, at most 10^12, and have at most six decimals");
  }

  private static Answer answer(int status, Grant grant, boolean isReplayed) {
    return Answer.json(status, json -> Views.grant(json, grant))
        .withHeader("Idempotent-Replayed", Boolean.toString(isReplayed));
  }

  private Answer balance(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    return ledger
        .account(user)
        .map(account -> Answer.json(200, json -> Views.balance(json, account)))
        .orElseGet(() -> UserRoutes.userNotFound(user));
  }

  private Answer entries(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    int limit = call.queryLimit(Ledger.PAGE_MAX);
    if (ledger.account(user).isEmpty()) return UserRoutes.userNotFound(user);
    var entries = ledger.entries(user, call.queryUuid("grantId"), call.queryUuid("cursor"), limit);
    return Views.page("entries", entries, limit, Entry::id, Views::entry);
  }
}
