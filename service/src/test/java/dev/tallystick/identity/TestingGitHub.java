package dev.tallystick.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A stand-in for GitHub: it answers the three calls of a sign-in as the real one does, to requests
/// that are exactly as documented and to no others, and remembers what it was asked.
public final class TestingGitHub implements AutoCloseable {
  public static final String CLIENT_ID = "Iv1.0123456789abcdef";
  public static final String CLIENT_SECRET = "github-hunter2";
  private static final String TOKEN = "gho_hunter2";

  private final HttpServer server;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Query> asked = new ConcurrentHashMap<>();
  private volatile String user = "{\"id\": 583231, \"login\": \"ada\", \"name\": \"Ada\"}";
  private volatile Emails emails = new Emails(200, "[]");

  private record Emails(int status, String body) {}

  private TestingGitHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public static TestingGitHub start() {
    try {
      return new TestingGitHub();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Provider.GitHub provider() {
    return new Provider.GitHub(
        new Provider.Client(CLIENT_ID, CLIENT_SECRET),
        URI.create(url()),
        URI.create(url() + "/api"));
  }

  /// What was asked, in order: method and path.
  List<String> calls() {
    return List.copyOf(calls);
  }

  public TestingGitHub withUser(String json) {
    user = json;
    return this;
  }

  public TestingGitHub withEmails(int status, String json) {
    emails = new Emails(status, json);
    return this;
  }

  /// The person says yes on GitHub's page: the code that they are sent back with.
  public String allow(URI authorization) {
    var query = Query.of(authorization);
    boolean isRight =
        authorization.toString().startsWith(url() + "/login/oauth/authorize?")
            && query.get("client_id").equals(CLIENT_ID)
            && query.get("response_type").equals("code")
            && query.get("scope").equals("read:user user:email")
            && query.get("code_challenge_method").equals("S256");
    if (!isRight) throw new AssertionError("not as documented: " + authorization);
    var code = "code-hunter2-" + asked.size();
    asked.put(code, query);
    return code;
  }

  private void handle(HttpExchange exchange) throws IOException {
    var call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    calls.add(call);
    switch (call) {
      case "POST /login/oauth/access_token" -> token(exchange);
      case "GET /api/user" -> ofToken(exchange, 200, user);
      case "GET /api/user/emails" -> ofToken(exchange, emails.status(), emails.body());
      default -> answer(exchange, 404, "{\"message\": \"Not Found\"}");
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    var form =
        Query.of(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    boolean isForm =
        form.values()
                .keySet()
                .equals(
                    Set.of("client_id", "client_secret", "code", "code_verifier", "redirect_uri"))
            && header(exchange, "Accept").equals("application/json")
            && header(exchange, "Content-Type").equals("application/x-www-form-urlencoded");
    if (!isForm) {
      answer(exchange, 404, "{\"error\": \"Not Found\"}");
      return;
    }
    boolean isClient =
        form.get("client_id").equals(CLIENT_ID) && form.get("client_secret").equals(CLIENT_SECRET);
    if (!isClient) {
      answer(exchange, 200, "{\"error\": \"incorrect_client_credentials\"}");
      return;
    }
    var request = asked.remove(form.get("code"));
    boolean isRight =
        request != null
            && request.get("redirect_uri").equals(form.get("redirect_uri"))
            && request
                .get("code_challenge")
                .equals(TestingIssuer.challenge(form.get("code_verifier")));
    answer(
        exchange,
        200,
        isRight
            ? "{\"access_token\": \"%s\", \"scope\": \"read:user,user:email\", \"token_type\": \"bearer\"}"
                .formatted(TOKEN)
            : "{\"error\": \"bad_verification_code\"}");
  }

  private static void ofToken(HttpExchange exchange, int status, String body) throws IOException {
    boolean isRight =
        header(exchange, "Authorization").equals("Bearer " + TOKEN)
            && header(exchange, "Accept").equals("application/vnd.github+json")
            && header(exchange, "X-GitHub-Api-Version").equals("2022-11-28")
            && header(exchange, "User-Agent").equals("tallystick");
    if (isRight) answer(exchange, status, body);
    else answer(exchange, 401, "{\"message\": \"Bad credentials\"}");
  }

  private static String header(HttpExchange exchange, String name) {
    var value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
