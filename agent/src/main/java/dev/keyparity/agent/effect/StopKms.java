package dev.keyparity.agent.effect;

import dev.keyparity.agent.control.ControlResult;
import dev.keyparity.agent.control.ProcessSighting;
import dev.keyparity.agent.guard.Approved;
import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.agent.guard.permit.Electorate;
import dev.keyparity.agent.guard.permit.PeerDocument;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops the KMS of this host under permits of every other host; or finishes a stop that was begun
 * under them before.
 */
public final class StopKms implements Effect {
  private static final String PROCESS = "process";

  private final HostedService hosted;
  private final String step;
  private final List<PeerDocument> permits;
  private @Nullable ProcessInstance process;

  public StopKms(HostedService hosted, String step, List<PeerDocument> permits) {
    this.hosted = hosted;
    this.step = step;
    this.permits = List.copyOf(permits);
  }

  @Override
  public EffectKind kind() {
    return EffectKind.STOP;
  }

  @Override
  public List<Act> warranted() {
    return List.of(Act.of(Verb.STOP, step, hosted.host(), Map.of()));
  }

  @Override
  public List<Act> alsoCoveredBy() {
    return new OnDrift(hosted).stop();
  }

  @Override
  public Map<String, String> prepare() {
    ProcessSighting sighting = hosted.control().look();
    if (sighting instanceof ProcessSighting.CannotTell unknown) {
      throw new KeyparityException(
          ErrorCode.KMS_STOP_FAILED,
          "KMS of %s: cannot be seen: %s (expected: a process, or none)"
              .formatted(hosted.service(), unknown.why()),
          "look at the KMS on " + hosted.host());
    }
    process = sighting.living().map(ProcessSighting.Lives::process).orElse(null);
    return Map.of(PROCESS, process == null ? "" : process.text());
  }

  @Override
  public void check(Approved approved) {
    new OnDrift(hosted).requireStoppable(approved);
    Electorate electorate = electorate();
    if (hosted.guard().permits().begun().isEmpty()) {
      hosted
          .guard()
          .permits()
          .check(
              permits, approved.releasedFor(hosted.host()), electorate, hosted.processes().now());
    }
  }

  @Override
  public void commit(Approved approved) {
    if (!hosted.guard().permits().resume(process, hosted.processes().now())) {
      hosted
          .guard()
          .permits()
          .begin(
              permits,
              approved.releasedFor(hosted.host()),
              electorate(),
              process,
              hosted.processes().now());
    }
  }

  @Override
  public void abandon() {
    hosted.guard().permits().effectOver();
  }

  private Electorate electorate() {
    return hosted.guard().statements().require().electorate();
  }

  @Override
  public Outcome run() {
    try {
      return stop();
    } finally {
      hosted.guard().permits().effectOver();
    }
  }

  private Outcome stop() {
    hosted.guard().permits().effectStarting();
    ControlResult result = hosted.control().stop();
    if (!result.isDone()) {
      ProcessInstance living =
          hosted.control().look().living().map(ProcessSighting.Lives::process).orElse(process);
      hosted.guard().permits().mayStillEnd(living, hosted.processes().now());
      throw new KeyparityException(
              ErrorCode.KMS_STOP_FAILED,
              "KMS of %s: %s (expected: stopped)".formatted(hosted.service(), result.detail()),
              "look at the KMS on " + hosted.host() + "; nothing was killed")
          .withContext("output", result.output());
    }
    return Outcome.done("the KMS is stopped", Map.of());
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    ProcessSighting now = hosted.control().look();
    if (now instanceof ProcessSighting.NoProcess) {
      return new Settlement.Happened("no process of the KMS lives", Map.of());
    }
    if (now instanceof ProcessSighting.CannotTell unknown) {
      return new Settlement.CannotTell(unknown.why());
    }
    String found = now.living().orElseThrow().process().text();
    String before = earlier.facts().getOrDefault(PROCESS, "");
    return !before.isEmpty() && !before.equals(found)
        ? new Settlement.Happened("another process lives than was to be stopped", Map.of())
        : new Settlement.DidNotHappen("the KMS was not stopped");
  }
}
