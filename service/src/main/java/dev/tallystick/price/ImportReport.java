package dev.tallystick.price;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What an import did, for people ([#lines]) and as it is for JSON. `outranked` counts prices of
/// the file that do not decide, because a higher catalogue has the model; `repriced` are those that
/// decide from now on and differ from the lower catalogue that did before.
public record ImportReport(
    String source,
    String catalogue,
    String effective,
    Counts prices,
    int rowsAdded,
    int outranked,
    List<Repriced> repriced,
    Map<String, Counts> byProvider,
    List<PriceFile.Skipped> skipped,
    Map<String, Integer> repaired,
    Map<String, Integer> ignored) {
  /// Prices of the file by what became of them; `skipped` are entries that gave none.
  public record Counts(int added, int changed, int unchanged, int skipped) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          added + other.added,
          changed + other.changed,
          unchanged + other.unchanged,
          skipped + other.skipped);
    }

    int sum() {
      return added + changed + unchanged + skipped;
    }
  }

  /// A model that is priced by another catalogue than before, at other figures.
  public record Repriced(String provider, String model, String serviceTier, String before) {}

  private static final int PROVIDERS_SHOWN_MAX = 12;
  private static final int REPRICED_SHOWN_MAX = 10;

  public ImportReport {
    repriced = List.copyOf(repriced);
    byProvider = Collections.unmodifiableMap(new TreeMap<>(byProvider));
    skipped = List.copyOf(skipped);
  }

  /// The report as text for a terminal, short and aligned.
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("%s, as %s, changes from %s".formatted(source, catalogue, effective));
    lines.add(
        "prices: %d new, %d changed, %d unchanged; %d rows added"
            .formatted(prices.added, prices.changed, prices.unchanged, rowsAdded));
    if (outranked > 0) {
      lines.add("outranked by another catalogue: %d".formatted(outranked));
    }
    addRepriced(lines);
    addCounts(lines, "skipped: %d entries".formatted(skipped.size()), reasons());
    addCounts(lines, "repaired:", repaired);
    addCounts(lines, "not counted by messages, ignored:", ignored);
    addProviders(lines);
    return lines;
  }

  private void addRepriced(List<String> lines) {
    if (repriced.isEmpty()) return;
    lines.add("decide from now on, at other figures than before: %d".formatted(repriced.size()));
    repriced.stream()
        .limit(REPRICED_SHOWN_MAX)
        .map(
            each ->
                "  %s %s (%s), was %s"
                    .formatted(each.provider, each.model, each.serviceTier, each.before))
        .forEach(lines::add);
    addRest(lines, repriced.size() - REPRICED_SHOWN_MAX);
  }

  private void addProviders(List<String> lines) {
    var width = byProvider.keySet().stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(width, "provider".length());
    var row = "%-" + width + "s %9s %9s %9s %9s";
    lines.add(
        String.format(Locale.ROOT, row, "provider", "new", "changed", "unchanged", "skipped"));
    byProvider.entrySet().stream()
        .sorted((a, b) -> Integer.compare(b.getValue().sum(), a.getValue().sum()))
        .limit(PROVIDERS_SHOWN_MAX)
        .map(each -> providerLine(row, each.getKey(), each.getValue()))
        .forEach(lines::add);
    addRest(lines, byProvider.size() - PROVIDERS_SHOWN_MAX);
  }

  private static String providerLine(String row, String provider, Counts counts) {
    return String.format(
        Locale.ROOT,
        row,
        provider.isEmpty() ? "(none)" : provider,
        counts.added,
        counts.changed,
        counts.unchanged,
        counts.skipped);
  }

  /// Skipped entries by reason, without the figures that make each reason its own.
  private Map<String, Integer> reasons() {
    return skipped.stream()
        .map(each -> each.reason().split(":", 2)[0])
        .collect(Collectors.toMap(reason -> reason, _ -> 1, Integer::sum, TreeMap::new));
  }

  private static void addCounts(List<String> lines, String title, Map<String, Integer> counts) {
    if (counts.isEmpty()) return;
    lines.add(title);
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(each -> "  %5d  %s".formatted(each.getValue(), each.getKey()))
        .forEach(lines::add);
  }

  private static void addRest(List<String> lines, int rest) {
    if (rest > 0) lines.add("  and %d more".formatted(rest));
  }
}
