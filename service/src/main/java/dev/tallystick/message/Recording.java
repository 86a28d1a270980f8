package dev.tallystick.message;

import dev.tallystick.credit.BurnDown.Draw;
import dev.tallystick.credit.Credits;
import java.util.List;
import java.util.UUID;

/// What came of recording a message.
public sealed interface Recording {
  /// Stored, priced and charged now.
  ///
  /// @param draws which grant paid how much
  /// @param debt what no grant covered
  /// @param available what the user may count on after this message
  record Recorded(Message message, List<Draw> draws, Credits debt, Credits available)
      implements Recording {
    public Recorded {
      draws = List.copyOf(draws);
    }
  }

  /// Stored before, with the same content: the same answer, nothing charged. `available` is of now.
  record Replayed(Message message, List<Draw> draws, Credits debt, Credits available)
      implements Recording {
    public Replayed {
      draws = List.copyOf(draws);
    }
  }

  /// The id belongs to a message of other content: a bug in the caller.
  record IdReused(UUID id) implements Recording {}

  /// The user is not there.
  record UserUnknown(UUID id, UUID userId) implements Recording {}

  /// Not stored now; the same message may be sent again.
  ///
  /// @param full whether too much is waiting already; otherwise the database is out of reach
  record Unavailable(UUID id, boolean full) implements Recording {}

  /// PostgreSQL refused this message for a reason we did not foresee; its neighbours are stored.
  record Failed(UUID id) implements Recording {}
}
