package dev.tallystick.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystick.referral.Missing;
import dev.tallystick.referral.Referral;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.referral.SeenReferral;
import dev.tallystick.referral.Standing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// How the API shows referrals: all of one to keys and staff, and to the two sides what concerns
/// them. Neither sees an address of the other, and never more of a name than what is masked.
public final class ReferralViews {
  private ReferralViews() {}

  /// All of a referral, for keys and staff.
  public static void referral(JsonGenerator json, SeenReferral seen, Instant now)
      throws IOException {
    json.writeStartObject();
    fields(json, seen, now);
    json.writeEndObject();
  }

  /// The same, with its life so far.
  public static void withHistory(
      JsonGenerator json, SeenReferral seen, List<ReferralReader.Event> history, Instant now)
      throws IOException {
    json.writeStartObject();
    fields(json, seen, now);
    json.writeArrayFieldStart("history");
    for (var event : history) event(json, event);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, SeenReferral seen, Instant now)
      throws IOException {
    var referral = seen.referral();
    json.writeStringField("referrerId", referral.referrerId().toString());
    json.writeStringField("referrerName", seen.referrer().name());
    json.writeStringField("referredId", referral.referredId().toString());
    json.writeStringField("referredName", seen.referred().name());
    status(json, referral);
    json.writeStringField("outcome", referral.outcome().word());
    missing(json, seen.missing(now));
    terms(json, referral.terms());
    json.writeObjectFieldStart("signals");
    for (var signal : new TreeMap<>(referral.signals()).entrySet()) {
      json.writeNumberField(signal.getKey(), signal.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("score", referral.score());
    json.writeNumberField("reviewScore", referral.reviewScore());
    Views.text(json, "reviewedAt", referral.reviewedAt());
    times(json, referral);
    Views.text(json, "qualifiedBy", referral.qualifiedBy());
    Views.text(json, "dueAt", referral.dueAt());
    json.writeNumberField("reversals", referral.reversals());
    Views.text(json, "referrerGrantId", referral.referrerGrantId());
    Views.text(json, "referredGrantId", referral.referredGrantId());
  }

  private static void status(JsonGenerator json, Referral referral) throws IOException {
    json.writeStringField("status", referral.status().word());
    Views.text(json, "reason", referral.reason());
  }

  private static void terms(JsonGenerator json, Referral.Terms terms) throws IOException {
    json.writeStringField("completes", terms.completion().word());
    json.writeNumberField("holdDays", terms.hold().toDays());
    Views.credits(json, "referrerCredits", terms.referrerCredits());
    Views.credits(json, "referredCredits", terms.referredCredits());
    var days = terms.creditsLast().map(Duration::toDays);
    if (days.isPresent()) {
      json.writeNumberField("creditsDays", days.get());
    } else {
      json.writeNullField("creditsDays");
    }
  }

  private static void times(JsonGenerator json, Referral referral) throws IOException {
    Views.text(json, "createdAt", Optional.of(referral.createdAt()));
    Views.text(json, "qualifiesUntil", Optional.of(referral.qualifiesUntil()));
    Views.text(json, "qualifiedAt", referral.qualifiedAt());
    Views.text(json, "completedAt", referral.completedAt());
  }

  private static void missing(JsonGenerator json, List<Missing> missing) throws IOException {
    json.writeArrayFieldStart("missing");
    for (var one : missing) {
      json.writeStartObject();
      json.writeStringField("what", one.what().word());
      Views.text(json, "until", one.until());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void event(JsonGenerator json, ReferralReader.Event event) throws IOException {
    json.writeStartObject();
    Views.text(json, "at", Optional.of(event.at()));
    Views.text(json, "from", event.from().map(Referral.Status::word));
    json.writeStringField("to", event.to().word());
    Views.text(json, "reason", event.reason());
    Views.text(json, "note", event.note());
    json.writeStringField("actor", event.actor());
    json.writeEndObject();
  }

  /// What one of the two sides sees: without what spoke against it.
  static void own(JsonGenerator json, SeenReferral seen, UUID user, Instant now)
      throws IOException {
    var referral = seen.referral();
    json.writeStartObject();
    json.writeStringField("referrerId", referral.referrerId().toString());
    json.writeStringField("referredId", referral.referredId().toString());
    json.writeStringField("role", seen.isReferrer(user) ? "referrer" : "referred");
    json.writeStringField("name", seen.otherName(user));
    status(json, referral);
    missing(json, seen.missing(now));
    Views.credits(json, "credits", seen.credits(user));
    times(json, referral);
    json.writeEndObject();
  }

  /// How a user stands.
  ///
  /// @param publicUrl where people reach this server
  static void standing(JsonGenerator json, Standing standing, String publicUrl, Instant now)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("userId", standing.userId().toString());
    json.writeStringField("code", standing.code());
    json.writeStringField("link", publicUrl + "/r/" + standing.code());
    json.writeBooleanField("active", standing.isActive());
    json.writeNumberField("limit", standing.limit());
    json.writeNumberField("used", standing.used());
    json.writeNumberField("left", standing.left());
    json.writeObjectFieldStart("earned");
    Views.credits(json, "asReferrer", standing.earnedAsReferrer());
    Views.credits(json, "asReferred", standing.earnedAsReferred());
    Views.credits(json, "total", standing.earned());
    json.writeEndObject();
    json.writeArrayFieldStart("pending");
    for (var seen : standing.pending()) own(json, seen, standing.userId(), now);
    json.writeEndArray();
    json.writeEndObject();
  }
}
