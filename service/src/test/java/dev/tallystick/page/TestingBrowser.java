package dev.tallystick.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.TestingServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// As much of a browser as forms need: it keeps cookies and sends the token of the page it is on.
/// What it sends beyond that is up to the test.
final class TestingBrowser {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Random RANDOM = new Random();
  private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("\\b(\\d{4} \\d{4})\\b");

  private final TestingServer server;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  /// As a proxy would name it: each browser is on a network of its own.
  private final String address = randomAddress();

  private String formToken = "";

  TestingBrowser(TestingServer server) {
    this.server = server;
  }

  static String randomAddress() {
    return "2001:db8:%x:%x::1".formatted(RANDOM.nextInt(0x10000), RANDOM.nextInt(0x10000));
  }

  /// What came back.
  record Page(int status, String html, HttpResponse<String> response) {
    Page expect(int expected) {
      assertThat(status).as(html).isEqualTo(expected);
      return this;
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// Where it sends the browser on to.
    String location() {
      assertThat(status).as(html).isEqualTo(303);
      return header("Location");
    }

    List<String> setCookies() {
      return response.headers().allValues("Set-Cookie");
    }
  }

  Map<String, String> cookies() {
    return cookies;
  }

  /// The token of its session, as a server on this machine sets it; empty if it has none.
  String session() {
    return cookies.getOrDefault("tally_session", "");
  }

  String formToken() {
    return formToken;
  }

  Page get(String path) {
    return send(request(path));
  }

  /// Sends a form of the page this browser is on.
  Page post(String path, Map<String, String> fields) {
    var all = new LinkedHashMap<>(fields);
    all.putIfAbsent("form_token", formToken);
    return postAs(path, all);
  }

  /// Sends exactly these fields, and these headers (name, value, …).
  Page postAs(String path, Map<String, String> fields, String... headers) {
    var body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return postRaw(path, body, headers);
  }

  /// Sends exactly this form.
  Page postRaw(String path, String body, String... headers) {
    var request =
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) request.headers(headers);
    return send(request);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    return here(path).header("X-Forwarded-For", address);
  }

  /// A request without a proxy in between.
  private HttpRequest.Builder here(String path) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    var sent =
        cookies.entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    return sent.isEmpty() ? request : request.header("Cookie", sent);
  }

  private Page send(HttpRequest.Builder request) {
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      response.headers().allValues("Set-Cookie").forEach(this::keep);
      var token = TOKEN.matcher(response.body());
      if (token.find()) formToken = token.group(1);
      return new Page(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void keep(String setCookie) {
    var pair = setCookie.split(";", 2)[0].split("=", 2);
    if (setCookie.contains("Max-Age=0;")) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }

  /// Asks for a code.
  Page ask(String email) {
    get("/sign-in").expect(200);
    return post("/sign-in", Map.of("email", email));
  }

  /// The code in the last mail to an address, as a server without SMTP shows it.
  String mailedCode(String email) {
    for (var mail : send(here("/dev/mail")).expect(200).html().split("<article", -1)) {
      var code = CODE.matcher(mail);
      if (mail.contains(email) && code.find()) return code.group(1);
    }
    throw new AssertionError("no mail to " + email);
  }

  /// Signs in by a mailed code.
  TestingBrowser signIn(String email) {
    ask(email).expect(303);
    var code = mailedCode(email);
    get("/sign-in/code").expect(200);
    var page = post("/sign-in/code", Map.of("code", code));
    assertThat(page.location()).isEqualTo("/account");
    return this;
  }
}
