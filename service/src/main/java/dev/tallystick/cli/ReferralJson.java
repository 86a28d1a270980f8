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

/// Referrals as the API shows them.
final class ReferralJson {
  private ReferralJson() {}

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  static String list(List<SeenReferral> referrals, Instant now) {
    return text(
        json -> {
          json.writeStartArray();
          for (var seen : referrals) ReferralViews.referral(json, seen, now);
          json.writeEndArray();
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
