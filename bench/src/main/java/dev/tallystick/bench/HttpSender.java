package dev.tallystick.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Reports calls of random users over HTTP, one in a request or an array of them.
final class HttpSender implements ClosedLoop.Sender {
  private static final String PATH = "/v1/messages";
  private static final byte[] STORED = "\"replayed\":false".getBytes(StandardCharsets.US_ASCII);

  private final HttpConnection connection;
  private final List<CallTemplate> templates;
  private final List<UUID> users;
  private final int callsPerRequest;
  private final byte[] body;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final SplittableRandom random = new SplittableRandom();

  /// @param callsPerRequest 1 for a single call, more for an array
  HttpSender(
      HttpConnection connection,
      List<CallTemplate> templates,
      List<UUID> users,
      int callsPerRequest) {
    this.connection = connection;
    this.templates = templates;
    this.users = users;
    this.callsPerRequest = callsPerRequest;
    int largest = templates.stream().mapToInt(CallTemplate::length).max().orElseThrow();
    this.body = new byte[callsPerRequest * (largest + 1) + 1];
  }

  @Override
  public int send() throws IOException {
    var response = connection.post(PATH, body, callsPerRequest == 1 ? write(0) : writeArray());
    int stored = count(response.body(), STORED);
    if (response.status() != (callsPerRequest == 1 ? 201 : 200) || stored != callsPerRequest) {
      throw new DoesNotHold(
          "%d calls were answered %d: %s"
              .formatted(callsPerRequest, response.status(), response.text()));
    }
    return stored;
  }

  private int writeArray() {
    int at = 0;
    for (int i = 0; i < callsPerRequest; i++) {
      body[at] = (byte) (i == 0 ? '[' : ',');
      at = write(at + 1);
    }
    body[at] = ']';
    return at + 1;
  }

  /// Writes one call and returns where it ends.
  private int write(int at) {
    var template = templates.get(random.nextInt(templates.size()));
    template.write(body, at, ids.generate(), users.get(random.nextInt(users.size())));
    return at + template.length();
  }

  /// How often `wanted` stands in `bytes`.
  private static int count(byte[] bytes, byte[] wanted) {
    int count = 0;
    for (int at = 0; at <= bytes.length - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && bytes[at + same] == wanted[same]) same++;
      if (same == wanted.length) count++;
    }
    return count;
  }

  @Override
  public void close() {
    connection.close();
  }
}
