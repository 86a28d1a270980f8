package dev.tallystick.identity;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls to providers: each has five seconds for the whole of its answer, which may not be large,
/// and no redirect is followed. Thread-safe.
final class ProviderHttp implements HTTPRequestSender, ResourceRetriever, AutoCloseable {
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(5);
  private static final long BODY_BYTES_MAX = 1 << 20;

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  /// @throws IOException if no whole answer comes
  HttpResponse<String> send(HttpRequest request) throws IOException {
    var answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), BODY_BYTES_MAX));
    try {
      return answer.get(ANSWER_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      answer.cancel(true);
      throw new IOException("no answer within %d s".formatted(ANSWER_WAIT_MAX.toSeconds()));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Why no answer came, for the log.
  static String reason(Exception e) {
    var name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : "%s (%s)".formatted(e.getMessage(), name);
  }

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    var body = request.getBody();
    var builder =
        HttpRequest.newBuilder(request.getURI())
            .method(
                request.getMethod().name(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    request
        .getHeaderMap()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    var answer = send(builder.build());
    var response = new HTTPResponse(answer.statusCode());
    answer
        .headers()
        .firstValue("Content-Type")
        .ifPresent(type -> response.setHeader("Content-Type", type));
    response.setBody(answer.body());
    return response;
  }

  /// A document of JSON.
  String document(URI uri) throws IOException {
    var answer =
        send(HttpRequest.newBuilder(uri).header("Accept", "application/json").GET().build());
    if (answer.statusCode() == 200) return answer.body();
    throw new IOException("%s answered %d".formatted(uri, answer.statusCode()));
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    return new Resource(document(URI.create(url.toString())), "application/json");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
