package dev.keyparity.testbed.lab.estate;

import dev.keyparity.testbed.lab.process.BackgroundProcess;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.PidFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A coordinator or an agent as a process of its own.
 *
 * @param name as its certificate says
 * @param directory holds its configuration, keys, state and console
 * @param status address of its HTTP endpoint
 */
public record Server(
    String name,
    Path directory,
    String status,
    String mainClass,
    Path config,
    PidFile pidFile,
    BackgroundProcess process) {
  private static final int OK = 200;
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(ANSWER).build();

  /** Lays out the argument file; the process is not started. */
  public static Server of(
      String name, Path directory, String status, String mainClass, Path config) {
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
        status,
        mainClass,
        config,
        pidFile,
        new BackgroundProcess(name, pidFile, directory.resolve("console.log")));
  }

  public void start() {
    startWith(List.of());
  }

  /**
   * @param wrapper a command that becomes the one that follows it
   */
  public void startWith(List<String> wrapper) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(JavaLauncher.java().toString());
    command.add(pidFile.mark());
    process.start(command, Map.of("MALLOC_ARENA_MAX", "2"));
  }

  /** Whether it says of itself that it serves; false while it does not answer. */
  public boolean isReady() {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create("http://" + status + "/readyz")).timeout(ANSWER).build();
    try {
      return HTTP.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw LabException.interrupted("asking " + name + " whether it serves", e);
    }
  }

  /** The class path of this virtual machine: the product's own, beside the lab's. */
  public static List<Path> ownClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(":")).map(Path::of).toList();
  }
}
