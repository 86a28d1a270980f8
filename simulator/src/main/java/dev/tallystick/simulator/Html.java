package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Pieces of pages, and the frame around them. Texts are escaped where they are put in.
final class Html {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final String FRAME =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%s – Stripe simulator</title>
      <link rel="stylesheet" href="/style.css">
      <link rel="icon" href="data:,">
      <p class="banner">This is a simulation of Stripe: no money moves.</p>
      <main class="%s">
      %s
      </main>
      </html>
      """;

  private Html() {}

  /// A page for the person who pays.
  static Answer page(String title, String body) {
    return answer(200, FRAME.formatted(escape(title), "narrow", body));
  }

  static Answer problem(int status, String title, String body) {
    return answer(status, FRAME.formatted(escape(title), "narrow", body));
  }

  /// The page for whoever runs the simulator.
  static Answer wide(String title, String body) {
    return answer(200, FRAME.formatted(escape(title), "wide", body));
  }

  private static Answer answer(int status, String text) {
    return Answer.of(status, "text/html; charset=utf-8", text);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /// An amount as people write it.
  static String money(long amount, String currency) {
    return escape(Lines.money(amount, currency));
  }

  static String money(ObjectNode object, String field) {
    return money(object.path(field).asLong(), object.path("currency").asText());
  }

  static String moment(long seconds) {
    return MOMENT.format(Instant.ofEpochSecond(seconds));
  }

  static String day(long seconds) {
    return DAY.format(Instant.ofEpochSecond(seconds));
  }

  /// A word with a colour: `good`, `bad`, `wait` or none.
  static String mark(String kind, String text) {
    return "<span class=\"mark %s\">%s</span>".formatted(kind, escape(text));
  }

  static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\"%s\" value=\"%s\">".formatted(name, escape(value));
  }
}
