package dev.tallystick.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// GitHub's OAuth: a code for a token, and with it the account and its addresses.
final class GitHubClient implements ProviderClient {
  private static final Scope SCOPES = new Scope("read:user", "user:email");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Provider.GitHub provider;
  private final ProviderHttp http;

  GitHubClient(Provider.GitHub provider, ProviderHttp http) {
    this.provider = provider;
    this.http = http;
  }

  @Override
  public Departure depart(Handshake handshake, URI redirect) {
    var request =
        new AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(provider.client().id()))
            .endpointURI(at(provider.url(), "/login/oauth/authorize"))
            .redirectionURI(redirect)
            .scope(SCOPES)
            .state(new State(handshake.state()))
            .codeChallenge(new CodeVerifier(handshake.codeVerifier()), CodeChallengeMethod.S256)
            .build();
    return new Departure.To(request.toURI());
  }

  @Override
  public Exchange exchange(Code code, Handshake handshake, URI redirect) {
    try {
      var token = token(code, handshake, redirect);
      if (token.isEmpty()) return new Exchange.NotProven("it gave no token for the code");
      var user = get("/user", token.get());
      if (user.statusCode() != 200) return refused("/user", user.statusCode());
      var account = JSON.readTree(user.body());
      if (!account.path("id").isIntegralNumber()) {
        return new Exchange.NotProven("its /user has no id");
      }
      var emails = get("/user/emails", token.get());
      // 403 and 404: the person did not grant the scope.
      return switch (emails.statusCode()) {
        case 200 -> proven(account, JSON.readTree(emails.body()));
        case 403, 404 -> proven(account, JSON.createArrayNode());
        default -> refused("/user/emails", emails.statusCode());
      };
    } catch (JsonProcessingException _) {
      return new Exchange.Unreachable("what it answered is no JSON");
    } catch (IOException e) {
      return new Exchange.Unreachable(ProviderHttp.reason(e));
    }
  }

  /// GitHub answers 200 with an `error` where the standard has 400.
  private Optional<String> token(Code code, Handshake handshake, URI redirect) throws IOException {
    var form =
        new TreeMap<>(
            Map.of(
                "client_id", provider.client().id(),
                "client_secret", provider.client().secret(),
                "code", code.value(),
                "code_verifier", handshake.codeVerifier(),
                "redirect_uri", redirect.toString()));
    var answer =
        http.send(
            HttpRequest.newBuilder(at(provider.url(), "/login/oauth/access_token"))
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)))
                .build());
    if (answer.statusCode() >= 500) {
      throw new IOException("its token endpoint answered %d".formatted(answer.statusCode()));
    }
    var token = JSON.readTree(answer.body()).path("access_token").asText("");
    return Optional.of(token).filter(text -> !text.isEmpty());
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private HttpResponse<String> get(String path, String token) throws IOException {
    return http.send(
        HttpRequest.newBuilder(at(provider.apiUrl(), path))
            .header("Accept", "application/vnd.github+json")
            .header("Authorization", "Bearer " + token)
            .header("User-Agent", "tallystick")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .build());
  }

  private static Exchange refused(String path, int status) {
    var why = "its %s answered %d".formatted(path, status);
    return status >= 500 || status == 429
        ? new Exchange.Unreachable(why)
        : new Exchange.NotProven(why);
  }

  /// Of the addresses the primary one counts; the one on the profile is whatever people wrote
  /// there.
  private Exchange proven(JsonNode account, JsonNode emails) {
    var primary =
        StreamSupport.stream(emails.spliterator(), false)
            .filter(email -> email.path("primary").asBoolean())
            .findFirst();
    return new Exchange.Proven(
        new Claims(
            provider.issuer(),
            account.path("id").asText(),
            primary.flatMap(email -> text(email, "email")),
            primary.filter(email -> email.path("verified").asBoolean()).isPresent(),
            text(account, "name"),
            text(account, "avatar_url")));
  }

  private static Optional<String> text(JsonNode object, String field) {
    return Optional.ofNullable(object.path(field).textValue());
  }

  private static URI at(URI base, String path) {
    return URI.create(base + path);
  }
}
