package dev.keyparity.agent.effect;

import dev.keyparity.agent.control.ControlResult;
import dev.keyparity.agent.control.FileSeen;
import dev.keyparity.agent.control.KmsObservation;
import dev.keyparity.agent.control.Pause;
import dev.keyparity.agent.control.ProcessSighting;
import dev.keyparity.agent.gate.GateDecision;
import dev.keyparity.agent.gate.GateFinding;
import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.agent.store.KeyDirectoryReading;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Starts the KMS of this host, and waits until it serves. It is not started on another key than the
 * approved one, nor over an install that did not end (I9).
 */
public final class StartKms implements Effect {
  private static final String BOOT = "boot_id";
  private static final String TICKS = "boot_ticks";
  private static final Duration POLL = Duration.ofMillis(100);

  private final HostedService hosted;
  private final KmsLooks looks;
  private final String step;
  private final Pause pause;
  private final boolean followsOwnStop;

  public StartKms(HostedService hosted, String step) {
    this.hosted = hosted;
    this.looks = new KmsLooks(hosted);
    this.step = step;
    this.pause = hosted.control().pause();
    this.followsOwnStop = hosted.guard().permits().begun().isPresent();
  }

  @Override
  public EffectKind kind() {
    return EffectKind.START;
  }

  /** What a warranted stop took down may come up again without another word. */
  @Override
  public List<Act> warranted() {
    return followsOwnStop ? List.of() : List.of(act(Verb.START));
  }

  @Override
  public List<Act> alsoCoveredBy() {
    List<Act> acts = new ArrayList<>(new OnDrift(hosted).repair());
    acts.add(act(Verb.STOP));
    return List.copyOf(acts);
  }

  private Act act(Verb verb) {
    return Act.of(verb, step, hosted.host(), Map.of());
  }

  @Override
  public Map<String, String> prepare() {
    requireNoStopAtLarge();
    requireOpenGate(hosted.gate(hosted.keys().read().facts(), true));
    var now = hosted.processes().now();
    TreeMap<String, String> facts = new TreeMap<>();
    facts.put(BOOT, now.bootId());
    facts.put(TICKS, Long.toString(now.ticks()));
    return facts;
  }

  private void requireNoStopAtLarge() {
    hosted
        .stopAtLarge()
        .ifPresent(
            stop -> {
              throw new KeyparityException(
                      ErrorCode.STOP_AT_LARGE,
                      "KMS of %s: %s (expected: over, it would end the new process)"
                          .formatted(hosted.service(), stop),
                      "wait for it or end it on %s, then: keyparity run resume %s"
                          .formatted(hosted.host(), hosted.service()))
                  .withRule("I4");
            });
  }

  /**
   * Whether or not a gate is switched on: no start of ours goes past it, nor by an override. Of a
   * host that knows no approved key the gate lets operators start what they like; a leader has put
   * the statement there before it asks for a start, so that such a host went back to an old image.
   */
  private void requireOpenGate(GateDecision gate) {
    if (gate.finding() == GateFinding.NOT_ENROLLED) {
      throw new KeyparityException(
              ErrorCode.STATEMENT_MISSING,
              "KMS of %s: no identity statement is on record (expected: one, before a start)"
                  .formatted(hosted.service()),
              "was %s put back to an old image? keyparity doctor %s"
                  .formatted(hosted.host(), hosted.service()))
          .withRule("I9");
    }
    if (gate.starts()) {
      return;
    }
    ErrorCode code =
        switch (gate.finding()) {
          case INSTALL_INTERRUPTED -> ErrorCode.INSTALL_INTERRUPTED;
          case STATEMENT_CORRUPT, STATE_UNREADABLE -> ErrorCode.STATE_CORRUPT;
          case REMOVED -> ErrorCode.STATEMENT_REFUSED;
          default -> ErrorCode.NOT_IN_PARITY;
        };
    throw new KeyparityException(
            code,
            "KMS of %s: %s (expected: the approved key before a start)"
                .formatted(hosted.service(), gate.why()),
            gate.mend(hosted.service(), hosted.host()),
            gate.fault())
        .withRule("I9");
  }

  @Override
  public Outcome run() {
    FileSeen before = looks.noteFile(hosted.keys().read(), hosted.processes().now());
    Optional<ProcessInstance> already = living(hosted.observer().observe());
    ControlResult result = hosted.control().start();
    if (!result.isDone()) {
      throw failed(result.detail()).withContext("output", result.output());
    }
    Duration deadline = pause.now().plus(hosted.startPatience());
    KmsObservation kms = hosted.observer().observe();
    while (!kms.serves()) {
      if (kms.state() == KmsObservation.State.DOWN) {
        throw failed("its process ended again");
      }
      if (pause.now().compareTo(deadline) >= 0) {
        throw failed("%s after %s".formatted(kms.detail(), hosted.startPatience()));
      }
      pause.forAbout(POLL);
      kms = hosted.observer().observe();
    }
    return serves(living(kms).filter(process -> !already.equals(Optional.of(process))), before);
  }

  private static Optional<ProcessInstance> living(KmsObservation kms) {
    return kms.living().map(ProcessSighting.Lives::process);
  }

  /**
   * @param ours the process, if it was not there before: of one that was, nobody knows by this what
   *     it loaded
   */
  private Outcome serves(Optional<ProcessInstance> ours, FileSeen before) {
    KeyDirectoryReading keys = hosted.keys().read();
    ours.ifPresent(process -> hosted.history().started(process, before, KmsLooks.fileSeen(keys)));
    return Outcome.done("the KMS serves", facts(looks.look(keys)));
  }

  private static Map<String, String> facts(KmsView view) {
    TreeMap<String, String> facts = new TreeMap<>();
    view.kms()
        .living()
        .ifPresent(
            lives -> {
              facts.put("process", lives.process().text());
              facts.put("process_started_ms", Long.toString(lives.startedAt().toEpochMilli()));
            });
    facts.put("serving_identity", view.serving().identity());
    return facts;
  }

  private KeyparityException failed(String why) {
    return new KeyparityException(
        ErrorCode.KMS_START_FAILED,
        "KMS of %s: %s (expected: serving)".formatted(hosted.service(), why),
        "look at the KMS's own log on " + hosted.host());
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    KmsView view = looks.look();
    return switch (view.kms().state()) {
      case UP -> new Settlement.Happened("the KMS serves", facts(view));
      case DOWN -> new Settlement.DidNotHappen("the KMS does not run: " + view.kms().detail());
      case STARTING, UNKNOWN -> new Settlement.CannotTell(view.kms().detail());
    };
  }
}
