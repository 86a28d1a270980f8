package dev.tallystick.price;

import dev.tallystick.TestingData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The two real catalogue files, small made-up ones, and books of them without a database.
final class TestingPriceFiles {
  static final Instant SUMMER = Instant.parse("2026-08-25T12:00:00Z");

  private TestingPriceFiles() {}

  static PriceFile genaiPrices() {
    return read("genai-prices-v2_2026-08-21.json");
  }

  static PriceFile litellm() {
    return read("litellm_2026-08-06.json");
  }

  static PriceFile text(String json) {
    return PriceFile.read("test.json", json.getBytes(StandardCharsets.UTF_8));
  }

  /// The book after the files were imported into an empty table, in that order.
  static PriceBook book(PriceFile... files) {
    var prices = new ArrayList<Price>();
    for (var file : files) {
      for (var draft : file.drafts()) {
        draft
            .timeline()
            .forEach(
                (from, tariff) -> {
                  var revision = prices.size() + 1L;
                  prices.add(price(revision, file, draft, from, tariff));
                });
      }
    }
    return PriceBook.of(List.copyOf(prices));
  }

  private static Price price(
      long revision, PriceFile file, PriceDraft draft, Instant from, Tariff tariff) {
    return new Price(
        new UUID(0, revision),
        revision,
        draft.keyIn(file.catalogue()),
        draft.match(),
        from,
        0,
        tariff,
        file.source(),
        SUMMER);
  }

  private static PriceFile read(String name) {
    var file = TestingData.path("prices").resolve(name);
    try {
      return PriceFile.read(name, Files.readAllBytes(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
