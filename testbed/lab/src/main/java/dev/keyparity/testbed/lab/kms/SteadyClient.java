package dev.keyparity.testbed.lab.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.testbed.lab.process.BackgroundProcess;
import dev.keyparity.testbed.lab.process.Ending;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.PidFile;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.process.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Hadoop's load-balancing client in a process of its own, which makes and uses keys until it is
 * ended, and what became of each operation. Thread-safe.
 */
public final class SteadyClient implements Ending {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path journal;
  private final BackgroundProcess process;

  private SteadyClient(Path journal, BackgroundProcess process) {
    this.journal = journal;
    this.process = process;
  }

  /**
   * One operation that is over.
   *
   * @param kind {@code use}, {@code create} or {@code create-again}
   * @param failure empty if it worked
   */
  public record Operation(Instant at, Duration took, String kind, String key, String failure) {
    public boolean isOk() {
      return failure.isEmpty();
    }
  }

  /** Starts it; it begins with {@code keys}, which are there. */
  public static SteadyClient start(
      KmsService service, List<String> keys, StartedProcesses started) {
    Path argumentFile = service.directory().resolve("steady-client.args");
    Path journal = service.directory().resolve("steady-client.jsonl");
    List<String> mainAndArguments =
        new ArrayList<>(
            List.of(
                "dev.keyparity.testbed.kms.SteadyClientMain",
                service.loadBalancingUri(),
                KmsConfiguration.KEY_ADMIN,
                KmsConfiguration.READER,
                Long.toString(PAUSE.toMillis()),
                journal.toString()));
    mainAndArguments.addAll(keys);
    JavaLauncher.write(
        argumentFile,
        List.of("-Xmx96m", "-Dlog4j.configuration=load-balanced-client-log4j.properties"),
        Testbed.kmsClassPath(),
        mainAndArguments);
    BackgroundProcess process =
        new BackgroundProcess(
            "steady client",
            new PidFile(
                service.directory().resolve("steady-client.pid"), JavaLauncher.mark(argumentFile)),
            service.directory().resolve("steady-client.out"));
    SteadyClient client = new SteadyClient(journal, process);
    started.add(client);
    process.start(
        List.of(JavaLauncher.java().toString(), JavaLauncher.mark(argumentFile)),
        Map.of("MALLOC_ARENA_MAX", "2"));
    return client;
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** Every operation that is over, in order. */
  public List<Operation> operations() {
    try {
      if (Files.notExists(journal)) {
        return List.of();
      }
      String text = Files.readString(journal);
      // The last line may be half written.
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(SteadyClient::parse)
          .toList();
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "reading " + journal, e);
    }
  }

  private static Operation parse(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      return new Operation(
          Instant.ofEpochMilli(json.path("at_ms").asLong()),
          Duration.ofMillis(json.path("took_ms").asLong()),
          json.path("kind").asText(),
          json.path("key").asText(),
          json.path("failure").asText());
    } catch (JsonProcessingException e) {
      throw new LabException(LabException.Code.FILES, "a client's line: " + line, e);
    }
  }

  @Override
  public void end() {
    process.end();
  }
}
