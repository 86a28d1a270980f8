package dev.tallystick.page;

import dev.tallystick.http.Answer;
import dev.tallystick.http.Route;
import dev.tallystick.mail.Mail;
import dev.tallystick.mail.ShownMails;
import java.util.List;

/// The mails of a server without SMTP, for the developer whose machine it runs on.
final class DevMailPages {
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
    return visit.widePage("devMail", "Mails", new View(mails.latest()));
  }
}
