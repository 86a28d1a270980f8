package dev.tallystick.cli.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/// What the credentials file knows of one server.
///
/// @param installation this installation as that server knows it; kept when its user signs out
record KnownServer(Installation installation, Optional<String> token, Optional<Pending> pending) {

  /// An id made at random, for this server alone, and the secret that signs for it.
  record Installation(String id, String signature) {
    /// Without the signature, so that no log line has it.
    @Override
    public String toString() {
      return id;
    }
  }

  /// A login that was started and is not redeemed yet. A process that dies leaves it here, and the
  /// next one goes on with it.
  record Pending(
      String deviceCode,
      String userCode,
      String verificationUri,
      int interval,
      Instant expiresAt,
      boolean isPasted) {
    /// Without the codes, so that no log line has them.
    @Override
    public String toString() {
      return "Pending[until " + expiresAt + "]";
    }
  }

  KnownServer withToken(String issued) {
    return new KnownServer(installation, Optional.of(issued), Optional.empty());
  }

  KnownServer withPending(Pending started) {
    return new KnownServer(installation, Optional.empty(), Optional.of(started));
  }

  KnownServer signedOut() {
    return new KnownServer(installation, Optional.empty(), Optional.empty());
  }

  /// Without the token, so that no log line has it.
  @Override
  public String toString() {
    return "KnownServer[" + installation + (token.isPresent() ? ", signed in]" : "]");
  }

  static KnownServer read(JsonNode json) {
    return new KnownServer(
        new Installation(
            json.path("installation").path("id").asText(),
            json.path("installation").path("signature").asText()),
        Optional.ofNullable(json.get("token")).map(JsonNode::asText),
        Optional.ofNullable(json.get("pending")).map(KnownServer::readPending));
  }

  private static Pending readPending(JsonNode json) {
    return new Pending(
        json.path("device_code").asText(),
        json.path("user_code").asText(),
        json.path("verification_uri").asText(),
        json.path("interval").asInt(),
        Instant.parse(json.path("expiresAt").asText()),
        json.path("paste").asBoolean());
  }

  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.putObject("installation")
        .put("id", installation.id())
        .put("signature", installation.signature());
    token.ifPresent(text -> json.put("token", text));
    pending.ifPresent(
        login ->
            json.putObject("pending")
                .put("device_code", login.deviceCode())
                .put("user_code", login.userCode())
                .put("verification_uri", login.verificationUri())
                .put("interval", login.interval())
                .put("expiresAt", login.expiresAt().toString())
                .put("paste", login.isPasted()));
    return json;
  }
}
