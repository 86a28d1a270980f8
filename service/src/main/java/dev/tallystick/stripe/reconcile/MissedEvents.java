package dev.tallystick.stripe.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.stripe.Event;
import dev.tallystick.stripe.Inbox;
import dev.tallystick.stripe.StripeApi;
import dev.tallystick.stripe.Subject;
import dev.tallystick.stripe.reconcile.Difference.Status;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Events that Stripe lists and that the inbox does not have.
final class MissedEvents {
  private static final String PREFIX = "event:";

  private final Database database;
  private final StripeApi stripe;
  private final Inbox inbox;

  MissedEvents(Database database, StripeApi stripe, Inbox inbox) {
    this.database = database;
    this.stripe = stripe;
    this.inbox = inbox;
  }

  private static final String STORED =
      """
      SELECT id FROM tally.stripe_events WHERE id = ANY(:ids)
      """;

  /// Those of a page of Stripe's list that never arrived. What leads to nothing that is mirrored
  /// may not have been asked for.
  List<Event> of(List<JsonNode> elements) {
    var events =
        elements.stream()
            .map(MissedEvents::read)
            .flatMap(Optional::stream)
            .filter(event -> event.subject().isPresent())
            .toList();
    var ids = events.stream().map(Event::id).toList();
    var stored =
        database.inTransaction(
            tx ->
                new HashSet<>(
                    tx.query(STORED)
                        .bindArray("ids", String.class, ids)
                        .mapTo(String.class)
                        .list()));
    return events.stream().filter(event -> !stored.contains(event.id())).toList();
  }

  private static Optional<Event> read(JsonNode element) {
    return Event.read(element.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// An event that may never have arrived.
  static Difference suspected(Event event) {
    var subject = event.subject().map(Subject::word).orElseThrow();
    return new Difference(
        PREFIX + event.id(),
        Difference.EVENT,
        Status.SUSPECTED,
        Optional.empty(),
        Optional.of("%s of %s, %s".formatted(event.type(), event.occurredAt(), subject)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Whether the subject of a difference is an event.
  static boolean isEvent(String subject) {
    return subject.startsWith(PREFIX);
  }

  private static final String WITHDRAW =
      """
      DELETE FROM tally.reconciliation_differences d
       USING tally.stripe_events e
       WHERE d.reconciliation_id = :run AND d.status = 'suspected'
         AND d.field = 'event' AND d.subject = 'event:' || e.id
      """;

  /// Takes those off the books that arrived since.
  static void withdrawArrived(Tx tx, UUID run) {
    tx.update(WITHDRAW).bind("run", run).execute();
  }

  /// Stores one, as if it had arrived only now.
  void store(String subject) {
    var id = subject.substring(PREFIX.length());
    var event = read(stripe.json(it -> it.events().retrieve(id)));
    var _ = inbox.store(event.orElseThrow(() -> new IllegalStateException(id + " is no event")));
  }

  /// What these are about.
  static Collection<Subject> subjects(List<Event> events) {
    return events.stream().map(Event::subject).flatMap(Optional::stream).distinct().toList();
  }
}
