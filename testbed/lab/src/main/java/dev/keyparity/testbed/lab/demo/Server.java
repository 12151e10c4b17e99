package dev.keyparity.testbed.lab.demo;

import dev.keyparity.testbed.lab.process.BackgroundProcess;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import dev.keyparity.testbed.lab.process.PidFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A coordinator or an agent as a process of its own.
 *
 * @param name as its certificate says
 * @param directory holds its configuration, keys, state and console
 */
record Server(String name, Path directory, PidFile pidFile, BackgroundProcess process) {

  /** Lays out the argument file; the process is not started. */
  static Server of(String name, Path directory, String mainClass, Path config) {
    Path arguments = directory.resolve("java.args");
    JavaLauncher.write(
        arguments,
        List.of("-Xmx96m", "-XX:-UsePerfData"),
        ownClassPath(),
        List.of(mainClass, "--config", config.toString()));
    PidFile pidFile = new PidFile(directory.resolve("pid"), JavaLauncher.mark(arguments));
    return new Server(
        name,
        directory,
        pidFile,
        new BackgroundProcess(name, pidFile, directory.resolve("console.log")));
  }

  void start() {
    process.start(
        List.of(JavaLauncher.java().toString(), pidFile.mark()), Map.of("MALLOC_ARENA_MAX", "2"));
  }

  /** The class path of this virtual machine: the product's own, beside the lab's. */
  static List<Path> ownClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(":")).map(Path::of).toList();
  }
}
