package dev.keyparity.testbed.lab.watching;

import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.process.BackgroundProcess;
import dev.keyparity.testbed.lab.process.PidFile;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.process.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real monit, set up as an operator would to guard files: the checksum of each, in its shortest
 * cycle, which is a second. It polls; so what it takes is half a cycle at best.
 */
final class Monit {
  private static final Duration READY = Duration.ofSeconds(30);

  private final Path told;
  private final Map<String, Integer> read = new HashMap<>();

  private final BackgroundProcess process;

  private Monit(Path told, BackgroundProcess process) {
    this.told = told;
    this.process = process;
  }

  void end() {
    process.end();
  }

  /**
   * @param files by host
   */
  static Monit start(Path directory, Map<String, Path> files, StartedProcesses started) {
    Path told = Workplace.write(directory.resolve("told"), "");
    Path teller = directory.resolve("tell.sh");
    Workplace.write(
        teller, "#!/bin/sh\necho \"$MONIT_SERVICE $1 $(date +%s%N)\" >> '" + told + "'\n");
    StringBuilder config =
        new StringBuilder(
            """
            set daemon 1
            set log %1$s/monit.log
            set pidfile %1$s/monit.pid
            set idfile %1$s/monit.id
            set statefile %1$s/monit.state
            """
                .formatted(directory));
    files.forEach(
        (host, file) ->
            config.append(
                """
                check file %s with path "%s"
                  if failed checksum expect %s then exec "%s changed"
                    else if succeeded then exec "%4$s restored"
                """
                    .formatted(host, file, Sums.sha1(file), teller)));
    Path monitrc = Workplace.write(directory.resolve("monitrc"), config.toString());
    BackgroundProcess process =
        new BackgroundProcess(
            "monit",
            new PidFile(directory.resolve("lab.pid"), monitrc.toString()),
            directory.resolve("console.log"));
    executable(teller);
    process.start(List.of("monit", "-I", "-c", monitrc.toString()), Map.of());
    started.add(process);
    if (!Wait.until(READY, () -> Files.exists(directory.resolve("monit.state")))) {
      throw new IllegalStateException("monit does not start: " + process.tail());
    }
    return new Monit(told, process);
  }

  private static void executable(Path script) {
    try {
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When (wall clock, nanoseconds) it next tells so of the host; empty if not within the limit. */
  Optional<Long> await(String host, String what, Duration limit) {
    List<Long> found = new ArrayList<>();
    Wait.until(
        limit,
        () -> {
          next(host, what).ifPresent(found::add);
          return !found.isEmpty();
        });
    return found.stream().findFirst();
  }

  private synchronized Optional<Long> next(String host, String what) {
    List<String> lines = lines(host);
    for (int i = read.getOrDefault(host, 0); i < lines.size(); i++) {
      String[] words = lines.get(i).split(" ", -1);
      if (words[1].equals(what)) {
        read.put(host, i + 1);
        return Optional.of(Long.valueOf(words[2]));
      }
    }
    return Optional.empty();
  }

  /** How often it told so of any host, ever. */
  long times(String what) {
    return all().stream().filter(line -> line.contains(" " + what + " ")).count();
  }

  private List<String> lines(String host) {
    return all().stream().filter(line -> line.startsWith(host + " ")).toList();
  }

  private List<String> all() {
    try {
      return Files.readString(told)
          .lines()
          .filter(line -> line.split(" ", -1).length == 3)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
