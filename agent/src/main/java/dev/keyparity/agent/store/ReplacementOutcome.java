package dev.keyparity.agent.store;

import dev.keyparity.daemon.fault.ErrorCode;
import java.util.List;

/** What became of a replacement of key files. In none of these is a marker left behind. */
public sealed interface ReplacementOutcome {

  /**
   * The whole new set is in place, durable and read back.
   *
   * @param now the directory as it was read back
   * @param backup id of the backup that holds what was replaced
   * @param notes what an operator should know; usually empty
   */
  record Replaced(KeyDirectoryReading now, FileDigest replaced, String backup, List<String> notes)
      implements ReplacementOutcome {
    public Replaced {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Nothing was touched.
   *
   * @param whatToDo the operator's next step; empty where there is none
   */
  record Refused(ErrorCode code, String why, String whatToDo) implements ReplacementOutcome {}

  /**
   * It was begun, failed, and the directory is again as it was.
   *
   * @param code of the failure
   */
  record Undone(ErrorCode code, String why, List<String> notes) implements ReplacementOutcome {
    public Undone {
      notes = List.copyOf(notes);
    }
  }
}
