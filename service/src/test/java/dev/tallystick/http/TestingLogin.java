package dev.tallystick.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.UUID;

/// A device login: its client, and the person who decides, on one server.
record TestingLogin(TestingServer server, Reply started) {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  static TestingLogin start(TestingServer server) {
    return start(server, object().put("clientName", "Acme CLI").put("label", "Ada's laptop"));
  }

  static TestingLogin startPasted(TestingServer server) {
    return start(server, object().put("label", "a server without a browser").put("paste", true));
  }

  static TestingLogin start(TestingServer server, ObjectNode body) {
    return new TestingLogin(server, server.post("/v1/login/device", body).expect(200));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// The same login, on another server.
  TestingLogin on(TestingServer other) {
    return new TestingLogin(other, started);
  }

  String deviceCode() {
    return started.at("device_code");
  }

  String userCode() {
    return started.at("user_code");
  }

  /// What is not in the open of the device code.
  String secret() {
    return deviceCode().substring(deviceCode().indexOf('.') + 1);
  }

  String id() {
    return deviceCode().substring("td_".length(), deviceCode().indexOf('.'));
  }

  Reply poll() {
    return server.post("/v1/login/token", object().put("device_code", deviceCode()));
  }

  Reply poll(String pasteCode) {
    var body = object().put("device_code", deviceCode()).put("pasteCode", pasteCode);
    return server.post("/v1/login/token", body);
  }

  /// Polls once the client has kept its pause.
  Reply pollLater() {
    keepPause();
    return poll();
  }

  void keepPause() {
    server.clock().set(server.clock().in(INTERVAL));
  }

  Reply find(UUID user) {
    return decide("find", userCode(), user);
  }

  Reply approve(UUID user) {
    return decide("approve", userCode(), user);
  }

  Reply deny(UUID user) {
    return decide("deny", userCode(), user);
  }

  Reply decide(String operation, String code, UUID user) {
    return server.post(
        "/v1/login/device/" + operation,
        object().put("userCode", code).put("userId", user.toString()));
  }
}
