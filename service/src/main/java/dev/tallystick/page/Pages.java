package dev.tallystick.page;

import dev.tallystick.account.Users;
import dev.tallystick.alert.Alerts;
import dev.tallystick.credit.Ledger;
import dev.tallystick.http.Route;
import dev.tallystick.identity.MailedSignIn;
import dev.tallystick.identity.ProviderSignIns;
import dev.tallystick.limit.Limits;
import dev.tallystick.login.Approvals;
import dev.tallystick.mail.ShownMails;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.Referrals;
import dev.tallystick.session.Sessions;
import dev.tallystick.stripe.shop.PurchaseReader;
import dev.tallystick.stripe.shop.Shop;
import dev.tallystick.stripe.topup.AutoTopUps;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The parts that the pages are put together from.
///
/// @param mailed where mail can be sent
/// @param providers who else says who somebody is
/// @param shown where it is shown to the developer instead
/// @param program what referring somebody is worth
/// @param shop where something is sold
/// @param publicUrl how browsers reach the server; if empty, they are on its machine
public record Pages(
    Users users,
    Sessions sessions,
    Approvals approvals,
    Optional<MailedSignIn> mailed,
    ProviderSignIns providers,
    Optional<ShownMails> shown,
    Referrals referrals,
    Program program,
    Ledger ledger,
    PurchaseReader purchases,
    Alerts alerts,
    AutoTopUps autoTopUps,
    Optional<Shop> shop,
    Limits limits,
    InstantSource clock,
    Supplier<UUID> ids,
    Optional<String> publicUrl) {
  /// All routes for people.
  public List<Route> routes() {
    var site = new Site(sessions, clock, publicUrl);
    var routes = new ArrayList<>(site.assets());
    var ways = new ProviderPages(site, providers, limits);
    routes.addAll(new SignInPages(site, mailed, ways.buttons(), limits).routes());
    routes.addAll(ways.routes());
    routes.addAll(new AccountPages(site, users, sessions, ways, clock).routes());
    routes.addAll(credits(site).routes());
    routes.addAll(new DevicePages(site, approvals, limits, clock).routes());
    routes.addAll(new ReferralPages(site, referrals.reader(), clock).routes());
    routes.addAll(new InvitationPages(site, referrals, program, users, limits, clock).routes());
    shown.ifPresent(mails -> routes.addAll(new DevMailPages(site, mails).routes()));
    return List.copyOf(routes);
  }

  private CreditPages credits(Site site) {
    var showing = new CreditShowing(users, ledger, purchases, alerts, autoTopUps, shop, ids);
    var form = new TopUpForm(autoTopUps, shop);
    return new CreditPages(site, showing, form, alerts, shop, limits);
  }
}
