package dev.tallystick.page;

import dev.tallystick.http.Answer;
import dev.tallystick.http.Route;
import dev.tallystick.mail.Mail;
import dev.tallystick.mail.ShownMails;
import java.util.List;

/// The mails of a server without SMTP, for the developer whose machine it runs on.
final class DevMailPages {
  private static final List<String> FORWARDED = List.of("X-Forwarded-For", "Forwarded");

  private final Site site;
  private final ShownMails mails;

  DevMailPages(Site site, ShownMails mails) {
    this.site = site;
    this.mails = mails;
  }

  /// @param mails newest first
  record View(List<Mail> mails) {
    View {
      mails = List.copyOf(mails);
    }
  }

  List<Route> routes() {
    return List.of(site.get("/dev/mail", this::mails));
  }

  private Answer mails(Visit visit) {
    // Whoever comes through a proxy is not at this machine.
    if (FORWARDED.stream().anyMatch(name -> visit.call().header(name).isPresent())) {
      return visit.message(
          404,
          Message.of(
              "Nothing is here",
              "Mails are shown to whoever opens this page on the server's own machine."));
    }
    return visit.widePage("devMail", "Mails", new View(mails.latest()));
  }
}
