package dev.keyparity.testbed.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyparity.testbed.lab.estate.ActHunt;
import dev.keyparity.testbed.lab.estate.AdminLink;
import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.EstateFailure;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.SplitService;
import dev.keyparity.testbed.lab.kms.Matrix;
import dev.keyparity.testbed.lab.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The main job: a split service is shown, enabled, blocked, decided, and enabled past a kill −9.
 */
final class EnableScene {
  static final String SERVICE = "kms-prod";
  private static final int BLOCKED = 7;

  private final SplitService split;
  private final Estate estate;
  private final Operator operator;
  private final AdminLink link;
  private final Narrator narrator;
  private final Report report;

  EnableScene(
      SplitService split,
      Estate estate,
      Operator operator,
      AdminLink link,
      Narrator narrator,
      Report report) {
    this.split = split;
    this.estate = estate;
    this.operator = operator;
    this.link = link;
    this.narrator = narrator;
    this.report = report;
  }

  /** Declares the service, proves the recovery key and asks for what must not simply be done. */
  void enableUntilBlocked(Path serviceFile) {
    narrator.scene("an operator declares the service and asks keyparity to enable it");
    operator.mustType("service", "apply", "-f", serviceFile.toString(), "--yes");
    estate.awaitLeader(link);
    operator.proveRecoveryKey(SERVICE);
    Command.Result enable =
        operator.type("enable", SERVICE, "--reference", "kms1", "--ticket", "DEMO-1", "--yes");
    EstateFailure.check(
        enable.exit() == BLOCKED,
        "enable: exit %d (expected: 7, blocked)".formatted(enable.exit()));
    reportBlocked(operator.ask("run", "show", "--service", SERVICE));
  }

  private void reportBlocked(JsonNode run) {
    JsonNode blocked = run.path("blocked");
    Map<String, List<String>> keys = new TreeMap<>();
    Map<String, List<String>> onlyThere = new TreeMap<>();
    blocked
        .path("hosts")
        .forEach(
            host -> {
              keys.put(host.path("host").asText(), texts(host.path("fingerprints")));
              onlyThere.put(host.path("host").asText(), texts(host.path("only_here")));
            });
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("reason", blocked.path("reason").asText());
    seen.put("keys_by_host", keys);
    seen.put("only_host_can_open", onlyThere);
    report.put("blocked", seen);
    EstateFailure.check(
        keys.size() == split.hosts().size(),
        "blocked: names %s (expected: every host)".formatted(keys));
  }

  /** The operator names both sides; the leader dies in the middle; the other one finishes. */
  void resumePastAKill() {
    narrator.scene("the operator names both sides; the leader is killed in the middle");
    // A start takes seconds: what is seen as intended is so still when the signal arrives.
    ActHunt hunt =
        ActHunt.begin(
            link,
            SERVICE,
            "synchronize-key",
            act -> act.getName().equals("start"),
            prey -> {
              estate.coordinator(prey.leader()).process().kill();
              narrator.say(
                  "kill -9 of %s, which leads, during %s".formatted(prey.leader(), prey.text()));
            });
    Command.Result resume = operator.keepKeyOf("kms1", SERVICE, split);
    ActHunt.Prey kill = hunt.await();
    EstateFailure.check(
        resume.isOk(), "run resume: exit %d (expected: 0)".formatted(resume.exit()));
    report.put("leader_killed_during", kill.step());
    JsonNode run = operator.ask("run", "show", "--service", SERVICE);
    reportSteps(run, kill);
  }

  private void reportSteps(JsonNode run, ActHunt.Prey kill) {
    List<Map<String, Object>> steps = new ArrayList<>();
    run.path("steps")
        .forEach(
            step -> {
              Map<String, Object> seen = new LinkedHashMap<>();
              seen.put("id", step.path("id").asText());
              seen.put("state", step.path("state").asText());
              seen.put("attempts", step.path("attempts").asInt());
              seen.put("duration_ms", step.path("duration_ms").asLong());
              seen.put("reason", step.path("reason").asText(""));
              steps.add(seen);
            });
    report.put("steps", steps);
    List<String> holders = texts(run.path("holders"));
    String last = holders.isEmpty() ? "" : coordinator(holders.get(holders.size() - 1));
    report.put("finished_by", last);
    EstateFailure.check(
        run.path("state").asText().equals("done"),
        "run: %s (expected: done)".formatted(run.path("state").asText()));
    EstateFailure.check(
        !last.isEmpty() && !last.equals(kill.leader()),
        "finished by %s (expected: not %s)".formatted(last, kill.leader()));
  }

  /** Everything opens everywhere, seen by asking each host. */
  void showTheResult() {
    narrator.scene("every host opens what every other one seals");
    Matrix after = Matrix.measure(split.hosts());
    report.put("matrix_after", ProblemScene.pairs(after));
    narrator.say("decrypt matrix: %d of %d pairs".formatted(after.ok(), after.size()));
    JsonNode survey = operator.ask("survey", SERVICE);
    Map<String, Object> seen = new LinkedHashMap<>();
    int versions = survey.path("versions").asInt(-1);
    int givenUp = survey.path("given_up").size();
    int opened = survey.path("opened_by_all").asInt(-1);
    seen.put("versions", versions);
    seen.put("given_up", givenUp);
    seen.put("opened_by_all", opened);
    report.put("survey_after", seen);
    narrator.say(
        "survey: %d key versions, %d given up, %d opened by all"
            .formatted(versions, givenUp, opened));
    operator.mustType("status", SERVICE, "--check");
    EstateFailure.check(after.ok() == after.size(), "matrix after: not whole");
    EstateFailure.check(
        versions > 0 && opened == versions - givenUp,
        "survey after: %d of %d opened by all, %d given up (expected: all but those given up)"
            .formatted(opened, versions, givenUp));
  }

  /** A holder is a coordinator's name and a suffix of its own for each process start. */
  private String coordinator(String holder) {
    return estate.coordinatorAddresses().keySet().stream()
        .filter(holder::startsWith)
        .findFirst()
        .orElse(holder);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
