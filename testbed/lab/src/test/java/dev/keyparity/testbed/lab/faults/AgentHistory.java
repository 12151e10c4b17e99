package dev.keyparity.testbed.lab.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.daemon.fencing.FencingToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the agents' audit logs say, judged line by line.
 *
 * @param effects how many were begun
 * @param tokens leaderships under which at least one was begun
 * @param fenced every leadership that fenced a host
 * @param present the leadership that each host was fenced for last
 * @param underStaleLeadership begun under another leadership than the last one that fenced the host
 * @param twice took effect, or were begun again after they had, under one request id
 * @param interrupted of which a crash left the end unknown
 * @param unsettled of those, whose end is still unknown
 * @param redone begun again under their own id after a crash, because that is safe
 */
record AgentHistory(
    int effects,
    Set<String> tokens,
    Set<FencingToken> fenced,
    Set<FencingToken> present,
    List<String> underStaleLeadership,
    List<String> twice,
    List<String> interrupted,
    List<String> unsettled,
    List<String> redone) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TOOK_EFFECT = Set.of("DONE", "SETTLED_DONE");

  static AgentHistory read(FaultEstate estate) {
    AgentHistory all =
        new AgentHistory(
            0,
            new TreeSet<>(),
            new HashSet<>(),
            new HashSet<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (String host : estate.hosts()) {
      all = all.with(host, lines(estate.auditOf(host)));
    }
    return all;
  }

  private AgentHistory with(String host, List<JsonNode> lines) {
    Host reader = new Host(host);
    lines.forEach(reader::read);
    if (!reader.fencedFor.isEmpty()) {
      present.add(token(reader.fencedFor));
    }
    return new AgentHistory(
        effects + reader.begun,
        tokens,
        fenced,
        present,
        underStaleLeadership,
        twice,
        interrupted,
        reader.addUnsettledTo(unsettled),
        redone);
  }

  /** Whether the last thing a host's agent wrote down is that an effect begins. */
  static boolean isUnderWay(FaultEstate estate, String host) {
    try {
      String log = Files.readString(estate.auditOf(host));
      String lines = log.substring(0, log.lastIndexOf('\n') + 1).stripTrailing();
      String last = lines.substring(lines.lastIndexOf('\n') + 1);
      return JSON.readTree(last).path("event").asText().equals("effect-begun");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FencingToken token(String text) {
    String[] parts = text.split("/", -1);
    return new FencingToken(parts[0], Long.parseLong(parts[1]), parts[2]);
  }

  /** One host's log, line after line. */
  private final class Host {
    private final String name;
    private final Map<String, String> stages = new LinkedHashMap<>();
    private String fencedFor = "";
    private int begun;

    Host(String name) {
      this.name = name;
    }

    void read(JsonNode line) {
      JsonNode fields = line.path("fields");
      String id = fields.path("request_id").asText();
      String what =
          "%s %s %s"
              .formatted(
                  name,
                  fields.path("step").asText() + "/" + fields.path("act").asText(),
                  fields.path("token").asText());
      switch (line.path("event").asText()) {
        case "fence" -> {
          fencedFor = fields.path("token").asText();
          fenced.add(token(fencedFor));
        }
        case "effect-begun" -> begin(id, fields.path("token").asText(), what);
        case "effect-ended" -> end(id, fields.path("stage").asText(), what);
        default -> {}
      }
    }

    private void begin(String id, String token, String what) {
      begun++;
      tokens.add(token);
      String before = stages.put(id, "BEGUN");
      if (before == null) {
        if (!token.equals(fencedFor)) {
          underStaleLeadership.add(what + ", fenced for " + fencedFor);
        }
      } else if (TOOK_EFFECT.contains(before)) {
        twice.add(what + ", which was " + before);
      } else {
        // Its line names the leadership that began it first.
        redone.add(what);
      }
    }

    private void end(String id, String stage, String what) {
      String before = stages.put(id, stage);
      if (TOOK_EFFECT.contains(stage) && before != null && TOOK_EFFECT.contains(before)) {
        twice.add(what + ", ended twice");
      }
      if (stage.equals("INDETERMINATE")) {
        interrupted.add(what);
      }
    }

    /** An effect that is under way has no end either: to be asked once nothing is. */
    List<String> addUnsettledTo(List<String> all) {
      stages.forEach(
          (id, stage) -> {
            if (stage.equals("INDETERMINATE") || stage.equals("BEGUN")) {
              all.add(name + " " + id + " " + stage);
            }
          });
      return all;
    }
  }

  /** The lines that are whole: the last may be being written. */
  private static List<JsonNode> lines(Path log) {
    try {
      if (Files.notExists(log)) {
        return List.of();
      }
      String text = Files.readString(log);
      List<JsonNode> lines = new ArrayList<>();
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
        if (!line.isEmpty()) {
          lines.add(JSON.readTree(line));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
