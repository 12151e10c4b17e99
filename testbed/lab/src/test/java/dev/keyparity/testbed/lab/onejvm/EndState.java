package dev.keyparity.testbed.lab.onejvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.keyring.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run leaves behind, seen from outside: two runs that end alike are equal.
 *
 * @param run its state, and that of each step
 * @param placed how often each file was put in place
 * @param restarts of the cluster that depends on the KMS
 * @param probeVersions of the one key that is rolled
 * @param mostDown KMS that were down at the same moment
 */
record EndState(
    List<String> run,
    SortedMap<String, Host> hosts,
    SortedMap<String, Integer> placed,
    long restarts,
    int probeVersions,
    int mostDown) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One host.
   *
   * @param keys digest of each file of the key directory
   * @param serving identity of the KMS process
   * @param done what its KMS was made to do
   * @param kmsSite its settings
   * @param coreSite its client's
   * @param statement whether it holds the run's identity statement
   * @param begun how often its agent began an effect, by kind; as its audit log has it
   * @param backedUp whether what it held first opens with the recovery key
   */
  record Host(
      SortedMap<String, String> keys,
      String serving,
      List<String> done,
      String kmsSite,
      String coreSite,
      SortedMap<String, Integer> begun,
      boolean statement,
      boolean backedUp) {
    Host withoutAttempts() {
      return new Host(
          keys,
          serving,
          done,
          kmsSite,
          coreSite,
          Collections.emptySortedMap(),
          statement,
          backedUp);
    }
  }

  static EndState of(OneJvm hosts, RunJournal journal) throws IOException {
    TreeMap<String, Host> each = new TreeMap<>();
    for (String host : OneJvm.HOSTS) {
      each.put(host, host(hosts, host));
    }
    List<String> run =
        journal.steps().stream()
            .map(step -> step.id() + " " + step.state())
            .collect(Collectors.toList());
    run.add(0, journal.state().text());
    return new EndState(
        run,
        each,
        hosts.placed(),
        Files.exists(hosts.restarts()) ? Files.readAllLines(hosts.restarts()).size() : 0,
        hosts.keys.versions(OneJvm.PROBE),
        hosts.downs.most());
  }

  /**
   * What is the same however often an agent had to begin something. An install that was cut short
   * is undone and then done by another attempt, so key files may be put in place more often.
   */
  EndState withoutAttempts() {
    TreeMap<String, Host> bare = new TreeMap<>();
    hosts.forEach((name, host) -> bare.put(name, host.withoutAttempts()));
    TreeMap<String, Integer> settings = new TreeMap<>(placed);
    settings.keySet().removeIf(file -> file.contains(" keys/"));
    return new EndState(run, bare, settings, restarts, probeVersions, mostDown);
  }

  EndState withProbe(int versions) {
    return new EndState(run, hosts, placed, restarts, versions, mostDown);
  }

  private static Host host(OneJvm hosts, String host) throws IOException {
    TreeMap<String, String> keys = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(hosts.keyDirectory(host))) {
      for (Path file : files) {
        keys.put(file.getFileName().toString(), Digest.of(Files.readAllBytes(file)).hex());
      }
    }
    byte[] original = hosts.original(host);
    return new Host(
        keys,
        hosts.kms(host).serving(),
        hosts.kms(host).done(),
        Files.readString(hosts.folder.resolve(host).resolve("conf/kms-site.xml")),
        Files.readString(hosts.coreSite(host)).replaceAll(":\\d+/", ":PORT/"),
        begun(hosts.state(host)),
        Files.exists(hosts.state(host).resolve("statement/" + OneJvm.SERVICE + ".json")),
        original == null || Backups.hold(hosts.state(host), original));
  }

  private static SortedMap<String, Integer> begun(Path state) throws IOException {
    TreeMap<String, Integer> kinds = new TreeMap<>();
    for (String line : Files.readAllLines(state.resolve("audit.jsonl"))) {
      JsonNode record = JSON.readTree(line);
      String event = record.path("event").asText();
      JsonNode fields = record.path("fields");
      if (event.equals("effect-begun")) {
        kinds.merge(fields.path("kind").asText(), 1, Integer::sum);
      } else if (fields.path("stage").asText().equals("NOT_BEGUN")) {
        // Announced, and then refused before anything was done: its permit had run out, say.
        kinds.merge(fields.path("kind").asText(), -1, Integer::sum);
      }
    }
    kinds.values().removeIf(times -> times == 0);
    return kinds;
  }
}
