package dev.tallystick.page;

import dev.tallystick.account.Users;
import dev.tallystick.http.Route;
import dev.tallystick.session.Sessions;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// The parts that the pages are put together from.
///
/// @param publicUrl how browsers reach the server
public record Pages(Users users, Sessions sessions, InstantSource clock, URI publicUrl) {
  /// All routes for people.
  public List<Route> routes() {
    var site = new Site(sessions, clock, publicUrl);
    return Stream.of(site.assets(), new AccountPages(site, users, sessions, clock).routes())
        .flatMap(List::stream)
        .toList();
  }
}
