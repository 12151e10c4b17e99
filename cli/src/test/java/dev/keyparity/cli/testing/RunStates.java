package dev.keyparity.cli.testing;

import dev.keyparity.proto.coordinator.v1.Act;
import dev.keyparity.proto.coordinator.v1.Blocked;
import dev.keyparity.proto.coordinator.v1.HostKeys;
import dev.keyparity.proto.coordinator.v1.HostRevocation;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import java.util.List;
import java.util.stream.IntStream;

/** A run at its turning points. */
public final class RunStates {
  private static final long START = TestCli.NOW.minusSeconds(42).toEpochMilli();

  private RunStates() {}

  private static Run.Builder run(String state) {
    return Run.newBuilder()
        .setId(Plans.RUN)
        .setGroup("prod")
        .setService("kms-prod")
        .setKind("enable")
        .setState(state)
        .setStartedBy("alice")
        .setStartedAtMs(START)
        .addHolders("coord1");
  }

  private static Step.Builder step(String id, String state) {
    return Step.newBuilder().setId(id).setState(state);
  }

  private static Step done(String id, String summary, long fromMs, long tookMs) {
    return step(id, "done")
        .setAttempts(1)
        .setSummary(summary)
        .setStartedAtMs(START + fromMs)
        .setEndedAtMs(START + fromMs + tookMs)
        .build();
  }

  public static Run started() {
    return run("running")
        .setSentence("checks every host")
        .addSteps(step("preflight", "running").setAttempts(1).setStartedAtMs(START))
        .addSteps(step("backup", "pending"))
        .addSteps(step("divergence", "pending"))
        .build();
  }

  /** Two steps on, driven by another coordinator. */
  public static Run takenOver() {
    return run("running")
        .addHolders("coord2")
        .setSentence("kms2 starting")
        .addSteps(done("preflight", "12 checks", 0, 1200))
        .addSteps(done("backup", "3 hosts, 3 verified, 3 copied", 1200, 900))
        .addSteps(
            step("synchronize-key", "waiting")
                .setAttempts(2)
                .setReason("kms2 starting")
                .setStartedAtMs(TestCli.NOW.minusSeconds(6).toEpochMilli())
                .setDeadlineAtMs(TestCli.NOW.plusSeconds(84).toEpochMilli()))
        .addSteps(step("restart-cluster", "pending"))
        .build();
  }

  public static Run done() {
    return run("done")
        .addHolders("coord2")
        .setEndedAtMs(TestCli.NOW.toEpochMilli())
        .addSteps(done("preflight", "12 checks", 0, 1200))
        .addSteps(done("backup", "3 hosts, 3 verified, 3 copied", 1200, 900))
        .addSteps(
            done("synchronize-key", "kms2, kms3", 2100, 30_000).toBuilder()
                .setAttempts(2)
                .addActs(
                    Act.newBuilder()
                        .setName("install")
                        .setHost("kms2")
                        .setState("done")
                        .setAttempt(1)
                        .setRequestId("00112233445566778899aabbccddeeff")
                        .setEpoch(7)
                        .setReceipt("secring.gpg is in place")
                        .setIntendedAtMs(START + 3000)
                        .setEndedAtMs(START + 3500)))
        .addSteps(step("restart-cluster", "skipped").setReason("no dependants declared"))
        .build();
  }

  public static Run blocked() {
    return run("blocked")
        .setSentence(
            "blocked at divergence: hosts hold different keys: kms1 4F2A…9C1D, kms2 77B0…1122,"
                + " kms3 D31C…08AA; if the key of kms1 is kept, unreadable for ever:"
                + " customer_pii@3")
        .addSteps(done("preflight", "12 checks", 0, 1200))
        .addSteps(done("backup", "3 hosts, 3 verified, 3 copied", 1200, 900))
        .addSteps(done("survey", "44 key versions", 2100, 800))
        .addSteps(
            step("divergence", "blocked")
                .setAttempts(1)
                .setStartedAtMs(START + 2900)
                .setReason("three hosts hold three different keys"))
        .addSteps(step("synchronize-key", "pending"))
        .setBlocked(
            Blocked.newBuilder()
                .setReason("divergence")
                .setExplanation(
                    "hosts hold different keys: kms1 4F2A…9C1D, kms2 77B0…1122, kms3 D31C…08AA;"
                        + " if the key of kms1 is kept, unreadable for ever: customer_pii@3")
                .setDoneSoFar("nothing was changed; all 3 hosts are backed up")
                .addWhatToDo(
                    "1 isolate kms3 and copy out what is encrypted with customer_pii@3:"
                        + " docs/operations/copy-out.md")
                .addWhatToDo(
                    "2 ask the key's owner whether it may be lost, then: keyparity key forget"
                        + " customer_pii@3 --reason …")
                .addWhatToDo(
                    "keyparity run resume --keep " + Plans.KEPT + " --give-way kms2=" + Plans.KMS2)
                .addHosts(keys("kms1", Plans.KEPT, 41, versions(41)))
                .addHosts(
                    keys("kms2", Plans.KMS2, 2, List.of("keyparity_probe@0", "keyparity_probe@1"))
                        .setOnlyProbe(true))
                .addHosts(keys("kms3", Plans.KMS3, 1, List.of("customer_pii@3"))))
        .build();
  }

  public static Run paused() {
    return run("paused")
        .setSentence("holds before restart-cluster, as the plan says")
        .addSteps(done("preflight", "12 checks", 0, 1200))
        .addSteps(step("restart-cluster", "pending"))
        .build();
  }

  public static Run failed() {
    return run("failed")
        .setSentence("kms2 did not serve within 90 s")
        .addSteps(done("preflight", "12 checks", 0, 1200))
        .addSteps(
            step("synchronize-key", "failed")
                .setAttempts(3)
                .setReason("kms2 did not serve within 90 s")
                .setStartedAtMs(START + 1200)
                .setEndedAtMs(START + 91_200))
        .build();
  }

  /** Aborted where it stood still; what each of three hosts says to it. */
  public static Run aborted(HostRevocation... hosts) {
    return blocked().toBuilder()
        .setState("aborted")
        .clearBlocked()
        .setEndedAtMs(TestCli.NOW.toEpochMilli())
        .setSentence("aborted at divergence: enough, by alice")
        .addAllRevocations(List.of(hosts))
        .build();
  }

  public static HostRevocation confirmed(String host) {
    return HostRevocation.newBuilder()
        .setHost(host)
        .setState("confirmed")
        .setSinceMs(TestCli.NOW.toEpochMilli())
        .build();
  }

  public static HostRevocation outstanding(
      String host, String state, String reason, String whatToDo) {
    return HostRevocation.newBuilder()
        .setHost(host)
        .setState(state)
        .setSinceMs(TestCli.NOW.minusSeconds(7200).toEpochMilli())
        .setReason(reason)
        .setWhatToDo(whatToDo)
        .build();
  }

  private static HostKeys.Builder keys(
      String host, String fingerprint, int opens, List<String> only) {
    return HostKeys.newBuilder()
        .setHost(host)
        .addFingerprints(fingerprint)
        .setOpens(opens)
        .setOf(44)
        .addAllOnlyHere(only);
  }

  private static List<String> versions(int count) {
    return IntStream.range(0, count).mapToObj(i -> "key" + i + "@0").toList();
  }
}
