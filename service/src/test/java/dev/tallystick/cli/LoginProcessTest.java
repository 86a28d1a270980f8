package dev.tallystick.cli;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.Config;
import dev.tallystick.Service;
import dev.tallystick.TestingDatabase;
import dev.tallystick.account.Actor;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.cli.TestingProxy.Moment;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `tally login`, `whoami` and `logout` as processes of their own, against a server.
final class LoginProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Service service;
  private static String server;
  private static String key;
  private static HttpClient http;

  @TempDir private Path home;
  private TestingTally tally;
  private TestingProxy proxy;
  private UUID user;

  @BeforeAll
  static void serve() {
    var config =
        Config.of(
            Map.of(
                "TALLY_PORT", "0",
                "TALLY_LOGIN_POLL_SECONDS", "1",
                "TALLY_TRUSTED_PROXIES", "127.0.0.1"));
    service = Service.start(TestingDatabase.fresh(), config, InstantSource.system());
    server = "http://127.0.0.1:" + service.port();
    key =
        service
            .keys()
            .create("test", Set.of(Scope.READ, Scope.WRITE), new Actor.Operator())
            .reveal();
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    service.close();
  }

  @BeforeEach
  void open() throws Exception {
    tally = new TestingTally(home, Map.of("HOME", home.toString()));
    proxy = new TestingProxy(server);
    user = UUID.randomUUID();
    post("/v1/users", Map.of("id", user.toString()));
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private static JsonNode post(String path, Map<String, String> body) throws Exception {
    return send(path, "POST", JSON.writeValueAsString(body));
  }

  private static JsonNode send(String path, String method, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Authorization", "Bearer " + key)
            .method(method, BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return JSON.readTree(answer.body());
  }

  private JsonNode sessions() throws Exception {
    return send("/v1/users/" + user + "/sessions", "GET", "").path("sessions");
  }

  private Path folder() {
    return home.resolve(".config").resolve("tallystick");
  }

  private Path credentials() {
    return folder().resolve("credentials.json");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /// A login that has printed its code, if it came that far.
  private record Login(Process process, BufferedReader out, JsonNode shown) {
    TestingTally.Ended end() throws Exception {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new TestingTally.Ended(process.exitValue(), out.readAllAsString(), err);
    }
  }

  private Login login(String... arguments) throws IOException {
    var words = new java.util.ArrayList<>(List.of("login", "--server", proxy.url(), "--json"));
    words.addAll(List.of(arguments));
    var process = tally.start(words.toArray(new String[0]));
    var out = process.inputReader(StandardCharsets.UTF_8);
    var line = out.readLine();
    return new Login(process, out, JSON.readTree(line == null ? "{}" : line));
  }

  private JsonNode approve(Login login) throws Exception {
    var userCode = login.shown().path("userCode").asText();
    var body = Map.of("userCode", userCode, "userId", user.toString());
    return post("/v1/login/device/approve", body);
  }

  private TestingTally.Ended run(String command, String... arguments) throws Exception {
    var words = new java.util.ArrayList<>(List.of(command, "--server", proxy.url()));
    words.addAll(List.of(arguments));
    return tally.run(words.toArray(new String[0]));
  }

  /// Signs in, whatever was left before, and proves that there is one session.
  private void signIn() throws Exception {
    var login = login();
    // One that was redeemed before its answer got lost needs no approval.
    if (login.shown().has("userCode") && sessions().isEmpty()) approve(login);
    assertThat(login.end().exitCode()).isZero();
    var who = run("whoami", "--json");
    assertThat(who.exitCode()).as(who.err()).isZero();
    assertThat(JSON.readTree(who.out()).at("/session/userId").asText()).isEqualTo(user.toString());
    assertThat(sessions()).hasSize(1);
    assertThat(permissions(credentials())).isEqualTo("rw-------");
  }

  @Test
  void signsInSaysWhoAndSignsOut() throws Exception {
    assertThat(run("whoami").exitCode()).isEqualTo(1);
    var login = login("--label", "a test");
    assertThat(login.shown().path("verificationUri").asText()).endsWith("/device");
    approve(login);
    var ended = login.end();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out() + ended.err()).doesNotContain("tc_", "td_");
    assertThat(permissions(credentials())).isEqualTo("rw-------");
    assertThat(permissions(folder())).isEqualTo("rwx------");
    assertThat(sessions().path(0).path("label").asText()).isEqualTo("a test");
    assertThat(sessions().path(0).path("fingerprintId").asText()).isNotBlank();

    // The server that was signed in to last needs no name.
    var who = tally.run("whoami");
    assertThat(who.exitCode()).isZero();
    assertThat(who.out()).contains(user.toString(), "a test", proxy.url()).doesNotContain("tc_");
    assertThat(login().end().exitCode()).as("signed in already").isZero();
    assertThat(sessions()).hasSize(1);

    assertThat(run("logout").out()).contains("Signed out");
    assertThat(sessions()).isEmpty();
    assertThat(Files.readString(credentials())).doesNotContain("tc_", "td_");
    assertThat(run("whoami").exitCode()).isEqualTo(1);
    assertThat(run("logout").exitCode()).isZero();
  }

  @Test
  void signsOutEverywhere() throws Exception {
    signIn();
    post("/v1/sessions", Map.of("userId", user.toString(), "kind", "web"));
    assertThat(run("logout", "--all").exitCode()).isZero();
    assertThat(sessions()).isEmpty();
  }

  @Test
  void aPersonCarriesThePasteCodeBack() throws Exception {
    var login = login("--paste");
    var in = login.process().outputWriter(StandardCharsets.UTF_8);
    var pasteCode = approve(login).path("pasteCode").asText();
    in.write("no code\nBBBB-BBBB\n" + pasteCode.toLowerCase(java.util.Locale.ROOT) + "\n");
    in.flush();
    var ended = login.end();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("That is not the code");
    assertThat(sessions()).hasSize(1);
  }

  @Test
  void saysThatItWasDenied() throws Exception {
    var login = login();
    var userCode = login.shown().path("userCode").asText();
    post("/v1/login/device/deny", Map.of("userCode", userCode, "userId", user.toString()));
    var ended = login.end();
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("denied");
    signIn();
  }

  @Test
  void endsCleanlyOnCtrlCAndGoesOnWithTheSameCode() throws Exception {
    var login = login();
    new ProcessBuilder("kill", "-INT", Long.toString(login.process().pid())).start().waitFor();
    var ended = login.end();
    assertThat(ended.exitCode()).isEqualTo(130);
    assertThat(ended.err()).contains("go on with: tally login").doesNotContain("\tat ");
    var next = login();
    assertThat(next.shown().path("userCode")).isEqualTo(login.shown().path("userCode"));
    approve(next);
    assertThat(next.end().exitCode()).isZero();
  }

  /// A place in the conversation at which the process is killed, before a request arrives or before
  /// its answer does.
  @ParameterizedTest
  @CsvSource({
    "/v1/login/device, 0",
    "/v1/login/device, 200",
    "/v1/login/token, 0",
    "/v1/login/token, 400",
    "/v1/login/token, 200"
  })
  void aLoginThatWasKilledIsFinishedByTheNext(String path, int status) throws Exception {
    var victim = new AtomicReference<Process>();
    proxy.once(new Moment(path, status), () -> kill(victim));
    var process = tally.start("login", "--server", proxy.url(), "--json");
    victim.set(process);
    var line = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (line != null && status == 200) {
      approve(new Login(process, process.inputReader(), JSON.readTree(line)));
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    eventually("done", proxy::isDone);
    assertThat(process.exitValue()).isEqualTo(137);
    assertThat(sessions()).hasSize(path.endsWith("token") && status == 200 ? 1 : 0);
    signIn();
  }

  private static void kill(AtomicReference<Process> victim) {
    eventually("started", () -> victim.get() != null);
    try {
      victim.get().destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAnswerThatGotLostIsAskedForAgain() throws Exception {
    proxy.once(new Moment("/v1/login/token", 200), () -> {});
    var login = login();
    approve(login);
    var ended = login.end();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    eventually("done", proxy::isDone);
    assertThat(run("whoami").exitCode()).isZero();
    assertThat(sessions()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, /v1/session",
    "200, /v1/session",
    "0, /v1/sessions/revoke-all",
    "200, /v1/sessions/revoke-all"
  })
  void aLogoutThatWasKilledIsFinishedByTheNext(int status, String path) throws Exception {
    signIn();
    var all = path.endsWith("all") ? new String[] {"--all"} : new String[0];
    var victim = new AtomicReference<Process>();
    proxy.once(new Moment(path, status), () -> kill(victim));
    var words = new java.util.ArrayList<>(List.of("logout", "--server", proxy.url()));
    words.addAll(List.of(all));
    victim.set(tally.start(words.toArray(new String[0])));
    assertThat(victim.get().waitFor()).isEqualTo(137);
    eventually("done", proxy::isDone);
    // With the answer it had lost its own session, and cannot know that the others ended too.
    int exitCode = status == 200 && all.length > 0 ? 1 : 0;
    assertThat(run("logout", all).exitCode()).isEqualTo(exitCode);
    assertThat(sessions()).isEmpty();
    assertThat(Files.readString(credentials())).doesNotContain("tc_");
    signIn();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void killedAtAnyMomentTheNextCommandsWork(long seed) throws Exception {
    var random = new Random(seed);
    signIn();
    for (var command : List.of("logout", "login")) {
      var victim = tally.start(command, "--server", proxy.url(), "--json");
      var _ = victim.waitFor(200 + random.nextInt(800), TimeUnit.MILLISECONDS);
      victim.destroyForcibly().waitFor();
      if (command.equals("logout")) {
        assertThat(run("logout").exitCode()).isZero();
        assertThat(sessions()).isEmpty();
      } else {
        signIn();
      }
    }
  }

  @Test
  void mendsAFileThatIsOpenToOthersAndOneThatWasHalfWritten() throws Exception {
    signIn();
    Files.setPosixFilePermissions(credentials(), PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder().resolve("credentials.json.new"), "{\"servers\": {\"ht");
    var who = run("whoami");
    assertThat(who.exitCode()).isZero();
    assertThat(who.err()).contains("was open to others");
    assertThat(permissions(credentials())).isEqualTo("rw-------");
    assertThat(permissions(folder())).isEqualTo("rwx------");
    assertThat(run("logout").exitCode()).isZero();
    assertThat(folder().resolve("credentials.json.new")).doesNotExist();
    Files.writeString(credentials(), "{");
    who = run("whoami");
    assertThat(who.exitCode()).isEqualTo(2);
    assertThat(who.err()).contains("credentials.json", "delete it").doesNotContain("\tat ");
  }

  @Test
  void aTokenFromOutsideWins() throws Exception {
    var body = "{\"userId\":\"%s\",\"kind\":\"pat\",\"scopes\":[\"account:read\"]}".formatted(user);
    var token = send("/v1/sessions", "POST", body).path("token").asText();
    var ci = new TestingTally(home, Map.of("HOME", home.toString(), "TALLY_TOKEN", token));
    var who = ci.run("whoami", "--server", server, "--json");
    assertThat(JSON.readTree(who.out()).at("/session/kind").asText()).isEqualTo("pat");
    for (var command : List.of("login", "logout")) {
      var ended = ci.run(command, "--server", server);
      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.err()).contains("TALLY_TOKEN").doesNotContain(token);
    }
    assertThat(credentials()).doesNotExist();
  }

  @Test
  void saysWhatToDoWhenNoServerAnswers() throws Exception {
    for (var command : List.of("login", "whoami", "logout")) {
      var ended = tally.run(command, "--server", "http://127.0.0.1:1");
      assertThat(ended.exitCode())
          .as(command)
          .isEqualTo(command.equals("login") ? 2 : command.equals("whoami") ? 1 : 0);
      assertThat(ended.err()).doesNotContain("\tat ");
    }
    var ended = tally.run("login", "--server", "localhost:8080");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("--server must be a URL");
  }
}
