package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.testbed.simulator.history.Event;
import dev.keyparity.testbed.simulator.time.Killed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An operator who starts the run, names the keys that give way, lets it go on where it stands still
 * once nothing goes wrong any more, and looks whether it ends. A thread of its own.
 */
final class SimulatedOperator {
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final int PATIENCE = 12;
  private static final double PAUSES = 0.01;
  private static final double ABORTS = 0.006;
  private static final double ABORTS_PAUSED = 0.1;
  private static final String KEEP = "A";
  private static final Duration LONGEST = Duration.ofHours(2);

  private final World world;
  private int again = 1;
  private int moves;
  private String said = "";
  private String end = "run did not begin";
  private boolean hasRun;
  private boolean isRefused;
  private boolean over;

  SimulatedOperator(World world) {
    this.world = world;
  }

  boolean isOver() {
    return over;
  }

  /** How the last run ended. */
  String end() {
    return end;
  }

  void start() {
    var unused = world.time.process("operator", Duration.ofSeconds(3), this::live);
  }

  private void live() {
    while (!over) {
      world.time.sleep(LOOK);
      if (world.isOver()) {
        return;
      }
      RunWork work = leading();
      if (work != null) {
        try {
          turn(work);
        } catch (KeyparityException refused) {
          say("operator is refused: " + refused.code());
          isRefused = !hasRun;
          Simulation.declare(world);
        } catch (Killed gone) {
          say("the coordinator died while it was asked");
        }
      }
      boolean late = Duration.between(Material.START, world.time.instant()).compareTo(LONGEST) > 0;
      if (late && !over) {
        // That no run may begin, and why, is an answer too.
        boolean refused = !hasRun && isRefused;
        stands(refused ? "refused" : "not over", refused, said, !refused);
      }
    }
  }

  private @Nullable RunWork leading() {
    for (SimulatedCoordinator coordinator : world.coordinators) {
      SimulatedCoordinator.Life life = coordinator.life();
      if (life != null && !life.isDead() && life.leadership().token().isPresent()) {
        return life.work();
      }
    }
    return null;
  }

  private void turn(RunWork work) {
    // An answer that never came leaves it open whether the run began: look first.
    Optional<RunJournal> current = work.runs().current(World.SERVICE);
    hasRun = current.isPresent();
    if (current.isEmpty()) {
      begin(work, request(PlanKind.ENABLE, Map.of()));
      return;
    }
    RunJournal journal = current.get();
    say("run: " + journal.state() + stepOf(journal));
    if (journal.state() == RunState.ABORTED && again > 0) {
      again--;
      moves = 0;
      begin(work, request(PlanKind.ENABLE, Map.of()));
    } else if (journal.state().isTerminal()) {
      stands(journal.state().name(), true, sentence(journal), false);
    } else if (journal.state().standsStill()) {
      stands(journal.state().name(), false, sentence(journal), false);
      move(work, journal);
    } else if (!world.isCalm()) {
      interfere(work, journal);
    }
  }

  private void interfere(RunWork work, RunJournal journal) {
    if (world.dice.chance(PAUSES)) {
      world.note("operator pauses the run");
      work.runs().pause(World.SERVICE, "", "alice", "lunch");
    } else if (world.dice.chance(ABORTS)) {
      abort(work, journal);
    }
  }

  private static String stepOf(RunJournal journal) {
    return journal.steps().stream()
        .filter(step -> !step.state().isTerminal())
        .findFirst()
        .map(step -> " at " + step.id())
        .orElse("");
  }

  private String sentence(RunJournal journal) {
    return journal.sentence(world.time.instant());
  }

  private void move(RunWork work, RunJournal journal) {
    if (journal.state() == RunState.PAUSED && world.dice.chance(ABORTS_PAUSED)) {
      abort(work, journal);
      return;
    }
    if (!world.isCalm() && world.dice.chance(0.7)) {
      if (world.dice.chance(ABORTS)) {
        abort(work, journal);
      }
      return;
    }
    boolean atDivergence =
        stepOf(journal).endsWith(StepIds.DIVERGENCE.value()) && journal.state() == RunState.BLOCKED;
    if (world.isCalm() && ++moves > PATIENCE) {
      stands(journal.state().name(), false, sentence(journal), true);
    } else if (moves > PATIENCE / 2) {
      abort(work, journal);
    } else if (atDivergence && !different().isEmpty()) {
      name(work);
    } else {
      work.runs().resume(World.SERVICE, "", "alice", "");
      world.note("operator lets the run go on");
    }
  }

  private void name(RunWork work) {
    Map<String, String> keys = different();
    keys.entrySet().stream()
        .limit(world.weakness.has(Weakness.GIVES_WAY_UNASKED) ? 1 : keys.size())
        .forEach(one -> world.record(new Event.GivesWay(one.getKey(), one.getValue())));
    Map<String, String> fingerprints = new TreeMap<>();
    keys.forEach((host, key) -> fingerprints.put(host, World.MATERIAL.ring(key).primary()));
    world.note("operator names what gives way");
    begin(work, request(PlanKind.GIVE_WAY, fingerprints));
  }

  /** Which hosts hold another key than the one to keep, and which. */
  private Map<String, String> different() {
    Map<String, String> keys = new TreeMap<>();
    for (String host : World.HOSTS) {
      String key = world.host(host).keyOnDisk();
      if (!key.equals(KEEP) && !key.equals(Event.ABSENT) && !key.equals("unknown")) {
        keys.put(host, key);
      }
    }
    return keys;
  }

  private void abort(RunWork work, RunJournal journal) {
    String run = journal.run().value();
    String reason = "it does not go on";
    Revocation revocation =
        new Revocation(World.GROUP, World.SERVICE, null, run, world.time.instant(), reason);
    SignedDocument signed =
        signed(SignedDocument.unsigned(revocation.canonicalBytes()), DocumentKind.REVOCATION);
    work.runs().abort(work.runs().reviewAbort(World.SERVICE, run, "alice", reason, signed));
    world.note("operator aborts the run");
  }

  private void begin(RunWork work, PlanRequest request) {
    PlanRecord plan = work.plans().make(request, "");
    String id = plan.plan().id();
    work.plans()
        .approve(
            World.SERVICE,
            id,
            plan.warrant().map(it -> signed(it, DocumentKind.WARRANT)),
            plan.statement().map(it -> signed(it, DocumentKind.STATEMENT)));
    plan.acts().ifPresent(this::sanction);
    work.runs().start(World.SERVICE, id, "alice");
    world.note("operator starts " + request.kind());
  }

  private void sanction(Warrant warrant) {
    for (Act act : warrant.acts()) {
      if (act.verb() == Verb.INSTALL) {
        world.record(
            new Event.ChangeSanctioned(act.host(), named(act, "installs"), named(act, "replaces")));
      }
    }
  }

  private static String named(Act act, String bound) {
    return World.MATERIAL.nameOfDigest(act.bounds().getOrDefault(bound, ""));
  }

  private static SignedDocument signed(SignedDocument draft, DocumentKind kind) {
    return draft.signedBy("alice", World.MATERIAL.alice, kind);
  }

  private PlanRequest request(PlanKind kind, Map<String, String> giveWay) {
    boolean gives = kind == PlanKind.GIVE_WAY;
    return new PlanRequest(
        kind,
        World.SERVICE,
        gives ? "" : "kms1",
        "",
        List.of(),
        "",
        "",
        List.of(),
        gives ? World.MATERIAL.ring(KEEP).primary() : "",
        new TreeMap<>(giveWay),
        false,
        PlanRequest.DEFAULT_VALIDITY,
        "alice");
  }

  private void stands(String state, boolean terminal, String sentence, boolean patienceIsOver) {
    over = terminal || patienceIsOver;
    end = "run is " + state + (patienceIsOver ? ", and patience is over" : "");
    world.record(new Event.RunStands(state, terminal, sentence, patienceIsOver));
  }

  private void say(String words) {
    if (!words.equals(said)) {
      said = words;
      world.note(words);
    }
  }
}
