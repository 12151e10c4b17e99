package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.duty.DriftPolicy.Choice;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.ServiceSpec.OnDrift;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a service's policy says about drift: starts a repair as an operator would, under
 * the warrant that operators signed for it. What it does is a run like any other; why it does
 * nothing is told once.
 */
final class PolicyDuty implements ServiceDuty {
  /** Who starts such a run. No operator has this name: a certificate's holds no blank. */
  static final String BY = "standing policy";

  private static final Logger log = LoggerFactory.getLogger(PolicyDuty.class);

  /** As often as an idle loop looks for runs; what drifts has to settle for longer. */
  private static final Duration REST = Duration.ofSeconds(5);

  private static final int RUNS_LOOKED_AT = 20;

  private final ServiceSpec spec;
  private final Ports ports;
  private String said = "";

  /**
   * What it stands on.
   *
   * @param parity how the hosts stand now; asked each turn, answers from memory
   * @param rested hears of each rule by which nothing was done, once for each time
   */
  record Ports(
      Ground ground,
      PlanDesk plans,
      RunDesk runs,
      Supplier<Optional<ServiceParity>> parity,
      RunNotes notes,
      Consumer<String> rested) {}

  PolicyDuty(ServiceSpec spec, Ports ports) {
    this.spec = spec;
    this.ports = ports;
  }

  @Override
  public Duration turn(Fenced fenced) {
    if (spec.policy().onDrift() == OnDrift.REPAIR) {
      try {
        List<ServiceParity.Host> drifted =
            ports.parity().get().map(DriftPolicy::drifted).orElse(List.of());
        act(fenced, drifted);
      } catch (KeyparityException e) {
        say("refused", e.operatorMessage(), fenced);
      } catch (WorkflowException e) {
        say("refused", String.valueOf(e.getMessage()), fenced);
      }
    }
    return REST;
  }

  private void act(Fenced fenced, List<ServiceParity.Host> drifted) {
    Optional<RunJournal> open =
        ports.runs().current(spec.service()).filter(run -> !run.state().isTerminal());
    Optional<Pause> pause = ports.ground().evidence().pause(spec.service());
    if (pause.isPresent() && open.filter(PolicyDuty::isOwnAndGoesOn).isPresent()) {
      ports.runs().pause(spec.service(), "", BY, "enforcement is paused: " + pause.get().reason());
    }
    if (drifted.isEmpty()) {
      said = "";
      return;
    }
    Choice choice =
        new DriftPolicy(onRecord(open, pause), ports.ground().clock().instant()).choose(drifted);
    if (choice instanceof Choice.Repair repair) {
      start(repair);
    } else {
      Choice.Rest rest = (Choice.Rest) choice;
      say(rest.rule(), rest.why(), fenced);
    }
  }

  private static boolean isOwnAndGoesOn(RunJournal run) {
    return run.startedBy().equals(BY) && run.state() != RunState.PAUSED && run.pause() == null;
  }

  private DriftPolicy.OnRecord onRecord(Optional<RunJournal> open, Optional<Pause> pause) {
    return new DriftPolicy.OnRecord(
        ports.ground().evidence().standing(spec.service()).orElse(null),
        ports.ground().statements().generation(spec.service()),
        pause.orElse(null),
        open.isPresent(),
        this::earlier);
  }

  private List<DriftPolicy.Earlier> earlier() {
    return ports.runs().newest(spec.service(), RUNS_LOOKED_AT).stream()
        .filter(run -> run.startedBy().equals(BY))
        .flatMap(run -> earlier(run).stream())
        .toList();
  }

  private Optional<DriftPolicy.Earlier> earlier(RunJournal run) {
    return run.plans().stream()
        .findFirst()
        .map(plan -> ports.plans().require(spec.service(), plan.id()))
        .map(
            plan ->
                new DriftPolicy.Earlier(
                    plan.target(), run.startedAt(), run.state() == RunState.DONE));
  }

  private void start(Choice.Repair repair) {
    PlanRecord record = ports.plans().makeUnder(request(repair.host()), repair.under().signed());
    log.warn(
        "{} {}: policy repair starts run {} under warrant {} of {}",
        spec.service(),
        repair.host(),
        record.plan().run(),
        repair.under().warrant().id(),
        repair.under().by());
    ports.runs().start(spec.service(), record.plan().id(), BY);
    said = "";
  }

  private PlanRequest request(String host) {
    return new PlanRequest(
        PlanKind.REPAIR,
        spec.service(),
        "",
        "",
        List.of(),
        "",
        host,
        List.of(),
        "",
        new TreeMap<>(),
        false,
        PlanRequest.DEFAULT_VALIDITY,
        BY);
  }

  /** Told once for each time, however many turns it lasts. */
  private void say(String rule, String why, Fenced fenced) {
    String sentence = rule + " " + why;
    if (rule.isEmpty() || rule.equals("settling") || sentence.equals(said)) {
      return;
    }
    said = sentence;
    ports.rested().accept(rule);
    log.warn("{}: policy repair does nothing: {}: {}", spec.service(), rule, why);
    if (!rule.equals("run-open")) {
      ports.notes().say(Severity.WARNING, "policy repair does nothing: " + why);
      ports.notes().write(fenced.token(), spec.service());
    }
  }
}
