package dev.tallystick.credit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;

/// A grant with what became of its credits, which is all that a reversal of it depends on.
///
/// @param reversed what reversals are about that were not undone
/// @param taken what of that went from the grant
/// @param settled what of that was spent: owed, or written off
/// @param expired what lapsed
record ReversibleGrant(
    Grant grant, Credits reversed, Credits taken, Credits settled, Credits expired) {
  static ReversibleGrant read(ResultSet row, StatementContext context) throws SQLException {
    return new ReversibleGrant(
        GrantRow.read(row, context),
        Credits.exact(row.getBigDecimal("reversed")),
        Credits.exact(row.getBigDecimal("taken")),
        Credits.exact(row.getBigDecimal("settled")),
        Credits.exact(row.getBigDecimal("expired")));
  }

  /// What is not reversed yet.
  Credits left() {
    return grant.principal().minus(reversed);
  }

  /// Whether its time is over. What it still holds lapses, though it is not written off yet.
  boolean isExpired(Instant now) {
    return grant.expiresAt().isPresent() && !grant.expiresAt().get().isAfter(now);
  }

  /// How `amount` is taken back: what is left in the grant first, then what was spent and is not
  /// answered for by an earlier reversal. The rest had expired.
  Parts parts(Credits amount, Reversal.Spent policy, Instant now) {
    var taken = amount.min(isExpired(now) ? Credits.ZERO : grant.balance());
    var owed =
        switch (policy) {
          case DEBT -> amount.minus(taken).min(unsettled());
          case WRITE_OFF -> Credits.ZERO;
        };
    return new Parts(amount, taken, owed);
  }

  /// What is gone from the grant but neither lapsed nor was reversed was spent: charged, or paid as
  /// debt. Where a reversal that wrote off had some expired credits in it, they count as spent
  /// here, for the benefit of the user.
  private Credits unsettled() {
    var spent = grant.principal().minus(grant.balance()).minus(expired).minus(taken);
    var unsettled = spent.minus(settled);
    return unsettled.isPositive() ? unsettled : Credits.ZERO;
  }

  /// The parts of a reversal, as [Reversal] has them.
  record Parts(Credits amount, Credits taken, Credits owed) {}

  /// The entry that writes off what is left, where that has lapsed.
  List<NewEntry> lapse(Instant now) {
    return isExpired(now) && grant.balance().isPositive()
        ? List.of(NewEntry.expiry(grant))
        : List.of();
  }
}
