package dev.keyparity.testbed.lab.demo;

import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.Server;
import dev.keyparity.testbed.lab.estate.SplitService;
import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.process.BackgroundProcess;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What {@code --keep} left running, by pid file: a line {@code NAME PIDFILE MARK} each, in the
 * order of their start.
 */
final class LeftRunning {
  private LeftRunning() {}

  static void write(Workplace place, Estate estate, List<SplitService> services) {
    List<String> lines = new ArrayList<>();
    Path zooKeeper = place.directory("zookeeper");
    lines.add(
        "zookeeper %s @%s"
            .formatted(zooKeeper.resolve("zookeeper.pid"), zooKeeper.resolve("java.args")));
    for (SplitService service : services) {
      for (KmsHost host : service.hosts()) {
        lines.add("kms %s -".formatted(host.paths().control()));
      }
    }
    for (Server server : estate.servers()) {
      lines.add(
          "%s %s %s".formatted(server.name(), server.pidFile().file(), server.pidFile().mark()));
    }
    Workplace.write(place.running(), String.join("\n", lines) + "\n");
  }

  /** Ends it all, last started first; says what it ended. */
  static String end(Path root) {
    Path list = new Workplace(root).running();
    if (!Files.exists(list)) {
      return "demo: nothing was left running in " + root;
    }
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(list));
      Collections.reverse(lines);
      int ended = 0;
      for (String line : lines) {
        ended += endOne(line.split(" ", -1)) ? 1 : 0;
      }
      Files.delete(list);
      return "demo: ended %d processes of %s; %d had ended before"
          .formatted(ended, root, lines.size() - ended);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "reading " + list, e);
    }
  }

  /** False if it had ended before. */
  private static boolean endOne(String[] words) {
    if (words[0].equals("kms")) {
      boolean lives = Command.run(List.of(words[1], "status")).isOk();
      Command.run(List.of(words[1], "stop"));
      return lives;
    }
    PidFile pidFile = new PidFile(Path.of(words[1]), words[2]);
    BackgroundProcess process = new BackgroundProcess(words[0], pidFile, Path.of("/dev/null"));
    boolean lives = process.isAlive();
    process.end();
    return lives;
  }
}
