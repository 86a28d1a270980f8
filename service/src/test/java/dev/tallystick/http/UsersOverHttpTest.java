package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsersOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @Test
  void areMadeOnceForEachId() {
    var user = user("ada@example.com");
    var first = server.post("/v1/users", user).expect(201);
    assertThat(first.at("referralCode")).startsWith("ref-");
    assertThat(first.at("referralLimit")).isEqualTo("5");
    assertThat(server.post("/v1/users", user).expect(200).json()).isEqualTo(first.json());
    server.post("/v1/users", user.replace("Ada", "Eve")).expectProblem(409, "id_reused");
    assertThat(server.get("/v1/users/" + first.at("id")).expect(200).json())
        .isEqualTo(first.json());
    assertThat(server.balance(UUID.fromString(first.at("id"))).at("available")).isEqualTo("0");
  }

  @Test
  void areMadeOnceForEachIdempotencyKey() {
    var user = Reply.parse("{\"name\": \"Bob\"}");
    var first = server.postOnce("sign-up-1", "/v1/users", user).expect(201);
    var again = server.postOnce("sign-up-1", "/v1/users", user).expect(200);
    assertThat(again.json()).isEqualTo(first.json());
    server.postOnce("sign-up-1", "/v1/users", Reply.parse("{}")).expectProblem(409, "id_reused");
  }

  @Test
  void shareNoEmailAddressInAnyCase() {
    var first = server.post("/v1/users", user("Eve@Example.com")).expect(201);
    var taken = server.post("/v1/users", user("eve@example.COM")).expectProblem(409, "email_taken");
    assertThat(taken.at("field")).isEqualTo("email");
    var found = server.get("/v1/users?email=EVE@example.com").expect(200);
    assertThat(Reply.each(found.json().path("users"), "id")).containsExactly(first.at("id"));
    assertThat(server.get("/v1/users?email=nobody@example.com").expect(200).json().path("users"))
        .isEmpty();
  }

  private static String user(String email) {
    return "{\"id\": \"%s\", \"email\": \"%s\", \"name\": \"Ada\"}"
        .formatted(UUID.randomUUID(), email);
  }
}
