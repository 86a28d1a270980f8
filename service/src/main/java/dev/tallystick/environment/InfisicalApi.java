package dev.tallystick.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Infisical over HTTP, as a machine identity: two calls, a login and a list.
final class InfisicalApi {
  private static final String USUAL_SITE = "https://app.infisical.com";
  private static final Duration WHOLE_MAX = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String site;
  private final Scope scope;
  private final long deadline = System.nanoTime() + WHOLE_MAX.toNanos();

  private InfisicalApi(String site, Scope scope) {
    this.site = site;
    this.scope = scope;
  }

  /// The secrets of a scope, with those it imports.
  static Fetch fetch(Access.Identity identity, Infisical.Configured infisical) {
    var api = new InfisicalApi(infisical.url().orElse(USUAL_SITE), infisical.scope());
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      return api.fetch(http, identity);
    } catch (JsonProcessingException _) {
      return api.notInfisical("what it answered is no JSON");
    } catch (TimeoutException _) {
      return api.unreachable("no answer within %d s".formatted(WHOLE_MAX.toSeconds()));
    } catch (IOException e) {
      return api.unreachable(reason(e));
    } finally {
      http.shutdownNow();
    }
  }

  private Fetch fetch(HttpClient http, Access.Identity identity)
      throws IOException, TimeoutException {
    var body =
        JSON.writeValueAsString(
            Map.of(
                "clientId", identity.clientId(), "clientSecret", identity.clientSecret().reveal()));
    var login =
        send(
            http,
            HttpRequest.newBuilder(URI.create(site + "/api/v1/auth/universal-auth/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    if (login.statusCode() != 200) return loginRefused(login.statusCode());
    var token = JSON.readTree(login.body()).path("accessToken").asText("");
    if (token.isEmpty()) return notInfisical("its login gave no token");
    var list =
        send(
            http,
            HttpRequest.newBuilder(URI.create(site + "/api/v3/secrets/raw?" + query()))
                .header("Authorization", "Bearer " + token));
    if (list.statusCode() != 200) return listRefused(list.statusCode());
    return secrets(JSON.readTree(list.body()));
  }

  private String query() {
    return Map.of(
            "workspaceId",
            scope.project(),
            "environment",
            scope.environment(),
            "secretPath",
            scope.path(),
            "expandSecretReferences",
            "true",
            "include_imports",
            "true")
        .entrySet()
        .stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
      throws IOException, TimeoutException {
    var answer =
        http.sendAsync(
            request.header("Accept", "application/json").build(),
            HttpResponse.BodyHandlers.ofString());
    try {
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// A secret of the folder itself comes before an imported one, and a later import before an
  /// earlier one, as Infisical's own tools have it.
  private Fetch secrets(JsonNode answer) {
    if (!answer.path("secrets").isArray()) return notInfisical("its list has no secrets");
    var lists = new ArrayList<JsonNode>();
    for (var imported : answer.path("imports")) lists.addFirst(imported.path("secrets"));
    lists.addFirst(answer.path("secrets"));
    var names = new HashSet<String>();
    var assignments = new ArrayList<Assignment>();
    for (var secret : lists.stream().flatMap(InfisicalApi::elements).toList()) {
      var name = secret.path("secretKey").asText("");
      if (!names.add(name)) continue;
      if (secret.path("secretValueHidden").asBoolean()) {
        return new Fetch.Unavailable(
            "Infisical hides the value of %s from this machine identity".formatted(name),
            "give it the right to read values");
      }
      var value = new Value(secret.path("secretValue").asText(""));
      assignments.add(new Assignment(name, value, scope.source()));
    }
    return new Fetch.Secrets(assignments);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private Fetch loginRefused(int status) {
    if (status >= 400 && status < 500 && status != 404 && status != 429) {
      return new Fetch.Unavailable(
          "Infisical at %s refused the machine identity (%d)".formatted(site, status),
          "check INFISICAL_CLIENT_ID and INFISICAL_CLIENT_SECRET");
    }
    return failed(status);
  }

  private Fetch listRefused(int status) {
    return switch (status) {
      case 401, 403 ->
          new Fetch.Unavailable(
              "the machine identity may not read %s (%d)".formatted(scope.shown(), status),
              "add it to the project, or name another with --infisical-project");
      case 400, 404, 422 ->
          new Fetch.Unavailable(
              "Infisical has no %s (%d)".formatted(scope.shown(), status),
              "check --infisical-project, --infisical-env and --infisical-path");
      default -> failed(status);
    };
  }

  private Fetch failed(int status) {
    if (status == 429 || status >= 500) {
      return new Fetch.Unavailable(
          "Infisical at %s answered %d".formatted(site, status), "try again later");
    }
    return notInfisical("it answered %d".formatted(status));
  }

  private Fetch notInfisical(String what) {
    return new Fetch.Unavailable(
        "%s does not look like Infisical: %s".formatted(site, what), "check --infisical-url");
  }

  private Fetch unreachable(String why) {
    return new Fetch.Unavailable(
        "Infisical at %s cannot be reached: %s".formatted(site, why),
        "check the network and --infisical-url");
  }

  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) return "there is no such host";
    }
    if (e instanceof ConnectException) return "no connection";
    var name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : "%s (%s)".formatted(e.getMessage(), name);
  }
}
