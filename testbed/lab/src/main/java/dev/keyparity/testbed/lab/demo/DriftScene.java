package dev.keyparity.testbed.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyparity.agent.gate.GateScreen;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import dev.keyparity.testbed.lab.estate.AdminLink;
import dev.keyparity.testbed.lab.estate.EstateFailure;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.SplitService;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A rogue key is copied onto a host: seen, alerted, not started on, repaired. */
final class DriftScene {
  private static final String HOST = "kms2";
  private static final Set<String> GREEN = Set.of("IN_PARITY", "EQUIVALENT");
  private static final int SAMPLES = 5;
  private static final long LIMIT_SECONDS = 30;

  private final SplitService split;
  private final Operator operator;
  private final AdminLink link;
  private final String leader;
  private final Narrator narrator;
  private final Report report;

  DriftScene(
      SplitService split,
      Operator operator,
      AdminLink link,
      String leader,
      Narrator narrator,
      Report report) {
    this.split = split;
    this.operator = operator;
    this.link = link;
    this.leader = leader;
    this.narrator = narrator;
    this.report = report;
  }

  void play(Path rogueDirectory) {
    narrator.scene("somebody copies a rogue key onto kms2");
    KmsHost host = split.host(HOST);
    Path ring = host.paths().keyDirectory().resolve(GpgRing.SECRET_RING);
    byte[] rogue = madeIn(rogueDirectory);
    byte[] approved = read(ring);
    long[] samples = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      samples[i] = timeUntilSeen(ring, rogue);
      narrator.say("no longer green after %d ms".formatted(samples[i]));
      if (i < SAMPLES - 1) {
        write(ring, approved);
        until("kms2 is green again", verdict -> GREEN.contains(verdict));
      }
    }
    String verdict =
        until("the verdict is final", v -> !v.equals("CHANGING") && !GREEN.contains(v));
    reportDrift(samples, verdict, tryToStart(host));
    repair();
  }

  /** As somebody would who means to help; the KMS that still serves is left alone. */
  private boolean tryToStart(KmsHost host) {
    narrator.say("somebody tries to start the KMS of kms2 on it");
    Command.Result start = host.control("start");
    narrator.quote("$ " + host.paths().control() + " start");
    narrator.quote(start.err().stripTrailing());
    return !start.isOk() && start.err().contains(GateScreen.VENDOR_SENTENCE);
  }

  private String gate() {
    for (JsonNode host : operator.ask("status", EnableScene.SERVICE).findValue("hosts")) {
      if (host.path("host").asText().equals(HOST)) {
        return host.path("gate").asText();
      }
    }
    return "";
  }

  /** A ring that is nobody's; its files are gone again. */
  private static byte[] madeIn(Path directory) {
    try {
      GpgRing.make(directory, "somebody else", 2048);
      return read(directory.resolve(GpgRing.SECRET_RING));
    } finally {
      Command.run(List.of("rm", "-rf", directory.toString())).orThrow();
    }
  }

  private void reportDrift(long[] samples, String verdict, boolean startRefused) {
    operator.type("status", EnableScene.SERVICE);
    String gate = gate();
    JsonNode history = operator.ask("history", EnableScene.SERVICE);
    boolean alerted = history.toString().contains(HOST) && history.toString().contains("critical");
    DriftFigures drift =
        new DriftFigures(HOST, verdict, Arrays.stream(samples).boxed().toList(), alerted);
    Map<String, Object> fields = drift.fields();
    fields.put("gate", gate);
    fields.put("start_refused", startRefused);
    report.put("drift", fields);
    drift.judge();
    EstateFailure.check(
        startRefused && gate.equals("closed"),
        "drift: gate %s, start refused: %s (expected: closed, true)".formatted(gate, startRefused));
  }

  private void repair() {
    narrator.scene("the operator repairs kms2");
    operator.mustType("repair", EnableScene.SERVICE, HOST, "--yes");
    boolean repaired =
        GREEN.contains(until("kms2 is green again", GREEN::contains))
            && split.fingerprint(HOST).equals(split.fingerprint("kms1"));
    report.put("repaired", repaired);
    EstateFailure.check(repaired, "repair: kms2 does not hold the approved key");
    operator.mustType("status", EnableScene.SERVICE, "--check");
  }

  /** From the end of the write to the first state of the leader in which the host is not green. */
  private long timeUntilSeen(Path ring, byte[] rogue) {
    CountDownLatch watching = new CountDownLatch(1);
    AtomicLong seen = new AtomicLong(-1);
    Thread watcher =
        new Thread(
            () -> {
              Iterator<StatusReply> states = link.watch(leader, EnableScene.SERVICE);
              while (states.hasNext()) {
                String verdict = verdict(states.next());
                if (GREEN.contains(verdict)) {
                  watching.countDown();
                } else if (watching.getCount() == 0) {
                  seen.set(System.nanoTime());
                  return;
                }
              }
            },
            "drift-watcher");
    watcher.setDaemon(true);
    watcher.start();
    try {
      EstateFailure.check(
          watching.await(LIMIT_SECONDS, TimeUnit.SECONDS), "kms2 was not green before the drift");
      write(ring, rogue);
      long written = System.nanoTime();
      watcher.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
      EstateFailure.check(seen.get() >= 0, "drift was not seen within " + LIMIT_SECONDS + " s");
      // The agent may see the write before this process does.
      return Math.max(0, TimeUnit.NANOSECONDS.toMillis(seen.get() - written));
    } catch (InterruptedException e) {
      throw LabException.interrupted("watching for drift", e);
    }
  }

  private String until(String what, Predicate<String> wanted) {
    Iterator<StatusReply> states = link.watch(leader, EnableScene.SERVICE);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    String verdict = "";
    while (System.nanoTime() < end && states.hasNext()) {
      verdict = verdict(states.next());
      if (wanted.test(verdict)) {
        return verdict;
      }
    }
    throw new EstateFailure("%s: %s after %d s".formatted(what, verdict, LIMIT_SECONDS));
  }

  private static String verdict(StatusReply state) {
    return state.getServicesList().stream()
        .flatMap(service -> service.getHostsList().stream())
        .filter(host -> host.getHost().equals(HOST))
        .map(HostStatus::getVerdict)
        .findFirst()
        .orElse("");
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "reading " + file, e);
    }
  }

  /** As somebody with cp would: over the file that is there. */
  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "writing " + file, e);
    }
  }
}
