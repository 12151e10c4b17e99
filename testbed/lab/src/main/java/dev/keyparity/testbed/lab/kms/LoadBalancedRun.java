package dev.keyparity.testbed.lab.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.Testbed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Hadoop's own load-balancing client, in a process of its own, made of a service.
 *
 * @param operations how many it tried: a data key made and decrypted again, through the
 *     load-balancing URI
 * @param ok how many worked
 * @param misled how many of those worked although a host, asked directly, could not decrypt the
 *     same data key: the client was told that all is well
 * @param refusedByHost how many data keys each host, by address, could not decrypt when asked
 *     directly
 */
public record LoadBalancedRun(
    int operations, int ok, int misled, Map<String, Integer> refusedByHost) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  public LoadBalancedRun {
    refusedByHost = Map.copyOf(refusedByHost);
  }

  /** Runs {@code operations} on {@code keys} in turn, as the user who reads. */
  public static LoadBalancedRun run(KmsService service, int operations, List<String> keys) {
    Path argumentFile = service.directory().resolve("load-balanced-client.args");
    List<String> mainAndArguments =
        new ArrayList<>(
            List.of(
                "dev.keyparity.testbed.kms.LoadBalancedClientMain",
                service.loadBalancingUri(),
                KmsConfiguration.READER,
                Integer.toString(operations)));
    mainAndArguments.addAll(keys);
    JavaLauncher.write(
        argumentFile,
        List.of("-Xmx96m", "-Dlog4j.configuration=load-balanced-client-log4j.properties"),
        Testbed.kmsClassPath(),
        mainAndArguments);
    Command.Result result =
        Command.run(
            List.of(JavaLauncher.java().toString(), JavaLauncher.mark(argumentFile)),
            Map.of(),
            LIMIT);
    return parse(result.orThrow().out());
  }

  private static LoadBalancedRun parse(String out) {
    try {
      JsonNode json = new ObjectMapper().readTree(out);
      Map<String, Integer> refused = new TreeMap<>();
      json.path("refused_by_host")
          .properties()
          .forEach(host -> refused.put(host.getKey(), host.getValue().asInt()));
      return new LoadBalancedRun(
          json.path("operations").asInt(-1),
          json.path("ok").asInt(-1),
          json.path("misled").asInt(-1),
          refused);
    } catch (JsonProcessingException e) {
      throw new LabException(
          LabException.Code.COMMAND_FAILED, "the client printed no JSON: " + out, e);
    }
  }
}
