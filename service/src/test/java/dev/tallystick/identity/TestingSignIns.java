package dev.tallystick.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.tallystick.TestingDatabase;
import dev.tallystick.account.Actor;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.NewUser;
import dev.tallystick.account.Users;
import dev.tallystick.credit.Ledger;
import dev.tallystick.http.TestingClock;
import dev.tallystick.identity.ProviderSignIns.Beginning;
import dev.tallystick.identity.ProviderSignIns.Ending;
import dev.tallystick.postgres.Database;
import dev.tallystick.session.Session;
import dev.tallystick.session.SessionLimits;
import dev.tallystick.session.Sessions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Signing in without the pages around it, on a database of its own.
final class TestingSignIns implements AutoCloseable {
  static final String PUBLIC_URL = "https://tally.example";

  private final Supplier<UUID> ids = Generators.timeBasedEpochGenerator()::generate;
  private final Database database = Database.open(TestingDatabase.fresh(), 16);
  private final TestingClock clock = new TestingClock();
  private final Users users;
  private final Sessions sessions;

  TestingSignIns() {
    users = new Users(database, clock, new Ledger(database, clock, ids)::open);
    sessions = new Sessions(database, clock, SessionLimits.DEFAULT, () -> false);
  }

  Database database() {
    return database;
  }

  TestingClock clock() {
    return clock;
  }

  Sessions sessions() {
    return sessions;
  }

  Identities identities(SignUp signUp) {
    return new Identities(
        database, users, sessions, new KeyedHashes(database, clock), signUp, clock, ids);
  }

  ProviderSignIns with(Provider... providers) {
    return new ProviderSignIns(
        new Providers(Arrays.asList(providers)), identities(SignUp.OPEN), database, clock);
  }

  /// A user whose address was verified or not.
  UUID user(String email, boolean isVerified) {
    var id = ids.get();
    var user = new NewUser(id, Optional.of(email), Optional.empty(), Optional.empty());
    database.useTransaction(
        tx -> {
          var _ = users.create(tx, user, new Actor.Operator());
          if (isVerified) users.verifyEmail(tx, id);
        });
    return id;
  }

  void run(String sql) {
    database.useTransaction(tx -> tx.update(sql).execute());
  }

  /// The first column of all rows, as texts.
  List<String> texts(String sql) {
    return database.inTransaction(tx -> tx.query(sql).mapTo(String.class).list());
  }

  String email() {
    return ids.get() + "@example.com";
  }

  static Claims claims(String account, Optional<String> email, boolean isVerified) {
    return new Claims(
        "https://issuer.example", account, email, isVerified, Optional.of("Ada"), Optional.empty());
  }

  static Beginning.Leave leave(ProviderSignIns signIns, Provider provider) {
    return (Beginning.Leave)
        signIns.begin(provider, PUBLIC_URL, Optional.empty(), "/account", Optional.empty());
  }

  /// The browser that left comes back with a code, and with what else is said.
  static Ending comeBack(
      ProviderSignIns signIns, Provider provider, Beginning.Leave left, Map<String, String> more) {
    var parameters = new HashMap<String, String>();
    parameters.put("state", Query.of(left.to()).get("state"));
    parameters.putAll(more);
    return signIns.finish(
        provider, returned(parameters, Optional.of(left.browserSecret()), Optional.empty()));
  }

  static ProviderSignIns.Return returned(
      Map<String, String> parameters, Optional<String> browser, Optional<Session> current) {
    return new ProviderSignIns.Return(
        PUBLIC_URL,
        name -> Optional.ofNullable(parameters.get(name)),
        browser,
        current,
        Optional.of("Test"),
        Optional.empty());
  }

  static UUID signedIn(Ending ending) {
    assertThat(ending).isInstanceOf(Ending.SignedIn.class);
    return ((Ending.SignedIn) ending).opened().session().userId();
  }

  @Override
  public void close() {
    database.close();
  }
}
