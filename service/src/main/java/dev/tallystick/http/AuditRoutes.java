package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.account.Audit;
import dev.tallystick.postgres.Database;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The audit log over HTTP.
final class AuditRoutes {
  private static final Set<String> QUERY = Set.of("userId", "subject", "cursor", "limit");

  private final Database database;

  AuditRoutes(Database database) {
    this.database = database;
  }

  List<Route> routes() {
    return List.of(Route.get("/v1/audit", QUERY, this::list));
  }

  private Answer list(Call call) {
    int limit = call.queryLimit(Audit.PAGE_MAX);
    var filter =
        new Audit.Filter(call.queryUuid("userId"), call.query("subject"), call.queryLong("cursor"));
    var page = database.inTransaction(tx -> Audit.list(tx, filter, limit));
    return Views.page("lines", page, limit, Audit.Entry::id, AuditRoutes::line);
  }

  private static void line(JsonGenerator json, Audit.Entry line) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", Long.toString(line.id()));
    Views.text(json, "at", Optional.of(line.at()));
    json.writeStringField("actor", line.actor());
    json.writeStringField("action", line.action());
    Views.text(json, "userId", line.user());
    json.writeStringField("subject", line.subject());
    json.writeObjectFieldStart("details");
    for (var detail : new TreeMap<>(line.details()).entrySet()) {
      json.writeStringField(detail.getKey(), detail.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
