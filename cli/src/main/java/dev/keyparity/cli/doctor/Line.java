package dev.keyparity.cli.doctor;

import dev.keyparity.wording.InstallationFault;
import dev.keyparity.wording.InstallationFault.Sort;
import java.util.List;

/** One line of what the doctor says. Immutable. */
sealed interface Line {

  /** What was looked at: {@code certificate}, {@code coordinator coord1:7418}. */
  String what();

  /** What was seen there. */
  String seen();

  /** Looked at, and nothing is wrong. */
  record Well(String what, String seen) implements Line {}

  /**
   * A fault that was found.
   *
   * @param code stable; see {@link InstallationFault}
   * @param meaning why it matters
   * @param whatToDo one line each; a command, or words that end in one
   */
  record Finding(
      String code, Sort sort, String what, String seen, String meaning, List<String> whatToDo)
      implements Line {
    public Finding {
      whatToDo = List.copyOf(whatToDo);
    }

    static Finding of(InstallationFault fault, String what, String seen, String... whatToDo) {
      return of(fault, what, seen, List.of(whatToDo));
    }

    static Finding of(InstallationFault fault, String what, String seen, List<String> whatToDo) {
      return new Finding(fault.code(), fault.sort(), what, seen, fault.meaning(), whatToDo);
    }

    boolean isWarning() {
      return sort == Sort.WARNING;
    }
  }
}
