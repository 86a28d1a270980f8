package dev.tallystick.postgres;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.Driver;

/// Where a database is, with its credentials: `postgresql://user:password@host:port/name?options`,
/// as libpq and most hosts print it. Never logged whole: [#toString] masks the password.
public record DatabaseUrl(URI uri) {
  private static final Pattern PASSWORD_BEFORE_HOST = Pattern.compile("^(\\w+://[^:@/]*:)[^@/]*@");
  private static final Pattern PASSWORD_PARAMETER = Pattern.compile("([?&]password=)[^&]*");

  /// @throws IllegalArgumentException if `text` is not such a URL; the message says what is wrong
  ///   and does not repeat the password
  public static DatabaseUrl parse(String text) {
    var plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    URI uri;
    try {
      uri = URI.create(plain);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "the database URL is not a URL; percent-encode special characters in the password");
    }
    return new DatabaseUrl(uri);
  }

  public DatabaseUrl {
    var scheme = uri.getScheme();
    if (!"postgresql".equals(scheme) && !"postgres".equals(scheme)) {
      throw new IllegalArgumentException(
          "the database URL must start with postgresql://, for example"
              + " postgresql://user:password@localhost:5432/app");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(
          "the database URL names no host, or one that is no host name (it has an underscore?)");
    }
    if (uri.getPath() == null || uri.getPath().length() < 2) {
      throw new IllegalArgumentException("the database URL names no database after the host");
    }
  }

  /// The database's name.
  public String name() {
    return uri.getPath().substring(1);
  }

  /// Whom to log in as; empty if the URL does not say.
  public String user() {
    return userInfo()[0];
  }

  /// The password in the URL; empty if there is none.
  public String password() {
    var parts = userInfo();
    return parts.length == 2 ? parts[1] : "";
  }

  private String[] userInfo() {
    var raw = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    return Stream.of(raw.split(":", 2)).map(DatabaseUrl::decode).toArray(String[]::new);
  }

  /// The same server and credentials, another database.
  public DatabaseUrl withName(String name) {
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var path = "/" + encode(name);
    return new DatabaseUrl(
        URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query));
  }

  /// The URL that pgjdbc takes; credentials travel as parameters.
  public String jdbcUrl() {
    var url = new StringBuilder("jdbc:postgresql://").append(uri.getHost());
    if (uri.getPort() != -1) url.append(':').append(uri.getPort());
    url.append(uri.getRawPath());
    var separator = '?';
    if (uri.getRawQuery() != null) {
      url.append(separator).append(uri.getRawQuery());
      separator = '&';
    }
    if (uri.getRawUserInfo() != null) {
      // Percent-encoded here as there, so a colon or an ampersand in the password stays one.
      var parts = uri.getRawUserInfo().split(":", 2);
      url.append(separator).append("user=").append(parameter(parts[0]));
      if (parts.length == 2) url.append("&password=").append(parameter(parts[1]));
    }
    return url.toString();
  }

  /// A connection of its own, outside of any pool.
  ///
  /// @param parameters pgjdbc's connection parameters, such as `ApplicationName`
  /// @throws SQLException if the server is not there or refuses
  public Connection connect(Map<String, String> parameters) throws SQLException {
    var properties = new Properties();
    properties.putAll(parameters);
    // Asking the driver itself spares the search for drivers, which a short command would notice.
    var connection = new Driver().connect(jdbcUrl(), properties);
    if (connection == null) throw new IllegalStateException("pgjdbc does not know its own URL");
    return connection;
  }

  /// The URL as given, with its password.
  public String withPassword() {
    return uri.toString();
  }

  @Override
  public String toString() {
    return PASSWORD_PARAMETER
        .matcher(PASSWORD_BEFORE_HOST.matcher(uri.toString()).replaceFirst("$1***@"))
        .replaceAll("$1***");
  }

  /// Part of the user info as a parameter, where `&`, `=` and `+` mean something else.
  private static String parameter(String rawUserInfo) {
    return rawUserInfo.replace("&", "%26").replace("=", "%3D").replace("+", "%2B");
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
