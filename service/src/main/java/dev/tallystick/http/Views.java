package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.account.User;
import dev.tallystick.credit.Account;
import dev.tallystick.credit.BurnDown.Draw;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Entry;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.Reversal;
import dev.tallystick.message.Message;
import dev.tallystick.message.UsageDays;
import dev.tallystick.postgres.JsonText;
import dev.tallystick.session.Session;
import dev.tallystick.usage.Kind;
import dev.tallystick.usage.Usage;
import dev.tallystick.usage.Warning;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How the API shows what the domain holds: camelCase, decimals as strings, times in UTC, and
/// `null` for what is not there.
final class Views {
  private Views() {}

  static void user(JsonGenerator json, User user) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", user.id().toString());
    text(json, "email", user.email());
    text(json, "name", user.name());
    text(json, "imageUrl", user.imageUrl());
    text(json, "emailVerifiedAt", user.emailVerifiedAt());
    json.writeStringField("status", user.status().word());
    text(json, "statusReason", user.statusReason());
    text(json, "stripeCustomerId", user.stripeCustomerId());
    json.writeStringField("referralCode", user.referralCode());
    json.writeNumberField("referralLimit", user.referralLimit());
    text(json, "nextQuotaReset", user.nextQuotaReset());
    text(json, "createdAt", Optional.of(user.createdAt()));
    json.writeEndObject();
  }

  /// The fields of a session that its user may see, inside an object that is open.
  static void session(JsonGenerator json, Session session) throws IOException {
    json.writeStringField("id", session.id().toString());
    json.writeStringField("userId", session.userId().toString());
    json.writeStringField("kind", session.kind().word());
    text(json, "label", session.label());
    json.writeArrayFieldStart("scopes");
    for (var scope : session.scopes()) json.writeString(scope);
    json.writeEndArray();
    text(json, "fingerprintId", session.device().map(Session.Device::fingerprintId));
    text(json, "createdAt", Optional.of(session.createdAt()));
    text(json, "lastSeenAt", Optional.of(session.lastSeenAt()));
    text(json, "idleExpiresAt", Optional.of(session.idleExpiresAt()));
    text(json, "expiresAt", Optional.of(session.expiresAt()));
  }

  static void grant(JsonGenerator json, Grant grant) throws IOException {
    json.writeStartObject();
    grantFields(json, grant);
    json.writeEndObject();
  }

  /// The fields of a grant, inside an object that is open.
  static void grantFields(JsonGenerator json, Grant grant) throws IOException {
    json.writeStringField("id", grant.id().toString());
    json.writeStringField("operationId", grant.operationId());
    json.writeStringField("type", grant.type().word());
    json.writeNumberField("priority", grant.priority());
    credits(json, "credits", grant.principal());
    credits(json, "balance", grant.balance());
    text(json, "expiresAt", grant.expiresAt());
    text(json, "createdAt", Optional.of(grant.createdAt()));
  }

  static void reversal(JsonGenerator json, Reversal reversal) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", reversal.id().toString());
    json.writeStringField("grantId", reversal.grantId().toString());
    json.writeStringField("operationId", reversal.operationId());
    json.writeStringField("kind", reversal.kind().word());
    json.writeStringField("spent", reversal.spent().word());
    credits(json, "credits", reversal.amount());
    credits(json, "taken", reversal.taken());
    credits(json, "owed", reversal.owed());
    credits(json, "forgone", reversal.forgone());
    text(json, "createdAt", Optional.of(reversal.createdAt()));
    text(json, "restoredAt", reversal.restoredAt());
    json.writeEndObject();
  }

  static void balance(JsonGenerator json, Account account) throws IOException {
    json.writeStartObject();
    credits(json, "available", account.available());
    credits(json, "balance", account.balance());
    credits(json, "held", account.held());
    credits(json, "debt", account.debt());
    json.writeArrayFieldStart("grants");
    for (var grant : account.grants()) grant(json, grant);
    json.writeEndArray();
    json.writeEndObject();
  }

  static void entry(JsonGenerator json, Entry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", entry.id().toString());
    json.writeStringField("kind", entry.kind().word());
    credits(json, "amount", entry.amount());
    text(json, "grantId", entry.grantId());
    text(json, "messageId", entry.messageId());
    text(json, "reversalId", entry.reversalId());
    text(json, "createdAt", Optional.of(entry.createdAt()));
    json.writeEndObject();
  }

  /// The fields of an answer to a recorded message, inside an object that is open.
  static void recorded(
      JsonGenerator json,
      Message message,
      List<Draw> draws,
      Credits debt,
      Credits available,
      boolean isReplayed)
      throws IOException {
    json.writeStringField("id", message.id().toString());
    charge(json, message);
    draws(json, draws);
    credits(json, "debt", debt);
    credits(json, "available", available);
    json.writeBooleanField("replayed", isReplayed);
    warnings(json, message.warnings());
  }

  private static void charge(JsonGenerator json, Message message) throws IOException {
    json.writeStringField("status", message.status().word());
    text(json, "cost", message.cost().map(cost -> cost.toPlainString()));
    credits(json, "credits", message.credits());
    text(json, "priceId", message.priceId());
    json.writeFieldName("tokens");
    tokens(json, message.usage());
  }

  private static void draws(JsonGenerator json, List<Draw> draws) throws IOException {
    json.writeArrayFieldStart("draws");
    for (var draw : draws) {
      json.writeStartObject();
      json.writeStringField("grantId", draw.grantId().toString());
      credits(json, "credits", draw.credits());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void warnings(JsonGenerator json, List<Warning> warnings) throws IOException {
    json.writeArrayFieldStart("warnings");
    for (var warning : warnings) {
      json.writeStartObject();
      json.writeStringField("code", warning.code());
      json.writeStringField("detail", warning.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// The counts of each kind that is a count of the message, and their total.
  static void tokens(JsonGenerator json, Usage usage) throws IOException {
    json.writeStartObject();
    for (var kind : COUNTED) json.writeNumberField(kind.jsonName(), usage.of(kind));
    json.writeNumberField("total", usage.totalTokens());
    json.writeEndObject();
  }

  private static final List<Kind> COUNTED =
      java.util.Arrays.stream(Kind.values()).filter(kind -> kind != Kind.REQUEST).toList();

  /// The fields of a stored message, inside an object that is open.
  static void message(JsonGenerator json, Message message) throws IOException {
    json.writeStringField("id", message.id().toString());
    json.writeStringField("userId", message.userId().toString());
    text(json, "clientId", message.clientId());
    text(json, "clientRequestId", message.clientRequestId());
    json.writeStringField("provider", message.provider());
    json.writeStringField("model", message.model());
    text(json, "responseModel", message.responseModel());
    json.writeStringField("serviceTier", message.serviceTier().jsonName());
    text(json, "region", message.region());
    json.writeStringField("billing", message.billing().word());
    charge(json, message);
    raw(json, "costByKind", message.costByKind());
    if (message.latencyMs().isPresent()) {
      json.writeNumberField("latencyMs", message.latencyMs().get());
    } else {
      json.writeNullField("latencyMs");
    }
    text(json, "finishedAt", message.finishedAt());
    text(json, "receivedAt", Optional.of(message.receivedAt()));
    warnings(json, message.warnings());
  }

  static void usage(JsonGenerator json, String keyName, UsageDays.Group group) throws IOException {
    var sums = group.sums();
    json.writeStartObject();
    json.writeStringField(keyName, group.key());
    json.writeNumberField("messages", sums.messages());
    json.writeNumberField("unpricedMessages", sums.unpricedMessages());
    json.writeObjectFieldStart("tokens");
    json.writeNumberField("input", sums.inputTokens());
    json.writeNumberField("output", sums.outputTokens());
    json.writeNumberField("cacheRead", sums.cacheReadTokens());
    json.writeNumberField("cacheWrite", sums.cacheWriteTokens());
    json.writeNumberField("reasoning", sums.reasoningTokens());
    json.writeNumberField("audio", sums.audioTokens());
    json.writeNumberField("total", sums.totalTokens());
    json.writeEndObject();
    json.writeStringField("cost", sums.cost().toPlainString());
    credits(json, "credits", sums.credits());
    json.writeEndObject();
  }

  static void credits(JsonGenerator json, String name, Credits credits) throws IOException {
    json.writeStringField(name, credits.toString());
  }

  static void text(JsonGenerator json, String name, Optional<?> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get().toString());
    } else {
      json.writeNullField(name);
    }
  }

  static void number(JsonGenerator json, String name, Optional<Long> value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  static void raw(JsonGenerator json, String name, Optional<JsonText> value) throws IOException {
    json.writeFieldName(name);
    json.writeRawValue(value.map(JsonText::toString).orElse("null"));
  }

  /// A page of a list, with the cursor of the next one where there is one.
  static <T> Answer page(
      String name, List<T> items, Optional<String> nextCursor, ItemWriting<T> writing) {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart(name);
          for (var item : items) writing.to(json, item);
          json.writeEndArray();
          text(json, "nextCursor", nextCursor);
          json.writeEndObject();
        });
  }

  /// A page of a list of which `limit` items were asked for; one that is full has a next one, whose
  /// cursor is the id of its last item.
  static <T> Answer page(
      String name, List<T> items, int limit, Function<T, ?> idOf, ItemWriting<T> writing) {
    var next =
        items.size() < limit
            ? Optional.<String>empty()
            : Optional.of(String.valueOf(idOf.apply(items.getLast())));
    return page(name, items, next, writing);
  }

  /// Writes one item of a list.
  interface ItemWriting<T> {
    void to(JsonGenerator json, T item) throws IOException;
  }
}
