package dev.tallystick.credit;

import dev.tallystick.postgres.Tx;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/// A grant and all reversals of it, also those that were undone, oldest first.
public record GrantHistory(Grant grant, List<Reversal> reversals) {
  public GrantHistory {
    reversals = List.copyOf(reversals);
  }

  private static final String GRANTS =
      """
      SELECT *
        FROM tally.credit_grants
       WHERE user_id = :user
         AND (operation_id = :operation OR starts_with(operation_id, :operation || ':'))
       ORDER BY id
      """;

  private static final String REVERSALS =
      """
      SELECT *
        FROM tally.credit_reversals
       WHERE user_id = :user AND grant_id = ANY (:grants)
       ORDER BY id
      """;

  /// What an operation gave: under its own id, or under that id, a colon and a name.
  public static List<GrantHistory> of(Tx tx, UUID userId, String operationId) {
    var grants =
        tx.query(GRANTS)
            .bind("user", userId)
            .bind("operation", operationId)
            .map(GrantRow::read)
            .list();
    if (grants.isEmpty()) return List.of();
    var reversals =
        tx
            .query(REVERSALS)
            .bind("user", userId)
            .bindArray("grants", UUID.class, grants.stream().map(Grant::id).toArray())
            .map(ReversalRow::read)
            .stream()
            .collect(Collectors.groupingBy(Reversal::grantId));
    return grants.stream()
        .map(grant -> new GrantHistory(grant, reversals.getOrDefault(grant.id(), List.of())))
        .toList();
  }

  /// The reversals that stand.
  public List<Reversal> standing() {
    return reversals.stream().filter(each -> each.restoredAt().isEmpty()).toList();
  }
}
