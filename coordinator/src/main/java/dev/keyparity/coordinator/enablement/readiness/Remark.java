package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.wording.InstallationFault;
import java.util.List;

/**
 * Something that is not as it should be. Immutable.
 *
 * @param code stable; that of an {@link InstallationFault}, or a word of preflight's own
 * @param isWarning it is shown, and stops nothing
 * @param host empty where no single host is meant
 * @param seen what is so and what was expected, without the host's name
 * @param whatToDo one line each, the first one in words; never none for what stops a run
 */
public record Remark(
    String code, boolean isWarning, String host, String seen, List<String> whatToDo) {
  public Remark {
    whatToDo = List.copyOf(whatToDo);
    if (!isWarning && whatToDo.isEmpty()) {
      throw new IllegalArgumentException("remark %s: no way on".formatted(code));
    }
  }

  /** The whole sentence: {@code kms2: its agent refuses every effect}. */
  public String message() {
    return host.isEmpty() ? seen : host + ": " + seen;
  }
}
