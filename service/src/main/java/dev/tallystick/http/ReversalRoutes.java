package dev.tallystick.http;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.credit.GrantRequest;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Restoring;
import dev.tallystick.credit.Reversal;
import dev.tallystick.credit.ReversalRequest;
import dev.tallystick.credit.Reversals;
import dev.tallystick.credit.Reversing;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Undoing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Reversals of grants over HTTP, and the list of all grants with what of them is reversed.
final class ReversalRoutes {
  private static final Set<String> FIELDS = Set.of("operationId", "kind", "credits", "spent");
  private static final Set<String> PAGE = Set.of("cursor", "limit");

  private final Database database;
  private final Ledger ledger;
  private final Reversals reversals;
  private final Undoing undoing;

  ReversalRoutes(Database database, Ledger ledger, Reversals reversals, Undoing undoing) {
    this.database = database;
    this.ledger = ledger;
    this.reversals = reversals;
    this.undoing = undoing;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/users/{id}/grants", PAGE, this::grants),
        Route.post("/v1/users/{id}/grants/{grantId}/reversals", Scope.GRANT, this::reverse),
        Route.get("/v1/users/{id}/reversals", PAGE, this::reversals),
        Route.post("/v1/users/{id}/reversals/{reversalId}/restore", Scope.GRANT, this::restore));
  }

  private Answer reverse(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    var grant = call.pathId("grantId", Code.GRANT_NOT_FOUND);
    var request = request(call, user, grant);
    return switch (database.inTransaction(tx -> reverse(tx, request, call.actor()))) {
      case Reversing.Reversed(var reversal) -> answer(201, reversal, false);
      case Reversing.Replayed(var reversal) -> answer(200, reversal, true);
      case Reversing.OperationReused(var reversal) ->
          Problem.ofField(
                  Code.OPERATION_REUSED,
                  "operationId",
                  "it made the reversal %s, which differs".formatted(reversal.id()))
              .answer();
      case Reversing.UserUnknown() -> UserRoutes.userNotFound(user);
      case Reversing.GrantUnknown() ->
          Problem.of(Code.GRANT_NOT_FOUND, "the user has no grant with the id " + grant).answer();
      case Reversing.OfReferral() ->
          Problem.of(Code.GRANT_OF_REFERRAL, "reverse the referral, which takes it back").answer();
      case Reversing.NothingLeft() ->
          Problem.of(Code.GRANT_REVERSED, "nothing of it is left to reverse").answer();
      case Reversing.MoreThanLeft(var left) ->
          Fields.invalid("credits", "only %s of the grant are not reversed yet".formatted(left))
              .problem()
              .answer();
      case Reversing.TooMuchDebt() ->
          Problem.of(Code.ACCOUNT_FULL, "with it the user would owe more than 10^12").answer();
    };
  }

  private Reversing reverse(Tx tx, ReversalRequest request, Actor actor) {
    undoing.lock(tx, request.userId());
    var reversing = reversals.reverse(tx, request);
    if (reversing instanceof Reversing.Reversed(var reversal)) {
      undoing.reversed(tx, reversal, actor);
      audit(tx, actor, Audit.Action.GRANT_REVERSED, reversal);
    }
    return reversing;
  }

  private static ReversalRequest request(Call call, UUID user, UUID grant) {
    var fields = Fields.of(call.body(), FIELDS);
    return new ReversalRequest(
        user,
        grant,
        CreditRoutes.operationId(fields, call),
        Fields.oneOf(
            "kind", fields.requiredText("kind", 100), Reversal.Kind.values(), Reversal.Kind::word),
        fields.decimal("credits").map(CreditRoutes::credits),
        fields
            .text("spent", 100)
            .map(word -> Fields.oneOf("spent", word, Reversal.Spent.values(), Reversal.Spent::word))
            .orElse(Reversal.Spent.DEBT));
  }

  private Answer restore(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    var reversal = call.pathId("reversalId", Code.REVERSAL_NOT_FOUND);
    return switch (database.inTransaction(tx -> restore(tx, user, reversal, call.actor()))) {
      case Restoring.Restored(var restored) -> answer(200, restored, false);
      case Restoring.AlreadyRestored(var restored) -> answer(200, restored, true);
      case Restoring.UserUnknown() -> UserRoutes.userNotFound(user);
      case Restoring.ReversalUnknown() ->
          Problem.of(Code.REVERSAL_NOT_FOUND, "the user has no reversal with the id " + reversal)
              .answer();
      case Restoring.TooMuch() ->
          Problem.of(Code.ACCOUNT_FULL, "with it the user would have more than 10^12").answer();
    };
  }

  private Restoring restore(Tx tx, UUID user, UUID reversalId, Actor actor) {
    undoing.lock(tx, user);
    var restoring = reversals.restore(tx, user, reversalId);
    if (restoring instanceof Restoring.Restored(var reversal)) {
      // Thrown, so that what was restored by now is rolled back.
      if (reversal.operationId().startsWith(GrantRequest.REFERRAL_PREFIX)) {
        throw Problem.of(Code.GRANT_OF_REFERRAL, "reinstate the referral, which puts it back")
            .refused();
      }
      if (reversal.operationId().startsWith(GrantRequest.STRIPE_PREFIX)) {
        var rule = "its money went back at Stripe: it is undone when that comes again";
        throw Problem.of(Code.REVERSAL_OF_PAYMENT, rule + "; give credits instead").refused();
      }
      undoing.restored(tx, reversal, actor);
      audit(tx, actor, Audit.Action.GRANT_RESTORED, reversal);
    }
    return restoring;
  }

  private static void audit(Tx tx, Actor actor, Audit.Action action, Reversal reversal) {
    var details =
        Map.of(
            "reversal", reversal.id().toString(),
            "operationId", reversal.operationId(),
            "kind", reversal.kind().word(),
            "spent", reversal.spent().word(),
            "credits", reversal.amount().toString());
    var subject = "grant:" + reversal.grantId();
    Audit.write(
        tx, new Audit.Line(actor, action, Optional.of(reversal.userId()), subject, details));
  }

  private static Answer answer(int status, Reversal reversal, boolean isReplayed) {
    return Answer.json(status, json -> Views.reversal(json, reversal))
        .withHeader("Idempotent-Replayed", Boolean.toString(isReplayed));
  }

  private Answer grants(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    int limit = call.queryLimit(Reversals.PAGE_MAX);
    if (ledger.account(user).isEmpty()) return UserRoutes.userNotFound(user);
    var grants = reversals.grants(user, call.queryUuid("cursor"), limit);
    return Views.page(
        "grants",
        grants,
        limit,
        each -> each.grant().id(),
        (json, each) -> {
          json.writeStartObject();
          Views.grantFields(json, each.grant());
          Views.credits(json, "reversed", each.reversed());
          json.writeEndObject();
        });
  }

  private Answer reversals(Call call) {
    var user = call.pathId("id", Code.USER_NOT_FOUND);
    int limit = call.queryLimit(Reversals.PAGE_MAX);
    if (ledger.account(user).isEmpty()) return UserRoutes.userNotFound(user);
    var page = reversals.list(user, call.queryUuid("cursor"), limit);
    return Views.page("reversals", page, limit, Reversal::id, Views::reversal);
  }
}
