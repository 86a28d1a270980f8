package dev.tallystick.account;

import dev.tallystick.postgres.Tx;
import java.util.Locale;
import java.util.Optional;

/// The addresses of users who are gone from them, each as a keyed hash: what is given once to each
/// person was given to whoever had one. Owns the table erased_emails. Thread-safe.
///
/// Nothing leads from a hash to a user or to a time. An address that nobody has shown to be theirs
/// is not kept: otherwise anybody could sign up as somebody else, and go.
public final class ErasedEmails {
  private final KeyedHashes hashes;

  public ErasedEmails(KeyedHashes hashes) {
    this.hashes = hashes;
  }

  /// To be called before each transaction that keeps an address.
  public void prepare() {
    hashes.prepare(KeyedHashes.Purpose.EMAIL);
  }

  private static final String KEEP =
      """
      INSERT INTO tally.erased_emails (email_hash) VALUES (:email_hash)
      ON CONFLICT (email_hash) DO NOTHING
      """;

  /// Remembers the address of a user that was verified, unless `after` is the same.
  ///
  /// @param after the user's address from now on; empty if the user is deleted
  public void keep(Tx tx, User user, Optional<String> after) {
    var before = user.email().map(ErasedEmails::folded);
    if (user.emailVerifiedAt().isEmpty() || before.equals(after.map(ErasedEmails::folded))) return;
    var hash = hashes.of(KeyedHashes.Purpose.EMAIL, before.orElseThrow());
    tx.update(KEEP).bind("email_hash", hash).execute();
  }

  private static final String FIND =
      """
      SELECT EXISTS (SELECT FROM tally.erased_emails WHERE email_hash = :email_hash)
      """;

  /// Whether somebody who is gone had this address, in whatever case.
  public static boolean contain(Tx tx, String email) {
    return KeyedHashes.find(tx, KeyedHashes.Purpose.EMAIL, folded(email))
        .filter(hash -> tx.query(FIND).bind("email_hash", hash).mapTo(Boolean.class).one())
        .isPresent();
  }

  private static String folded(String email) {
    return email.toLowerCase(Locale.ROOT);
  }
}
