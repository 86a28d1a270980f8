package dev.tallystick.price;

import dev.tallystick.price.ImportReport.Counts;
import dev.tallystick.price.ImportReport.Repriced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The report of an import while it runs.
final class ImportOutcome {
  private static final Counts ADDED = new Counts(1, 0, 0, 0);
  private static final Counts CHANGED = new Counts(0, 1, 0, 0);
  private static final Counts UNCHANGED = new Counts(0, 0, 1, 0);
  private static final Counts SKIPPED = new Counts(0, 0, 0, 1);

  private final PriceFile file;
  private final Instant effective;
  private final Map<String, Counts> byProvider = new TreeMap<>();
  private final List<Repriced> repriced = new ArrayList<>();
  private int rowsAdded;
  private int outranked;

  ImportOutcome(PriceFile file, Instant effective) {
    this.file = file;
    this.effective = effective;
    file.skipped().forEach(each -> byProvider.merge(each.provider(), SKIPPED, Counts::plus));
  }

  void count(PriceDraft draft, boolean wasStored, List<ImportPlan.Row> added) {
    var counts = added.isEmpty() ? UNCHANGED : wasStored ? CHANGED : ADDED;
    byProvider.merge(draft.provider(), counts, Counts::plus);
    rowsAdded += added.size();
  }

  /// The report, given all prices before the import and after.
  ImportReport report(PriceBook before, PriceBook after) {
    file.drafts().forEach(draft -> compare(draft, before, after));
    return new ImportReport(
        file.source(),
        file.catalogue().jsonName(),
        effective.toString(),
        byProvider.values().stream().reduce(Counts.NONE, Counts::plus),
        rowsAdded,
        outranked,
        repriced,
        byProvider,
        file.skipped(),
        file.repaired(),
        file.ignored());
  }

  /// Whether the file's price of this model decides, and if it came to do so by this import.
  private void compare(PriceDraft draft, PriceBook before, PriceBook after) {
    var tier = draft.serviceTier();
    // A catalogue may list a model under a name that its own rule does not fit.
    var name = draft.match().exactNames().findFirst().orElse(draft.model());
    var now = after.find(draft.provider(), name, tier, effective);
    if (now.isEmpty()) return;
    if (now.get().price().key().catalogue() != file.catalogue()) {
      outranked++;
      return;
    }
    before
        .find(draft.provider(), name, tier, effective)
        .map(PriceBook.Match::price)
        .filter(was -> was.key().catalogue() != file.catalogue())
        .filter(was -> !was.tariff().equals(now.get().price().tariff()))
        .ifPresent(was -> repriced.add(repriced(draft, was)));
  }

  private static Repriced repriced(PriceDraft draft, Price was) {
    return new Repriced(
        draft.provider(),
        draft.model(),
        draft.serviceTier().jsonName(),
        was.key().catalogue().jsonName());
  }
}
