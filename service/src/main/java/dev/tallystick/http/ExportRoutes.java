package dev.tallystick.http;

import dev.tallystick.account.User;
import dev.tallystick.account.Users;
import dev.tallystick.http.Access.PersonalScope;
import dev.tallystick.http.Problem.Code;
import dev.tallystick.lifecycle.Export;
import dev.tallystick.limit.Limits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/// What is a user's own, as one document, for them and for the product's back end.
///
/// It is written to a file first: how fast a client reads decides neither how long a transaction
/// lasts nor how much memory it takes. The file has no name once it is open, so that nothing is
/// left of it whatever happens to the process.
final class ExportRoutes {
  private static final int AT_ONCE_MAX = 2;

  private final Users users;
  private final Export export;
  private final Limits limits;
  private final Semaphore underWay = new Semaphore(AT_ONCE_MAX);

  ExportRoutes(Users users, Export export, Limits limits) {
    this.users = users;
    this.export = export;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/users/{id}/export", Set.of(), this::ofUser),
        Route.own("GET", "/v1/me/export", PersonalScope.READ, this::own));
  }

  private Answer ofUser(Call call) {
    return export(call.pathId("id", Code.USER_NOT_FOUND));
  }

  private Answer own(Call call) {
    var user = call.session().userId();
    call.limit(limits, Limits.Rule.EXPORT_BY_USER, user.toString());
    return export(user);
  }

  private Answer export(UUID id) {
    var user = users.find(id);
    if (user.isEmpty()) return UserRoutes.userNotFound(id);
    if (user.get().status() == User.Status.DELETED) return UserRoutes.userDeleted(id);
    if (!underWay.tryAcquire()) {
      return Problem.of(Code.EXPORT_FULL, "others are exported now; try again in a moment")
          .answer();
    }
    try {
      return answer(id, spool(id));
    } catch (IOException e) {
      throw new UncheckedIOException("an export needs room for a temporary file", e);
    } finally {
      underWay.release();
    }
  }

  private FileChannel spool(UUID user) throws IOException {
    // Open to its owner only; on closing, or at once where the system allows it, it is gone.
    var path = Files.createTempFile("tally-export-", ".json");
    var file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      var out = new BufferedOutputStream(Channels.newOutputStream(file));
      export.write(user, out);
      out.flush();
      return file.position(0);
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  private static Answer answer(UUID user, FileChannel file) {
    return Answer.stream(
            "application/json",
            out -> {
              try (file) {
                Channels.newInputStream(file).transferTo(out);
              }
            })
        .withHeader("Cache-Control", "no-store")
        .withHeader(
            "Content-Disposition", "attachment; filename=\"tallystick-%s.json\"".formatted(user));
  }
}
