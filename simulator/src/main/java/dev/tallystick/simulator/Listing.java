package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Predicate;

/// One page of a list, newest first.
final class Listing {
  static final Set<String> PAGING = Set.of("limit", "starting_after", "ending_before", "expand[#]");
  private static final Set<String> CREATED =
      Set.of("created", "created[gt]", "created[gte]", "created[lt]", "created[lte]");
  private static final int LIMIT = 10;
  private static final int LIMIT_MAX = 100;

  private final World world;

  Listing(World world) {
    this.world = world;
  }

  static Set<String> parameters(Kind kind) {
    var known = new LinkedHashSet<String>(PAGING);
    known.addAll(CREATED);
    known.addAll(kind.filters());
    if (kind == Kind.EVENT) known.add("types[#]");
    return known;
  }

  ObjectNode page(Kind kind, Params params) {
    var wanted = new LinkedHashMap<String, String>();
    for (var filter : kind.filters()) {
      params.text(filter).ifPresent(value -> wanted.put(filter, value));
    }
    Predicate<ObjectNode> kept = object -> world.table(kind).matches(object, wanted);
    switch (kind) {
      case SUBSCRIPTION -> {
        // Without a status those that have ended are left out.
        var status = wanted.get("status");
        if (status == null) {
          kept = kept.and(object -> !object.path("status").asText().equals("canceled"));
        } else if (status.equals("all")) {
          wanted.remove("status");
        }
      }
      case CUSTOMER -> kept = kept.and(object -> !object.has("deleted"));
      case EVENT -> {
        var types = params.list("types");
        if (!types.isEmpty()) kept = kept.and(it -> types.contains(it.path("type").asText()));
      }
      case PAYMENT_METHOD,
          PAYMENT_INTENT,
          CHARGE,
          REFUND,
          DISPUTE,
          PRODUCT,
          PRICE,
          INVOICE,
          INVOICE_PAYMENT,
          SESSION -> {}
    }
    var url = "/v1/" + kind.path();
    return page(kind, url, wanted, kept.and(created(params)), params);
  }

  ObjectNode page(
      Kind kind,
      String url,
      Map<String, String> wanted,
      Predicate<ObjectNode> kept,
      Params params) {
    int limit = limit(params);
    var candidates = world.table(kind).candidates(wanted);
    var before = params.text("ending_before");
    var found = new ArrayList<ObjectNode>();
    if (before.isPresent()) {
      collect(candidates.tailMap(number(kind, before.get(), "ending_before"), false), kept, limit)
          .forEach(found::add);
    } else {
      NavigableMap<Long, ObjectNode> older = candidates;
      var after = params.text("starting_after");
      if (after.isPresent()) {
        older = older.headMap(number(kind, after.get(), "starting_after"), false);
      }
      found.addAll(collect(older.descendingMap(), kept, limit));
    }
    boolean hasMore = found.size() > limit;
    if (hasMore) found.removeLast();
    if (before.isPresent()) Collections.reverse(found);
    return World.list(url, found.stream().map(world::shown).toList(), hasMore);
  }

  private long number(Kind kind, String id, String parameter) {
    return world.table(kind).numberOf(id).orElseThrow(() -> Refusal.missing(kind, id, parameter));
  }

  static int limit(Params params) {
    long limit = params.number("limit").orElse(LIMIT);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw Refusal.invalid("Invalid limit: must be between 1 and " + LIMIT_MAX).param("limit");
    }
    return (int) limit;
  }

  /// One more than the limit, if there are so many.
  private static List<ObjectNode> collect(
      NavigableMap<Long, ObjectNode> objects, Predicate<ObjectNode> kept, int limit) {
    return objects.values().stream().filter(kept).limit(limit + 1L).toList();
  }

  private static Predicate<ObjectNode> created(Params params) {
    long from = params.number("created[gte]").orElse(Long.MIN_VALUE);
    long after = params.number("created[gt]").orElse(Long.MIN_VALUE);
    long to = params.number("created[lte]").orElse(Long.MAX_VALUE);
    long before = params.number("created[lt]").orElse(Long.MAX_VALUE);
    var exactly = params.number("created");
    return object -> {
      long created = object.path("created").asLong();
      return created >= from
          && created > after
          && created <= to
          && created < before
          && (exactly.isEmpty() || exactly.getAsLong() == created);
    };
  }
}
