package dev.keyparity.testbed.lab.demo;

import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;

/** {@code make demo}: the report on standard output, the story on standard error. */
public final class DemoMain {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private DemoMain() {}

  /**
   * @param arguments first the directory to work in, then {@link DemoOptions}
   */
  public static void main(String[] arguments) {
    // gRPC tells its own story otherwise.
    LogManager.getLogManager().reset();
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    PrintStream talk = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    DemoOptions options;
    try {
      options = DemoOptions.parse(arguments.subList(1, arguments.size()));
    } catch (IllegalArgumentException e) {
      talk.println("demo: " + e.getMessage());
      talk.println(DemoOptions.USAGE);
      return USAGE;
    }
    Path directory = Path.of(arguments.get(0)).toAbsolutePath().normalize();
    if (options.stop()) {
      talk.println(LeftRunning.end(directory));
      return OK;
    }
    Report report = play(directory, options, new Narrator(talk));
    System.out.println(options.json() ? report.toJson() : Summary.of(report, directory));
    return report.isOk() ? OK : FAILED;
  }

  private static Report play(Path directory, DemoOptions options, Narrator narrator) {
    Report report = new Report();
    StartedProcesses started = new StartedProcesses();
    try {
      LeftRunning.end(directory);
      Demo demo = new Demo(Workplace.fresh(directory), started, narrator, report);
      demo.play();
      report.succeeded();
      if (options.keep()) {
        demo.leaveRunning();
      }
    } catch (RuntimeException | Error e) {
      // Whatever went wrong is the result; everything started still ends.
      narrator.say("failed: " + e);
      report.failed(narrator.present(), String.valueOf(e.getMessage()));
    } finally {
      started.close();
    }
    report.put("duration_ms", narrator.elapsed().toMillis());
    narrator.scene(report.isOk() ? "ok" : "failed");
    return report;
  }
}
