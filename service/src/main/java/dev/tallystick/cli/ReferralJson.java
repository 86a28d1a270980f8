package dev.tallystick.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.http.ReferralViews;
import dev.tallystick.referral.ReferralReader;
import dev.tallystick.referral.SeenReferral;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Referrals as the API shows them.
final class ReferralJson {
  private ReferralJson() {}

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  static String page(List<SeenReferral> referrals, Optional<UUID> next, Instant now) {
    return text(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("referrals");
          for (var seen : referrals) ReferralViews.referral(json, seen, now);
          json.writeEndArray();
          if (next.isPresent()) {
            json.writeStringField("nextCursor", next.get().toString());
          } else {
            json.writeNullField("nextCursor");
          }
          json.writeEndObject();
        });
  }

  static String withHistory(SeenReferral seen, List<ReferralReader.Event> history, Instant now) {
    return text(json -> ReferralViews.withHistory(json, seen, history, now));
  }

  private static String text(Writing writing) {
    var text = new StringWriter();
    try (var json = new ObjectMapper().getFactory().createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }
}
