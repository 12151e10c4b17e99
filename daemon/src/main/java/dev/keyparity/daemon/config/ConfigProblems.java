package dev.keyparity.daemon.config;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what is wrong with one file, so that all of it is said at once. */
final class ConfigProblems {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  ConfigProblems(String file) {
    this.file = file;
  }

  void add(int line, String key, String given, String expected) {
    problems.add(new Problem(file, line, key, given, expected, false));
  }

  void addUnknown(int line, String key, String given, String expected) {
    problems.add(new Problem(file, line, key, given, expected, true));
  }

  /**
   * @throws KeyparityException if there is any problem: {@link ErrorCode#CONFIG_UNKNOWN_KEY} if
   *     every one is an unknown key, else {@link ErrorCode#CONFIG_INVALID}
   */
  void throwIfAny() {
    if (problems.isEmpty()) {
      return;
    }
    boolean onlyUnknown = problems.stream().allMatch(Problem::unknownKey);
    throw new KeyparityException(
        onlyUnknown ? ErrorCode.CONFIG_UNKNOWN_KEY : ErrorCode.CONFIG_INVALID,
        problems.stream()
            .sorted(Comparator.comparingInt(Problem::line))
            .map(Problem::toString)
            .collect(Collectors.joining("\n")),
        "docs/reference/config.md lists every setting");
  }
}
