package dev.tallystick.message;

import dev.tallystick.credit.Account;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.JsonText;
import dev.tallystick.postgres.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Answers messages whose id is stored already: as before if the content is the same, otherwise
/// with a refusal. Bodies are compared by the database as jsonb, so that white space and the order
/// of keys do not make a difference.
final class Replays {
  private final Ledger ledger;

  Replays(Ledger ledger) {
    this.ledger = ledger;
  }

  /// @param stored the stored messages by id, one for each repeated message
  /// @param accounts the accounts locked in this transaction
  Map<UUID, Recording> answer(
      Tx tx, List<NewMessage> repeated, Map<UUID, Message> stored, Map<UUID, Account> accounts) {
    var sameBodies = sameBodies(tx, repeated);
    var users = repeated.stream().map(NewMessage::userId).toList();
    var entries = ledger.entriesOf(tx, users, repeated.stream().map(NewMessage::id).toList());
    var answers = new HashMap<UUID, Recording>();
    for (var message : repeated) {
      var before = Objects.requireNonNull(stored.get(message.id()));
      // Of a deleted user no bodies are left to be compared.
      var account = Optional.ofNullable(accounts.get(message.userId()));
      boolean isErased = account.map(Account::isClosed).orElse(false);
      boolean isSame = isErased || sameBodies.contains(message.id());
      if (!isSame || !sameFields(message, before)) {
        answers.put(message.id(), new Recording.IdReused(message.id()));
        continue;
      }
      var moved = entries.getOrDefault(message.id(), List.of());
      var available = account.map(Account::available).orElse(Credits.ZERO);
      answers.put(
          message.id(),
          new Recording.Replayed(before, Batch.draws(moved), Batch.debt(moved), available));
    }
    return answers;
  }

  private static boolean sameFields(NewMessage message, Message stored) {
    return message.userId().equals(stored.userId())
        && message.clientId().equals(stored.clientId())
        && message.clientRequestId().equals(stored.clientRequestId())
        && message.provider().equals(stored.provider())
        && message.model().equals(stored.model())
        && message.responseModel().equals(stored.responseModel())
        && message.serviceTier() == stored.serviceTier()
        && message.region().equals(stored.region())
        && message.billing() == stored.billing()
        && message.usage().equals(stored.usage())
        && message.latencyMs().equals(stored.latencyMs())
        && message.finishedAt().equals(stored.finishedAt());
  }

  // Bodies that jsonb cannot hold were stored as strings of their text: those are compared first,
  // because to read them as jsonb fails.
  private static final String SAME_BODIES =
      """
      SELECT m.id
        FROM unnest(:ids, :requests, :responses, :usages) AS sent (id, request, response, usage)
        JOIN tally.messages AS m ON m.id = sent.id
       WHERE CASE
               WHEN m.request IS NOT DISTINCT FROM to_jsonb(sent.request)
                AND m.response IS NOT DISTINCT FROM to_jsonb(sent.response)
                AND m.usage = to_jsonb(sent.usage)
               THEN true
               ELSE m.request IS NOT DISTINCT FROM sent.request::jsonb
                AND m.response IS NOT DISTINCT FROM sent.response::jsonb
                AND m.usage = sent.usage::jsonb
             END
      """;

  private static Set<UUID> sameBodies(Tx tx, List<NewMessage> repeated) {
    return tx.query(SAME_BODIES)
        .bindArray("ids", UUID.class, repeated.stream().map(NewMessage::id).toArray())
        .bindArray("requests", String.class, texts(repeated, NewMessage::request))
        .bindArray("responses", String.class, texts(repeated, NewMessage::response))
        .bindArray("usages", String.class, texts(repeated, m -> Optional.of(m.rawUsage())))
        .mapTo(UUID.class)
        .set();
  }

  private static List<@Nullable String> texts(
      List<NewMessage> messages, Function<NewMessage, Optional<JsonText>> body) {
    var texts = new ArrayList<@Nullable String>(messages.size());
    for (var message : messages) {
      texts.add(body.apply(message).map(JsonText::toString).orElse(null));
    }
    return texts;
  }
}
