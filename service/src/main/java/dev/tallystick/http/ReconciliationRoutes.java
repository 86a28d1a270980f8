package dev.tallystick.http;

import dev.tallystick.http.Problem.Code;
import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.reconcile.Difference;
import dev.tallystick.stripe.reconcile.Reconciliation;
import dev.tallystick.stripe.reconcile.Reconciliations;
import java.util.List;
import java.util.Set;

/// Comparisons of Stripe with the database over HTTP: what they found.
final class ReconciliationRoutes {
  private static final Set<String> PAGE = Set.of("cursor", "limit");

  private final Reconciliations books;

  ReconciliationRoutes(Database database) {
    this.books = new Reconciliations(database);
  }

  List<Route> routes() {
    var all = "/v1/stripe/reconciliations";
    return List.of(
        Route.get(all, PAGE, this::list),
        Route.get(all + "/{id}", Set.of(), this::show),
        Route.get(all + "/{id}/differences", PAGE, this::differences));
  }

  private Answer list(Call call) {
    int limit = call.queryLimit(Reconciliations.PAGE_MAX);
    var page = books.list(call.queryUuid("cursor"), limit);
    return Views.page(
        "reconciliations", page, limit, Reconciliation::id, ReconciliationViews::reconciliation);
  }

  private Reconciliation found(Call call) {
    var id = call.pathId("id", Code.RECONCILIATION_NOT_FOUND);
    return books
        .find(id)
        .orElseThrow(
            () ->
                Problem.of(
                        Code.RECONCILIATION_NOT_FOUND,
                        "there is no reconciliation with the id " + id)
                    .refused());
  }

  private Answer show(Call call) {
    var shown = found(call);
    var totals = books.totals(shown.id());
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeFieldName("reconciliation");
          ReconciliationViews.reconciliation(json, shown);
          json.writeFieldName("totals");
          ReconciliationViews.totals(json, totals);
          json.writeEndObject();
        });
  }

  private Answer differences(Call call) {
    int limit = call.queryLimit(Reconciliations.PAGE_MAX);
    var after = call.query("cursor").map(ReconciliationRoutes::after);
    var page = books.differences(found(call).id(), after, limit);
    return Views.page(
        "differences", page, limit, ReconciliationRoutes::cursor, ReconciliationViews::difference);
  }

  private static String cursor(Difference last) {
    return last.subject() + "/" + last.field();
  }

  private static Reconciliations.After after(String cursor) {
    int slash = cursor.lastIndexOf('/');
    if (slash < 0 || cursor.indexOf('\0') >= 0) {
      throw Fields.invalid("cursor", "must be the nextCursor of the page before");
    }
    return new Reconciliations.After(cursor.substring(0, slash), cursor.substring(slash + 1));
  }
}
