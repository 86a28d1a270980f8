package dev.tallystick.http;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Creation;
import dev.tallystick.account.NewUser;
import dev.tallystick.account.Role;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.account.User;
import dev.tallystick.account.UserFields;
import dev.tallystick.account.Users;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.lifecycle.Lifecycle;
import dev.tallystick.lifecycle.UserChange;
import dev.tallystick.mail.EmailAddress;
import dev.tallystick.postgres.StoredTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Users over HTTP.
final class UserRoutes {
  private static final Set<String> FIELDS = Set.of("id", "email", "name", "imageUrl");
  private static final Set<String> CHANGED_FIELDS =
      Set.of("email", "emailVerified", "name", "imageUrl", "referralLimit");
  private static final Set<String> REASON = Set.of("reason");
  private static final int EMAIL_CHARS_MAX = 320;
  private static final int NAME_CHARS_MAX = 200;
  private static final int URL_CHARS_MAX = 2_000;
  private static final int REASON_CHARS_MAX = 500;
  private static final int REFERRALS_MAX = 1_000_000;

  private final Users users;
  private final Lifecycle lifecycle;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  UserRoutes(Users users, Lifecycle lifecycle, InstantSource clock, Supplier<UUID> ids) {
    this.users = users;
    this.lifecycle = lifecycle;
    this.clock = clock;
    this.ids = ids;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/v1/users", Scope.WRITE, this::create),
        Route.get("/v1/users", Set.of("email", "emailPrefix", "cursor", "limit"), this::list),
        Route.get("/v1/users/{id}", Set.of(), this::find),
        Route.patch("/v1/users/{id}", Scope.WRITE, this::edit),
        Route.delete("/v1/users/{id}", Scope.WRITE, this::delete),
        Route.post("/v1/users/{id}/suspend", Scope.WRITE, this::suspend),
        Route.post("/v1/users/{id}/reactivate", Scope.WRITE, this::reactivate),
        Route.post("/v1/users/{id}/close", Scope.WRITE, this::close));
  }

  private Answer create(Call call) {
    var fields = Fields.of(call.body(), FIELDS);
    var id =
        fields
            .uuid("id")
            .or(() -> call.idempotencyKey().map(key -> Ids.of("user", key, 0)))
            .orElseGet(ids);
    var user =
        new NewUser(
            id,
            email(fields),
            fields.text("name", NAME_CHARS_MAX),
            fields.text("imageUrl", URL_CHARS_MAX));
    return switch (users.create(user, call.actor())) {
      case Creation.Created(var created) -> answer(201, created);
      case Creation.Replayed(var before) -> answer(200, before);
      case Creation.IdReused(var before) ->
          Problem.ofField(Code.ID_REUSED, "id", "a user of other content has the id " + before.id())
              .answer();
      case Creation.UserDeleted() -> userDeleted(id);
      case Creation.EmailTaken() -> emailTaken();
    };
  }

  private static Optional<String> email(Fields fields) {
    var email = fields.text("email", EMAIL_CHARS_MAX);
    email.ifPresent(UserRoutes::checkEmail);
    return email;
  }

  private static void checkEmail(String email) {
    if (!EmailAddress.isValid(email)) {
      throw Fields.invalid("email", "must be an e-mail address of ASCII characters");
    }
  }

  private Answer find(Call call) {
    var id = call.pathId("id", Code.USER_NOT_FOUND);
    return users.find(id).map(user -> answer(200, user)).orElseGet(() -> userNotFound(id));
  }

  private Answer list(Call call) {
    var email = call.query("email");
    if (email.isPresent()) {
      var found = users.findByEmail(email.get()).stream().toList();
      return Views.page("users", found, Optional.empty(), Views::user);
    }
    int limit = call.queryLimit(Users.PAGE_MAX);
    var page = users.list(call.query("emailPrefix"), call.queryUuid("cursor"), limit);
    return Views.page("users", page, limit, User::id, Views::user);
  }

  private Answer edit(Call call) {
    var id = call.pathId("id", Code.USER_NOT_FOUND);
    var fields = Fields.of(call.body(), CHANGED_FIELDS);
    var edit = edit(fields, now());
    // Whoever changes an address can have a code mailed to it and sign in as the user; and a later
    // sign-in of another with the address would be linked to the account.
    if (call.actor() instanceof Actor.Person) {
      for (var field : List.of("email", "emailVerified")) {
        if (!fields.has(field)) continue;
        return Problem.ofField(
                Code.SCOPE_MISSING, field, "only the back end, with a key, changes it")
            .answer();
      }
    }
    return answer(id, lifecycle.edit(id, edit, call.authority()));
  }

  /// What is sent changes, `null` takes away, what is not sent stays.
  private static UnaryOperator<UserFields> edit(Fields fields, Instant now) {
    var email = email(fields);
    var isVerified = fields.bool("emailVerified");
    var name = fields.text("name", NAME_CHARS_MAX);
    var imageUrl = fields.text("imageUrl", URL_CHARS_MAX);
    var referralLimit = fields.integer("referralLimit", 0, REFERRALS_MAX);
    if (isVerified.orElse(false) && fields.has("email") && email.isEmpty()) {
      throw Fields.invalid("emailVerified", "must be false where the address is taken away");
    }
    return before -> {
      var address = fields.has("email") ? email : before.email();
      var kept =
          address.equals(before.email()) ? before.emailVerifiedAt() : Optional.<Instant>empty();
      var verifiedAt =
          isVerified
              .map(yes -> yes ? kept.or(() -> address.map(_ -> now)) : Optional.<Instant>empty())
              .orElse(kept);
      return new UserFields(
          address,
          fields.has("name") ? name : before.name(),
          fields.has("imageUrl") ? imageUrl : before.imageUrl(),
          verifiedAt,
          referralLimit.orElse(before.referralLimit()));
    };
  }

  private Answer suspend(Call call) {
    var id = call.pathId("id", Code.USER_NOT_FOUND);
    var reason = Fields.of(call.body(), REASON).requiredText("reason", REASON_CHARS_MAX);
    return answer(id, lifecycle.suspend(id, reason, call.authority()));
  }

  private Answer close(Call call) {
    var id = call.pathId("id", Code.USER_NOT_FOUND);
    var reason = Fields.of(call.body(), REASON).requiredText("reason", REASON_CHARS_MAX);
    return answer(id, lifecycle.close(id, reason, call.authority()));
  }

  private Answer reactivate(Call call) {
    var id = call.pathId("id", Code.USER_NOT_FOUND);
    var body = call.body();
    var reason =
        body.length == 0
            ? Optional.<String>empty()
            : Fields.of(body, REASON).text("reason", REASON_CHARS_MAX);
    return answer(id, lifecycle.reactivate(id, reason, call.authority()));
  }

  private Answer delete(Call call) {
    var id = call.pathId("id", Code.USER_NOT_FOUND);
    return answer(id, lifecycle.delete(id, call.authority()));
  }

  private static Answer answer(UUID id, UserChange change) {
    return switch (change) {
      case UserChange.Changed(var user) -> answer(200, user);
      case UserChange.Replayed(var user) ->
          answer(200, user).withHeader("Idempotent-Replayed", "true");
      case UserChange.UserUnknown() -> userNotFound(id);
      case UserChange.UserDeleted _ -> userDeleted(id);
      case UserChange.EmailTaken() -> emailTaken();
      case UserChange.StatusConflict(var status) ->
          Problem.of(
                  Code.STATUS_CONFLICT,
                  "the user is %s; make the user active again first".formatted(status.word()))
              .answer();
      case UserChange.RightsMissing(var role) -> rightsMissing(role).answer();
    };
  }

  static Problem rightsMissing(Role role) {
    return Problem.of(
        Code.SCOPE_MISSING,
        "the user is staff (%s): only who has all the rights of that role may do this"
            .formatted(role.word()));
  }

  static Answer userNotFound(UUID id) {
    return Problem.of(Code.USER_NOT_FOUND, "no user has the id " + id).answer();
  }

  static Answer userDeleted(UUID id) {
    return Problem.of(
            Code.USER_DELETED, "the user %s was deleted; only the books remain".formatted(id))
        .answer();
  }

  private static Answer emailTaken() {
    return Problem.ofField(Code.EMAIL_TAKEN, "email", "look the user up by e-mail instead")
        .answer();
  }

  private static Answer answer(int status, User user) {
    return Answer.json(status, json -> Views.user(json, user));
  }

  /// To the microsecond, which is what PostgreSQL keeps.
  private Instant now() {
    return StoredTime.now(clock);
  }
}
