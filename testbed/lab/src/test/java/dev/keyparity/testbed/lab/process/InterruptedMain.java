package dev.keyparity.testbed.lab.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A virtual machine that starts a process and then waits for ever, until it is interrupted as by
 * Ctrl-C.
 */
final class InterruptedMain {
  private InterruptedMain() {}

  public static void main(String[] args) throws InterruptedException {
    Path directory = Path.of(args[0]);
    BackgroundProcess child =
        new BackgroundProcess(
            "child",
            new PidFile(directory.resolve("child.pid"), "child"),
            directory.resolve("child.out"));
    try (StartedProcesses started = new StartedProcesses()) {
      started.add(child);
      child.start(List.of("sh", "-c", "while true; do sleep 0.2; done", "child"), Map.of());
      new CountDownLatch(1).await();
    }
  }
}
