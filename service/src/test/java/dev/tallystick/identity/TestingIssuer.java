package dev.tallystick.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An issuer that does what a good one never does: signs with keys it does not publish, rotates
/// them, changes claims. It holds people to PKCE, and each code serves once.
final class TestingIssuer implements AutoCloseable {
  static final String CLIENT_ID = "tally";
  static final String CLIENT_SECRET = "issuer-hunter2";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long HOUR_MILLIS = 3_600_000;

  private final HttpServer server;
  private final Map<String, Query> asked = new ConcurrentHashMap<>();
  private final AtomicInteger keyReads = new AtomicInteger();
  private volatile ECKey published = key("1");
  private volatile ECKey signing = published;
  private volatile Signature signature = Signature.RIGHT;
  private volatile Map<String, Object> claims = Map.of();
  private volatile Map<String, Object> userInfo = Map.of();
  private volatile boolean isNamingItself;

  /// How ID tokens are signed.
  enum Signature {
    RIGHT,
    /// With the client's secret, which the client could do itself.
    SHARED_SECRET,
    NONE
  }

  private TestingIssuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  static TestingIssuer start() {
    try {
      return new TestingIssuer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Provider.Oidc provider() {
    return new Provider.Oidc(
        "issuer",
        "Issuer",
        url(),
        new Provider.Client(CLIENT_ID, CLIENT_SECRET),
        List.of("openid", "email"));
  }

  /// Claims beside the usual ones, or instead of them.
  TestingIssuer saying(Map<String, Object> other) {
    claims = other;
    return this;
  }

  /// What the userinfo endpoint says.
  TestingIssuer telling(Map<String, Object> other) {
    userInfo = other;
    return this;
  }

  TestingIssuer signing(Signature other) {
    signature = other;
    return this;
  }

  /// Signs with a key from now on that it publishes instead of the one before.
  void rotate(String id) {
    published = key(id);
    signing = published;
  }

  /// Signs with a key that nobody knows, under the id of the one that is published.
  void signWithAnotherKey() {
    signing = key(published.getKeyID());
  }

  /// Says in its discovery document that it names itself in each answer (RFC 9207).
  TestingIssuer namingItself() {
    isNamingItself = true;
    return this;
  }

  int keyReads() {
    return keyReads.get();
  }

  /// The person says yes: the code that they are sent back with.
  String allow(URI authorization) {
    var code = "code-hunter2-" + asked.size();
    asked.put(code, Query.of(authorization));
    return code;
  }

  private void handle(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/.well-known/openid-configuration" -> answer(exchange, 200, json(metadata()));
      case "/jwks" -> {
        keyReads.incrementAndGet();
        answer(exchange, 200, new JWKSet(published.toPublicJWK()).toString());
      }
      case "/token" -> token(exchange);
      case "/userinfo" -> answer(exchange, 200, json(userInfo));
      default -> answer(exchange, 404, "{}");
    }
  }

  private Map<String, Object> metadata() {
    var metadata =
        new HashMap<String, Object>(
            Map.of(
                "issuer", url(),
                "authorization_endpoint", url() + "/authorize",
                "token_endpoint", url() + "/token",
                "jwks_uri", url() + "/jwks",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("ES256", "HS256", "none"),
                "token_endpoint_auth_methods_supported", List.of("client_secret_post"),
                "authorization_response_iss_parameter_supported", isNamingItself));
    if (!userInfo.isEmpty()) metadata.put("userinfo_endpoint", url() + "/userinfo");
    return metadata;
  }

  private void token(HttpExchange exchange) throws IOException {
    var form =
        Query.of(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var request = asked.remove(form.get("code"));
    if (request == null) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    boolean isRight =
        CLIENT_SECRET.equals(form.get("client_secret"))
            && request.get("redirect_uri").equals(form.get("redirect_uri"))
            && request.get("code_challenge_method").equals("S256")
            && request.get("code_challenge").equals(challenge(form.get("code_verifier")));
    if (!isRight) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    answer(
        exchange,
        200,
        json(
            Map.of(
                "access_token", "access-hunter2",
                "token_type", "Bearer",
                "id_token", idToken(request.get("nonce")))));
  }

  static String challenge(String verifier) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest.digest(verifier.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String idToken(String nonce) {
    long now = System.currentTimeMillis();
    var all = new HashMap<String, Object>(Map.of("iss", url(), "sub", "ada", "aud", CLIENT_ID));
    all.put("iat", now / 1_000);
    all.put("exp", (now + HOUR_MILLIS) / 1_000);
    all.put("nonce", nonce);
    all.putAll(claims);
    try {
      var built = JWTClaimsSet.parse(all);
      return switch (signature) {
        case RIGHT -> {
          var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(signing.getKeyID()).build();
          var token = new SignedJWT(header, built);
          token.sign(new ECDSASigner(signing));
          yield token.serialize();
        }
        case SHARED_SECRET -> {
          var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), built);
          token.sign(new MACSigner(CLIENT_SECRET.repeat(3)));
          yield token.serialize();
        }
        case NONE -> new PlainJWT(built).serialize();
      };
    } catch (JOSEException | java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
