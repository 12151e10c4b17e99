package dev.keyparity.agent.store;

import dev.keyparity.daemon.fault.ErrorCode;
import java.util.List;

/** What {@link KeyDirectoryStore#recover} found and did. */
public sealed interface RecoveryOutcome {

  /** No replacement was under way. */
  record Clean() implements RecoveryOutcome {}

  /** One was being prepared; nothing of it was in force; its preparations are removed. */
  record Swept() implements RecoveryOutcome {}

  /** The new key file was in place: the whole new set is in place now. */
  record Finished(InstallMarker marker, List<String> notes) implements RecoveryOutcome {
    public Finished {
      notes = List.copyOf(notes);
    }
  }

  /** The old key file was in place: the whole old set is in place again. */
  record Undone(InstallMarker marker, List<String> notes) implements RecoveryOutcome {
    public Undone {
      notes = List.copyOf(notes);
    }
  }

  /** Somebody else wrote the key file meanwhile; it was left alone. */
  record Superseded(InstallMarker marker, List<String> notes) implements RecoveryOutcome {
    public Superseded {
      notes = List.copyOf(notes);
    }
  }

  /** It could not be told or done; the marker stays, and every replacement is refused. */
  record Stuck(InstallMarker marker, ErrorCode code, String why) implements RecoveryOutcome {}
}
