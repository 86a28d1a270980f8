package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.stripe.reconcile.Difference;
import dev.tallystick.stripe.reconcile.Reconciliation;
import dev.tallystick.stripe.reconcile.Reconciliations.Totals;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;

/// How the API shows comparisons of Stripe with the database.
public final class ReconciliationViews {
  private ReconciliationViews() {}

  /// One, as it stands.
  public static void reconciliation(JsonGenerator json, Reconciliation shown) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", shown.id().toString());
    json.writeStringField("status", shown.status().word());
    json.writeBooleanField("repair", shown.order().isRepair());
    Views.text(json, "since", shown.order().since());
    Views.text(json, "startedAt", Optional.of(shown.startedAt()));
    Views.text(json, "finishedAt", shown.finishedAt());
    counts(json, shown.checked(), shown.differing(), shown.repaired());
    json.writeArrayFieldStart("lists");
    for (var list : shown.lists()) {
      json.writeStartObject();
      json.writeStringField("list", list.list().word());
      counts(json, list.checked(), list.differing(), list.repaired());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void counts(JsonGenerator json, long checked, long differing, long repaired)
      throws IOException {
    json.writeNumberField("checked", checked);
    json.writeNumberField("differing", differing);
    json.writeNumberField("repaired", repaired);
  }

  /// What all differences of one come to.
  public static void totals(JsonGenerator json, Totals totals) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("money");
    for (var sum : new TreeMap<>(totals.money()).entrySet()) {
      json.writeNumberField(sum.getKey(), sum.getValue());
    }
    json.writeEndObject();
    Views.credits(json, "credits", totals.credits());
    json.writeObjectFieldStart("notes");
    for (var notes : new TreeMap<>(totals.notes()).entrySet()) {
      json.writeNumberField(notes.getKey(), notes.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /// One difference, or note.
  public static void difference(JsonGenerator json, Difference shown) throws IOException {
    json.writeStartObject();
    json.writeStringField("subject", shown.subject());
    json.writeStringField("field", shown.field());
    json.writeStringField("status", shown.status().word());
    Views.text(json, "userId", shown.user());
    Views.text(json, "stripe", shown.stripe());
    Views.text(json, "ours", shown.ours());
    if (shown.amount().isPresent()) {
      json.writeNumberField("amount", shown.amount().get());
    } else {
      json.writeNullField("amount");
    }
    Views.text(json, "currency", shown.currency());
    Views.text(json, "credits", shown.credits());
    json.writeEndObject();
  }
}
