package dev.tallystick.page;

import dev.tallystick.account.Actor;
import dev.tallystick.http.Answer;
import dev.tallystick.http.Call;
import dev.tallystick.session.Session;
import dev.tallystick.session.SessionCheck;
import java.util.Optional;

/// One request of a browser.
final class Visit {
  private final Site site;
  private final Call call;
  private final String formCookie;
  private final Optional<SessionCheck> check;
  private final Form form;

  /// @param formCookie what this browser's form tokens are made from
  /// @param check of its session cookie, where it has one
  /// @param form what was posted
  Visit(Site site, Call call, String formCookie, Optional<SessionCheck> check, Form form) {
    this.site = site;
    this.call = call;
    this.formCookie = formCookie;
    this.check = check;
    this.form = form;
  }

  Call call() {
    return call;
  }

  Form form() {
    return form;
  }

  /// Who is signed in.
  Optional<Session> session() {
    return check.flatMap(
        found ->
            found instanceof SessionCheck.Active(var session)
                ? Optional.of(session)
                : Optional.empty());
  }

  /// Who is signed in, on a page that asks for it.
  Session person() {
    return session()
        .orElseThrow(() -> new IllegalStateException("the page asks for nobody signed in"));
  }

  /// Who acts in a session.
  static Actor.Person actor(Session session) {
    return new Actor.Person(session.userId(), session.id());
  }

  /// Why the session of this browser's cookie ended.
  Optional<SessionCheck.Reason> ended() {
    return check.flatMap(
        found ->
            found instanceof SessionCheck.Inactive(var reason)
                ? Optional.of(reason)
                : Optional.empty());
  }

  /// Where to go after signing in, by query or form.
  LocalPath next() {
    return LocalPath.of(call.query("next").or(() -> form.text("next")));
  }

  boolean isFormOurs() {
    return form.text(Form.TOKEN).filter(sent -> FormToken.isOf(formCookie, sent)).isPresent();
  }

  String formToken() {
    return FormToken.of(formCookie);
  }

  /// A page with one form or message.
  Answer page(int status, String template, String title, Record view) {
    return site.page(this, status, template, title, Frame.Width.NARROW, view);
  }

  /// A page with lists.
  Answer widePage(String template, String title, Record view) {
    return widePage(200, template, title, view);
  }

  Answer widePage(int status, String template, String title, Record view) {
    return site.page(this, status, template, title, Frame.Width.WIDE, view);
  }

  Answer message(int status, Message message) {
    return page(status, "message", message.title(), message);
  }

  String formCookie() {
    return formCookie;
  }
}
