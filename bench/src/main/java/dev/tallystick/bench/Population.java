package dev.tallystick.bench;

import com.fasterxml.uuid.Generators;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// The users that load is generated for, made over HTTP with their grants.
final class Population {
  private Population() {}

  /// A grant that every user gets.
  record Gift(String type, BigDecimal credits) {}

  static List<UUID> make(ServerProcess server, int count, List<Gift> gifts) throws IOException {
    var ids = Generators.timeBasedEpochGenerator();
    var users = Stream.generate(ids::generate).limit(count).toList();
    try (var connection = new HttpConnection(server.port(), server.key())) {
      for (var user : users) {
        post(connection, "/v1/users", "{\"id\":\"%s\"}".formatted(user));
        for (var gift : gifts) {
          post(
              connection,
              "/v1/users/%s/grants".formatted(user),
              "{\"operationId\":\"bench-%s\",\"type\":\"%s\",\"credits\":\"%s\"}"
                  .formatted(gift.type(), gift.type(), gift.credits().toPlainString()));
        }
      }
    }
    return users;
  }

  private static void post(HttpConnection connection, String path, String body) throws IOException {
    var response = connection.post(path, body);
    if (response.status() != 201) {
      throw new DoesNotHold(path + " answered " + response.status() + ": " + response.text());
    }
  }
}
