package dev.keyparity.coordinator.statuspage;

import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.MatrixResult.Pair;
import dev.keyparity.proto.coordinator.v1.Act;
import dev.keyparity.proto.coordinator.v1.BackupStatus;
import dev.keyparity.proto.coordinator.v1.Blocked;
import dev.keyparity.proto.coordinator.v1.Event;
import dev.keyparity.proto.coordinator.v1.HostKeys;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.OpenChange;
import dev.keyparity.proto.coordinator.v1.Paused;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.Step;
import dev.keyparity.proto.coordinator.v1.SurveyStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** States of a coordinator that its page is tested with. */
final class Sheets {
  static final Instant NOW = Instant.parse("2026-11-24T14:08:11Z");
  static final String APPROVED = "4F2A8D117E90C3B5A6142233445566778899C1D0";
  static final String OTHER = "77B0AA55CC33EE110099887766554433221B1122";

  private static final long MINUTE = 60_000;

  private Sheets() {}

  static Map<String, Sheet> all() {
    Map<String, Sheet> all = new TreeMap<>();
    all.put("in-parity", leading(inParity()));
    all.put("drift", leading(drifted()));
    all.put("unknown-host", leading(unknownHost()));
    all.put("blocked-run", leading(blocked()));
    all.put("running", leading(running()));
    all.put("sanctioned", leading(sanctioned()));
    all.put(
        "several", leading(drifted(), other(inParity(), "kms-test"), other(running(), "kms-dev")));
    all.put("no-service", leading());
    all.put("beginning", new Sheet.Leading(8, false, List.of()));
    all.put(
        "standby",
        new Sheet.StandingBy(
            false, "coord2 leads (epoch 7); clients reach it at coord2.example.com:7418."));
    all.put(
        "no-leader",
        new Sheet.StandingBy(
            true, "Who leads cannot be told: zookeeper: no answer within 500 ms to: who leads"));
    return all;
  }

  static Sheet of(String state) {
    return Objects.requireNonNull(all().get(state), state);
  }

  static Sheet leading(Sheet.Service... services) {
    return new Sheet.Leading(7, true, List.of(services));
  }

  private static Sheet.Service other(Sheet.Service one, String name) {
    return new Sheet.Service(
        one.status().toBuilder().setService(name).build(),
        one.runOrNull(),
        one.matrixOrNull(),
        one.isRead());
  }

  static Sheet.Service inParity() {
    ServiceStatus status =
        status(true)
            .addHosts(host("kms1.example.com", "IN_PARITY"))
            .addHosts(host("kms2.example.com", "EQUIVALENT").setReason("other bytes, the same key"))
            .addHosts(
                host("kms3.example.com", "IN_PARITY")
                    .addWarnings("secring.gpg: mode 0644 (expected: 0600)"))
            .build();
    return new Sheet.Service(status, done(), matrix(status), true);
  }

  static Sheet.Service drifted() {
    ServiceStatus status =
        status(false)
            .addHosts(host("kms1.example.com", "IN_PARITY"))
            .addHosts(
                host("kms2.example.com", "DIVERGED")
                    .setSinceMs(millis(-3))
                    .setFingerprint(OTHER)
                    .setReason(
                        "holds 77B0…1122 instead of 4F2A…C1D0; its KMS still serves the approved key"
                            + " from memory")
                    .setGate("closed"))
            .addHosts(host("kms3.example.com", "IN_PARITY").setKms("down").clearBackup())
            .addWhatToDo(
                "keyparity repair kms-prod kms2.example.com  puts the approved key back; what is there"
                    + " is backed up first")
            .addWhatToDo(
                "do not restart kms2.example.com before that: it still serves the approved key")
            .addWhatToDo("runbook: docs/operations/runbooks/key-drift.md")
            .addEvents(
                event(-3, "critical", "kms2.example.com drifted: it holds another key: " + OTHER))
            .addEvents(event(-14, "info", "run 8c1f-22d0 (enable) done"))
            .build();
    return new Sheet.Service(status, done(), matrix(status), true);
  }

  /** Two changes are open, one of them on a host already, and nothing is done about drift. */
  static Sheet.Service sanctioned() {
    ServiceStatus status =
        status(true)
            .addHosts(host("kms1.example.com", "IN_PARITY"))
            .addHosts(host("kms2.example.com", "IN_PARITY"))
            .setPaused(
                Paused.newBuilder()
                    .setBy("bob")
                    .setReason("storage work, CHG-4711")
                    .setSinceMs(millis(-125)))
            .addChanges(
                change("keytrustee.conf", "2c26b46b", 112)
                    .addHosts("kms2.example.com")
                    .setReason("CHG-4711: new Key Trustee Server"))
            .addChanges(change("pubring.gpg", "fcde2b2e", 3 * 24 * 60).setReason("CHG-4712"))
            .build();
    return new Sheet.Service(status, done(), matrix(status), true);
  }

  private static OpenChange.Builder change(String file, String digestBegins, int minutesLeft) {
    return OpenChange.newBuilder()
        .setFile(file)
        .setSha256(digestBegins.repeat(8))
        .setFromMs(millis(-8))
        .setUntilMs(millis(minutesLeft))
        .setBy("alice, carol");
  }

  static Sheet.Service unknownHost() {
    ServiceStatus status =
        status(false)
            .addHosts(host("kms1.example.com", "IN_PARITY"))
            .addHosts(host("kms2.example.com", "IN_PARITY"))
            .addHosts(
                host("kms3.example.com", "UNKNOWN")
                    .setReason("no report for 41 s: connection refused")
                    .setReportAgeMs(41_000)
                    .setSinceMs(millis(-1))
                    .setKms("unknown")
                    .setGate("unknown")
                    .clearFingerprint())
            .addWhatToDo(
                "systemctl status keyparity-agent  on kms3.example.com says why its agent is silent")
            .build();
    return new Sheet.Service(status, null, null, true);
  }

  static Sheet.Service blocked() {
    ServiceStatus status =
        ServiceStatus.newBuilder()
            .setService("kms-prod")
            .addHosts(host("kms1", "").setFingerprint(APPROVED))
            .addHosts(host("kms2", "").setFingerprint(OTHER))
            .addWhatToDo(
                "keyparity run show 8c1f-22d0  says why it stands still and what can be done")
            .build();
    Run run =
        run("blocked")
            .setSentence("blocked at divergence: the hosts hold different keys")
            .addSteps(step("preflight", "done", "12 checks"))
            .addSteps(step("backup", "done", "2 hosts, 2 verified, 2 copied"))
            .addSteps(step("survey", "done", "44 key versions"))
            .addSteps(step("divergence", "blocked", "").setReason("the hosts hold different keys"))
            .addSteps(step("synchronize-key", "pending", ""))
            .setBlocked(
                Blocked.newBuilder()
                    .setReason("divergence")
                    .setDoneSoFar("nothing was changed; both hosts are backed up")
                    .addWhatToDo(
                        "isolate kms2 and copy out what is encrypted with customer_pii@3:"
                            + " docs/operations/copy-out.md")
                    .addWhatToDo(
                        "then: keyparity run resume --keep 4F2A…C1D0 --give-way kms2=77B0…1122")
                    .addHosts(keys("kms1", APPROVED, 41, "orders@0", "orders@1"))
                    .addHosts(keys("kms2", OTHER, 1, "customer_pii@3")))
            .build();
    return new Sheet.Service(status, run, null, true);
  }

  static Sheet.Service running() {
    ServiceStatus status =
        status(false)
            .addHosts(host("kms1.example.com", "IN_PARITY"))
            .addHosts(host("kms2.example.com", "CHANGING").setKms("down"))
            .build();
    Run run =
        run("running")
            .setSentence("synchronize-key: install on kms2.example.com")
            .addSteps(step("preflight", "done", "12 checks"))
            .addSteps(
                step("zookeeper-dependency", "skipped", "").setReason("no ensemble is declared"))
            .addSteps(
                step("synchronize-key", "running", "")
                    .setEndedAtMs(0)
                    .setAttempts(2)
                    .setDeadlineAtMs(millis(1))
                    .addActs(act("stop", "done").setReceipt("stopped"))
                    .addActs(act("install", "intended").setAttempt(2)))
            .addSteps(step("restart-kms", "pending", ""))
            .build();
    return new Sheet.Service(status, run, null, false);
  }

  private static ServiceStatus.Builder status(boolean inParity) {
    return ServiceStatus.newBuilder()
        .setService("kms-prod")
        .setInParity(inParity)
        .addApproved(APPROVED)
        .setSurvey(
            SurveyStatus.newBuilder()
                .setVersions(43)
                .setGivenUp(2)
                .setOpenedByAll(41)
                .setAtMs(millis(-38)));
  }

  private static HostStatus.Builder host(String name, String verdict) {
    return HostStatus.newBuilder()
        .setHost(name)
        .setVerdict(verdict)
        .setReportAgeMs(1200)
        .setKms("up")
        .setGate("open")
        .setFingerprint(APPROVED)
        .setBackup(BackupStatus.newBuilder().setAtMs(millis(-728)).setVerified(true).setCopies(1));
  }

  private static HostKeys keys(String host, String fingerprint, int opens, String... only) {
    return HostKeys.newBuilder()
        .setHost(host)
        .addFingerprints(fingerprint)
        .setOpens(opens)
        .setOf(44)
        .addAllOnlyHere(List.of(only))
        .build();
  }

  private static Run done() {
    return run("done")
        .setEndedAtMs(millis(-14))
        .addSteps(step("preflight", "done", "12 checks"))
        .addSteps(step("watch", "done", "parity is watched from now on"))
        .build();
  }

  private static Run.Builder run(String state) {
    return Run.newBuilder()
        .setId("8c1f-22d0")
        .setService("kms-prod")
        .setKind("enable")
        .setState(state)
        .setStartedBy("alice")
        .setStartedAtMs(millis(-15));
  }

  private static Step.Builder step(String id, String state, String summary) {
    boolean began = !state.equals("pending");
    return Step.newBuilder()
        .setId(id)
        .setState(state)
        .setAttempts(began ? 1 : 0)
        .setStartedAtMs(began ? millis(-15) : 0)
        .setEndedAtMs(began ? millis(-15) + 1240 : 0)
        .setSummary(summary);
  }

  private static Act.Builder act(String name, String state) {
    return Act.newBuilder().setName(name).setHost("kms2.example.com").setState(state).setAttempt(1);
  }

  private static Event event(int minutes, String severity, String message) {
    return Event.newBuilder()
        .setAtMs(millis(minutes))
        .setSeverity(severity)
        .setMessage(message)
        .build();
  }

  /** One pair is only remembered and one fails. */
  static MatrixResult matrix(ServiceStatus status) {
    List<String> hosts = status.getHostsList().stream().map(HostStatus::getHost).toList();
    List<Pair> pairs = new ArrayList<>();
    for (String from : hosts) {
      hosts.stream().filter(to -> !to.equals(from)).forEach(to -> pairs.add(pair(from, to, null)));
    }
    if (!status.getInParity()) {
      Pair first = pairs.get(0);
      pairs.set(0, pair(first.encryptedOn(), first.decryptedOn(), "HTTP 500: bad decrypt"));
      pairs.set(
          1,
          new Pair(pairs.get(1).encryptedOn(), pairs.get(1).decryptedOn(), null, true, "", true));
    }
    return new MatrixResult(Instant.ofEpochMilli(millis(-6)), pairs);
  }

  private static Pair pair(String from, String to, @Nullable String error) {
    return new Pair(from, to, null, error == null, error == null ? "" : error, false);
  }

  private static long millis(int minutes) {
    return NOW.toEpochMilli() + minutes * MINUTE;
  }
}
