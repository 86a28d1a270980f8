package dev.tallystick.identity;

import dev.tallystick.account.Actor;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.NewUser;
import dev.tallystick.account.Token;
import dev.tallystick.account.User;
import dev.tallystick.account.Users;
import dev.tallystick.mail.Mail;
import dev.tallystick.mail.Outbox;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.session.NewSession;
import dev.tallystick.session.Opening;
import dev.tallystick.session.SessionKind;
import dev.tallystick.session.Sessions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Signing in by a code that is mailed. Whoever asks for one learns nothing about whose address it
/// is: who holds the mailbox is told there. Thread-safe.
public final class MailedSignIn {
  private final Database database;
  private final Users users;
  private final Sessions sessions;
  private final KeyedHashes hashes;
  private final Outbox outbox;
  private final SignUp signUp;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  public MailedSignIn(
      Database database,
      Users users,
      Sessions sessions,
      KeyedHashes hashes,
      Outbox outbox,
      SignUp signUp,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.database = database;
    this.users = users;
    this.sessions = sessions;
    this.hashes = hashes;
    this.outbox = outbox;
    this.signUp = signUp;
    this.clock = clock;
    this.ids = ids;
  }

  /// What came of typing a code.
  public sealed interface Outcome {
    /// The user is signed in, and was made for it if the address was new.
    record SignedIn(Opening.Opened opened) implements Outcome {}

    record WrongCode(int triesLeft) implements Outcome {}

    /// The code was used, is too old, was typed too often, or a newer one was sent.
    record CodeGone() implements Outcome {}

    /// Nobody has the address, and nobody new may sign up.
    record NoAccount() implements Outcome {}

    /// The user is suspended or closed.
    record UserInactive() implements Outcome {}
  }

  /// Mails a code; returns the token with which the browser that asked for it has to come back.
  ///
  /// @param publicUrl named in the mail, so that people know where the code belongs
  public Token send(String email, String publicUrl) {
    var code = SignInCode.random(ids.get());
    boolean isWelcome =
        database.inTransaction(
            tx -> {
              SignInCodes.put(tx, email, code, now());
              return signUp == SignUp.OPEN || users.findByEmail(tx, email).isPresent();
            });
    outbox.send(isWelcome ? codeMail(email, code, publicUrl) : noAccountMail(email, publicUrl));
    return code.token();
  }

  private static Mail codeMail(String email, SignInCode code, String publicUrl) {
    return new Mail(
        email,
        "Your code to sign in",
        """
        Your code to sign in at %s is

            %s

        Type it where you asked for it. It serves once, for %d minutes.

        If you did not ask for it, ignore this mail: without the code nobody signs in. Tell it to nobody.
        """
            .formatted(publicUrl, code.spaced(), SignInCodes.LIFETIME.toMinutes()));
  }

  private static Mail noAccountMail(String email, String publicUrl) {
    return new Mail(
        email,
        "No account with this address",
        """
        Somebody asked for a code to sign in at %s with this e-mail address.

        There is no account with it, and new accounts are not open to everyone. If it was you, try
        another of your addresses, or ask whoever gave you access. If it was not, ignore this mail.
        """
            .formatted(publicUrl));
  }

  /// The token that a browser kept, if it is one.
  public static Optional<Token> token(String text) {
    return Token.parse(SignInCode.PREFIX, text);
  }

  /// The address that the code of this token was sent to, while it can still be typed.
  public Optional<String> email(Token token) {
    return database.inTransaction(tx -> SignInCodes.email(tx, token, now()));
  }

  /// Signs in whoever typed the right code: the code is used up, the user made, the address
  /// verified and the session opened in one transaction.
  ///
  /// Where the address was not verified before, whoever used the account until now did not prove
  /// that it is theirs: their sessions end, and their identities are unlinked.
  ///
  /// @param token of the browser, as [#send] returned it
  /// @param label what the user sees in the list of devices
  /// @param network where the browser is, if that says anything
  public Outcome signIn(Token token, String typed, String label, Optional<String> network) {
    var networkHash = network.map(it -> hashes.of(KeyedHashes.Purpose.NETWORK, it));
    var place = new Place(label, networkHash);
    // A transaction that is tried again ends some twice: to forget a session once more does no
    // harm.
    var ended = new ArrayList<UUID>();
    var outcome =
        database.inTransaction(
            tx ->
                switch (SignInCodes.type(tx, token, typed, now())) {
                  case SignInCodes.Typed.Right(var email) -> signIn(tx, email, place, ended);
                  case SignInCodes.Typed.Wrong(var triesLeft) -> new Outcome.WrongCode(triesLeft);
                  case SignInCodes.Typed.Gone() -> new Outcome.CodeGone();
                });
    ended.forEach(sessions::forget);
    return outcome;
  }

  /// What is known of the browser.
  private record Place(String label, Optional<byte[]> networkHash) {}

  private Outcome signIn(Tx tx, String email, Place place, List<UUID> ended) {
    var id = ids.get();
    // Locked, so that the address that is verified is the one that was proven.
    var known = users.lockByEmail(tx, email);
    var user = known.or(() -> signUp(tx, email, id));
    if (user.isEmpty()) return new Outcome.NoAccount();
    var person = new Actor.Person(user.get().id(), id);
    if (known.isPresent() && known.get().emailVerifiedAt().isEmpty()) {
      sessions.revokeAll(tx, person.userId(), Optional.empty(), person).ifPresent(ended::addAll);
      Identities.unlinkAll(tx, person, now());
    }
    users.verifyEmail(tx, person.userId());
    var request =
        new NewSession(
                id,
                user.get().id(),
                SessionKind.WEB,
                Optional.of(place.label()),
                List.of(),
                Optional.empty())
            .from(place.networkHash());
    return switch (sessions.open(tx, request, person)) {
      case Opening.Opened opened -> new Outcome.SignedIn(opened);
      case Opening.UserInactive() -> new Outcome.UserInactive();
      case Opening.UserUnknown() -> new Outcome.NoAccount();
      case Opening.Replayed _, Opening.IdReused _ ->
          throw new IllegalStateException("a new id was used before");
    };
  }

  private Optional<User> signUp(Tx tx, String email, UUID session) {
    if (signUp == SignUp.CLOSED) return Optional.empty();
    // If somebody else makes the user at this moment, theirs is the one.
    var user = new NewUser(ids.get(), Optional.of(email), Optional.empty(), Optional.empty());
    var _ = users.create(tx, user, new Actor.Person(user.id(), session));
    return users.lockByEmail(tx, email);
  }

  /// Forgets codes that are too old; returns how many. To be called every few minutes.
  public int forgetOldCodes() {
    return database.inTransaction(tx -> SignInCodes.forget(tx, now()));
  }

  /// To the microsecond, which is what PostgreSQL keeps.
  private Instant now() {
    return StoredTime.now(clock);
  }
}
