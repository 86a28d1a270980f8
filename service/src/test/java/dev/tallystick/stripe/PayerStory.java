package dev.tallystick.stripe;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/// What one user does with money, at random by a seed: the same in each world where it is played,
/// as far as Stripe does the same there.
final class PayerStory {
  private final StoryWorld world;
  private final boolean hasPlans;
  private final Random random;
  private final UUID user;
  private final UUID referrer;
  private final List<String> told = new ArrayList<>();

  private String customer = "";
  private int number;
  private final List<Paid> payments = new ArrayList<>();
  private final List<String> offers = new ArrayList<>();
  private final List<String> slowRefunds = new ArrayList<>();
  private final List<String> disputes = new ArrayList<>();
  private final List<String> inquiries = new ArrayList<>();
  private final List<Subscribed> subscriptions = new ArrayList<>();
  private final List<String> unpaid = new ArrayList<>();

  /// A payment, and what of it can still go back.
  private static final class Paid {
    private final String id;
    private long left;
    private boolean isDisputed;

    Paid(String id, long left) {
      this.id = id;
      this.left = left;
    }
  }

  private static final class Subscribed {
    private final String id;
    private String price;
    private boolean isEnding;

    Subscribed(String id, String price) {
      this.id = id;
      this.price = price;
    }
  }

  PayerStory(StoryWorld world, long seed, boolean hasPlans) {
    this.world = world;
    this.hasPlans = hasPlans;
    this.random = new Random(seed * 7_919);
    this.user = id("payer " + seed);
    this.referrer = id("referrer " + seed);
    world.signUp(user);
    if (random.nextInt(3) == 0) {
      world.signUp(referrer);
      world.redeem(referrer, user);
      told.add("was brought by another user");
    }
  }

  private static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  UUID user() {
    return user;
  }

  UUID referrer() {
    return referrer;
  }

  /// What happened so far, for people.
  List<String> told() {
    return told;
  }

  /// The next thing that happens.
  void step() {
    var deeds = new ArrayList<Runnable>();
    deeds.add(this::offer);
    deeds.add(this::buyPack);
    deeds.add(this::buyPack);
    if (!offers.isEmpty()) deeds.add(this::followUpOffer);
    if (!customer.isEmpty()) {
      deeds.add(this::payDirectly);
      deeds.add(this::changeCard);
      if (random.nextInt(4) == 0) deeds.add(this::deleteCustomer);
    }
    addRefundsAndDisputes(deeds);
    if (hasPlans) addPlans(deeds);
    if (!hasPlans) deeds.add(this::call);
    pick(deeds).run();
  }

  private void addRefundsAndDisputes(List<Runnable> deeds) {
    var refundable = payments.stream().filter(it -> it.left > 0 && !it.isDisputed).toList();
    if (!refundable.isEmpty()) {
      deeds.add(() -> refund(pick(refundable)));
      deeds.add(() -> refund(pick(refundable)));
      deeds.add(() -> dispute(pick(refundable)));
    }
    if (!slowRefunds.isEmpty()) deeds.add(this::endRefund);
    if (!disputes.isEmpty()) deeds.add(this::endDispute);
    if (!disputes.isEmpty()) deeds.add(this::endDispute);
    if (!inquiries.isEmpty()) deeds.add(this::endInquiry);
  }

  private void addPlans(List<Runnable> deeds) {
    if (!customer.isEmpty()) {
      if (subscriptions.size() < 2) deeds.add(this::subscribe);
      if (subscriptions.isEmpty()) deeds.add(this::subscribe);
    }
    if (!subscriptions.isEmpty()) {
      deeds.add(this::changePlan);
      deeds.add(this::changePlan);
      deeds.add(this::cancel);
    }
    if (!unpaid.isEmpty()) deeds.add(this::payLate);
  }

  /// What Stripe does by itself as time passes: offers are over, and periods.
  void passTime() {
    offers.clear();
    var now = world.server().clock().instant();
    for (var each : List.copyOf(subscriptions)) {
      for (int i = 0; i < 3 && subscriptions.contains(each); i++) {
        if (world.periodEnd(each.id).isAfter(now)) break;
        renew(each);
      }
    }
  }

  private void renew(Subscribed each) {
    boolean isDeclined = random.nextInt(4) == 0;
    var faults = world.stripe().simulator().faults();
    if (isDeclined) faults.declineCards(customer, "card_declined");
    var invoice = world.people().renew(each.id);
    if (isDeclined) faults.acceptCards(customer);
    tell(
        "%s is renewed%s: %s"
            .formatted(each.id, isDeclined ? " in vain" : "", invoice.orElse("it ends")));
    if (invoice.isEmpty()) {
      subscriptions.remove(each);
    } else {
      world.newInvoices(customer, this::billed);
    }
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private <T> T take(List<T> from) {
    return from.remove(random.nextInt(from.size()));
  }

  private void tell(String what) {
    told.add(what);
  }

  private void paid(String id, long amount) {
    payments.add(new Paid(id, amount));
  }

  private String ask() {
    var session = world.checkout(user, "order " + number++, "starter");
    customer = world.customerOf(user);
    return session;
  }

  private void buyPack() {
    var session = ask();
    boolean isSecond = random.nextInt(4) == 0;
    if (isSecond) world.people().payCheckoutDeclined(session, "insufficient_funds");
    var payment = world.people().payCheckout(session);
    paid(payment, StoryWorld.STARTER_AMOUNT);
    tell("buys a pack%s: %s".formatted(isSecond ? " with a second card" : "", payment));
  }

  private void offer() {
    var session = ask();
    offers.add(session);
    tell("looks at a pack: %s".formatted(session));
  }

  private void followUpOffer() {
    var session = take(offers);
    if (random.nextBoolean()) {
      world.people().abandonCheckout(session);
      tell("leaves %s".formatted(session));
    } else if (random.nextBoolean()) {
      world.people().payCheckoutDeclined(session, "card_declined");
      offers.add(session);
      tell("is declined at %s".formatted(session));
    } else {
      var payment = world.people().payCheckout(session);
      paid(payment, StoryWorld.STARTER_AMOUNT);
      tell("pays %s after all: %s".formatted(session, payment));
    }
  }

  private void payDirectly() {
    long amount = 100L * random.nextInt(1, 40);
    var credits = new BigDecimal(random.nextInt(1, 3_000_000)).movePointLeft(3);
    var checkout = id(user + " pays " + number++);
    var metadata =
        Map.of(
            StripeApi.USER, user.toString(),
            StripeApi.CREDITS, credits.toPlainString(),
            StripeApi.CHECKOUT, checkout.toString());
    var payment = world.people().pay(customer, amount, "usd", metadata);
    paid(payment, amount);
    tell("pays %d for %s credits: %s".formatted(amount, credits, payment));
  }

  private void changeCard() {
    var card = world.people().attachCard(customer, "card " + number++ + " of " + user);
    tell("adds the card %s".formatted(card));
    if (random.nextBoolean()) {
      world.people().detachCard(card);
      tell("and takes it away");
    }
  }

  private void deleteCustomer() {
    world.people().deleteCustomer(customer);
    tell("%s is deleted at Stripe".formatted(customer));
    customer = "";
    subscriptions.clear();
    unpaid.clear();
    offers.clear();
  }

  private void refund(Paid payment) {
    long most = payment.left;
    long amount = random.nextInt(3) == 0 ? most : random.nextLong(1, most + 1);
    payment.left -= amount;
    if (random.nextInt(3) == 0) {
      var refund = world.people().refundSlowly(payment.id, amount);
      slowRefunds.add(refund + " " + payments.indexOf(payment) + " " + amount);
      tell("%d of %s go back slowly: %s".formatted(amount, payment.id, refund));
    } else {
      var refund = world.people().refund(payment.id, amount);
      tell("%d of %s go back: %s".formatted(amount, payment.id, refund));
    }
  }

  private void endRefund() {
    var words = take(slowRefunds).split(" ", -1);
    if (random.nextBoolean()) {
      world.people().settleRefund(words[0]);
      tell("%s goes through".formatted(words[0]));
    } else {
      world.people().failRefund(words[0]);
      payments.get(Integer.parseInt(words[1])).left += Long.parseLong(words[2]);
      tell("%s fails".formatted(words[0]));
    }
  }

  private void dispute(Paid payment) {
    long most = payment.left;
    long amount = random.nextBoolean() ? most : random.nextLong(1, most + 1);
    payment.isDisputed = true;
    if (random.nextInt(4) == 0) {
      var inquiry = world.people().inquire(payment.id, amount);
      inquiries.add(inquiry);
      tell("the bank asks about %d of %s: %s".formatted(amount, payment.id, inquiry));
    } else {
      var dispute = world.people().dispute(payment.id, amount);
      disputes.add(dispute);
      tell("the bank asks back %d of %s: %s".formatted(amount, payment.id, dispute));
    }
  }

  private void endDispute() {
    var dispute = take(disputes);
    if (random.nextBoolean()) {
      world.people().winDispute(dispute);
      tell("%s is won".formatted(dispute));
    } else {
      world.people().loseDispute(dispute);
      tell("%s is lost".formatted(dispute));
    }
  }

  private void endInquiry() {
    var inquiry = take(inquiries);
    if (random.nextBoolean()) {
      world.people().dropInquiry(inquiry);
      tell("%s is dropped".formatted(inquiry));
    } else {
      world.people().escalateInquiry(inquiry);
      disputes.add(inquiry);
      tell("%s becomes a dispute".formatted(inquiry));
    }
  }

  private void call() {
    int thousands = random.nextInt(1, 600);
    world.call(user, thousands);
    tell("calls a model: %d000 tokens".formatted(thousands));
  }

  private void subscribe() {
    var price = pick(List.of("basic", "pro", "year"));
    var subscription = world.people().subscribe(customer, world.price(price));
    subscriptions.add(new Subscribed(subscription, price));
    tell("subscribes to %s: %s".formatted(price, subscription));
    world.newInvoices(customer, this::billed);
  }

  private void changePlan() {
    var chosen = pick(subscriptions);
    var others = Stream.of("basic", "pro", "year").filter(it -> !it.equals(chosen.price)).toList();
    chosen.price = pick(others);
    var proration = pick(List.of("none", "create_prorations", "always_invoice"));
    world.people().changePlan(chosen.id, world.price(chosen.price), proration);
    tell("changes %s to %s (%s)".formatted(chosen.id, chosen.price, proration));
    world.newInvoices(customer, this::billed);
  }

  private void cancel() {
    var chosen = pick(subscriptions);
    if (chosen.isEnding) {
      chosen.isEnding = false;
      world.people().keep(chosen.id);
      tell("keeps %s after all".formatted(chosen.id));
    } else if (random.nextBoolean()) {
      chosen.isEnding = true;
      world.people().cancel(chosen.id, true);
      tell("%s ends with its period".formatted(chosen.id));
    } else {
      subscriptions.remove(chosen);
      world.people().cancel(chosen.id, false);
      tell("%s ends now".formatted(chosen.id));
    }
  }

  private void billed(String invoice) {
    var payment = world.people().paymentOf(invoice);
    tell("is billed by %s".formatted(invoice));
    if (payment.isEmpty()) return;
    var amount = world.received(payment.get());
    if (amount > 0) paid(payment.get(), amount);
    else unpaid.add(invoice);
  }

  private void payLate() {
    var invoice = take(unpaid);
    if (world.isOpen(invoice)) {
      world.people().payInvoice(invoice);
      tell("pays %s late".formatted(invoice));
      billed(invoice);
    }
  }
}
