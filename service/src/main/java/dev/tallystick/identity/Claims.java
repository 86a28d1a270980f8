package dev.tallystick.identity;

import dev.tallystick.mail.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a provider said about an account, after all of it was checked.
///
/// Texts that PostgreSQL cannot hold, or that are longer than ours may be, count as not said, and
/// so does what is no [EmailAddress].
///
/// @param provider the issuer
/// @param accountId the account's id there, which never changes and is given to nobody else
/// @param email as received
/// @param isEmailVerified as received; never true without an address
public record Claims(
    String provider,
    String accountId,
    Optional<String> email,
    boolean isEmailVerified,
    Optional<String> name,
    Optional<String> imageUrl) {
  private static final int ACCOUNT_ID_LENGTH_MAX = 255;
  private static final int NAME_LENGTH_MAX = 200;
  private static final int IMAGE_URL_LENGTH_MAX = 2_000;

  public Claims {
    if (!isAccountId(accountId)) {
      throw new IllegalArgumentException("no id of an account: " + accountId);
    }
    email = email.filter(EmailAddress::isValid);
    isEmailVerified = isEmailVerified && email.isPresent();
    name = name.filter(text -> fits(text, 1, NAME_LENGTH_MAX));
    imageUrl = imageUrl.filter(text -> fits(text, 1, IMAGE_URL_LENGTH_MAX));
  }

  /// Whether this can be an account's id.
  static boolean isAccountId(String text) {
    return fits(text, 1, ACCOUNT_ID_LENGTH_MAX);
  }

  private static boolean fits(String text, int min, int max) {
    int length = text.codePointCount(0, text.length());
    return length >= min
        && length <= max
        && text.indexOf('\0') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /// The e-mail address, if the provider says that it belongs to this account.
  Optional<String> verifiedEmail() {
    return email.filter(_ -> isEmailVerified);
  }
}
