package dev.tallystick.http;

import dev.tallystick.account.Creation;
import dev.tallystick.account.NewUser;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.account.User;
import dev.tallystick.account.Users;
import dev.tallystick.http.Problem.Code;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// Users over HTTP.
final class UserRoutes {
  private static final Set<String> FIELDS = Set.of("id", "email", "name", "imageUrl");
  private static final int EMAIL_CHARS_MAX = 320;
  private static final int NAME_CHARS_MAX = 200;
  private static final int URL_CHARS_MAX = 2_000;

  private final Users users;
  private final Supplier<UUID> ids;

  UserRoutes(Users users, Supplier<UUID> ids) {
    this.users = users;
    this.ids = ids;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/v1/users", Scope.WRITE, this::create),
        Route.get("/v1/users", Set.of("email"), this::findByEmail),
        Route.get("/v1/users/{id}", Set.of(), this::find));
  }

  private Answer create(Call call) {
    var fields = Fields.of(call.body(), FIELDS);
    var id =
        fields
            .uuid("id")
            .or(() -> call.idempotencyKey().map(key -> Ids.of("user", key, 0)))
            .orElseGet(ids);
    var email = fields.text("email", EMAIL_CHARS_MAX);
    email.ifPresent(UserRoutes::checkEmail);
    var user =
        new NewUser(
            id, email, fields.text("name", NAME_CHARS_MAX), fields.text("imageUrl", URL_CHARS_MAX));
    return switch (users.create(user, call.actor())) {
      case Creation.Created(var created) -> answer(201, created);
      case Creation.Replayed(var before) -> answer(200, before);
      case Creation.IdReused(var before) ->
          Problem.ofField(Code.ID_REUSED, "id", "a user of other content has the id " + before.id())
              .answer();
      case Creation.EmailTaken() ->
          Problem.ofField(Code.EMAIL_TAKEN, "email", "look the user up by e-mail instead").answer();
    };
  }

  /// No more than what a person mistypes: whether mail arrives is known when it has.
  private static void checkEmail(String email) {
    int at = email.indexOf('@');
    if (at < 1 || at == email.length() - 1 || email.chars().anyMatch(Character::isWhitespace)) {
      throw Fields.invalid("email", "must be an e-mail address");
    }
  }

  private Answer find(Call call) {
    var id = call.pathId("id", Code.USER_NOT_FOUND);
    return users
        .find(id)
        .map(user -> answer(200, user))
        .orElseGet(() -> Problem.of(Code.USER_NOT_FOUND, "no user has the id " + id).answer());
  }

  private Answer findByEmail(Call call) {
    var email = Fields.required("email", call.query("email"));
    var found = users.findByEmail(email);
    return Views.page("users", found.stream().toList(), Optional.empty(), Views::user);
  }

  private static Answer answer(int status, User user) {
    return Answer.json(status, json -> Views.user(json, user));
  }
}
