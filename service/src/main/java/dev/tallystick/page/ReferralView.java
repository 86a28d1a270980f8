package dev.tallystick.page;

import java.util.List;
import java.util.Optional;

/// What the page shows where users share their code.
///
/// @param note why the code cannot be redeemed now
/// @param earnedAsReferrer in words
/// @param earnedAsReferred in words; empty: nothing
/// @param older the path to the next page of rows
record ReferralView(
    String code,
    String link,
    Optional<String> note,
    int limit,
    int used,
    int left,
    String earnedAsReferrer,
    Optional<String> earnedAsReferred,
    List<Row> rows,
    Optional<String> older) {
  ReferralView {
    rows = List.copyOf(rows);
  }

  /// A referral.
  ///
  /// @param name of the other side, masked
  /// @param role what the other side is to the user
  /// @param kind of the status, as a word that the stylesheet knows
  /// @param detail what is missing and until when, or why it stands as it does
  record Row(
      String name,
      String role,
      String status,
      String kind,
      String detail,
      String credits,
      String since) {}
}
