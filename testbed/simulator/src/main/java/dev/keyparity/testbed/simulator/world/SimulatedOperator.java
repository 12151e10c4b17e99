package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
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
  private static final Duration LONGEST = Duration.ofHours(2);

  private final World world;
  private final Map<String, String> giveWay;
  private boolean named;
  private int moves;
  private String said = "";
  private boolean over;

  /**
   * @param giveWay by host: the primary fingerprint of the key that gives way
   */
  SimulatedOperator(World world, Map<String, String> giveWay) {
    this.world = world;
    this.giveWay = giveWay;
  }

  boolean isOver() {
    return over;
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
        } catch (Killed gone) {
          say("the coordinator died while it was asked");
        }
      }
      boolean late = Duration.between(Material.START, world.time.instant()).compareTo(LONGEST) > 0;
      if (late && !over) {
        stands("not over", false, said, true);
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
    if (current.isEmpty()) {
      begin(work, request(PlanKind.ENABLE));
      return;
    }
    RunJournal journal = current.get();
    say("run: " + journal.state() + stepOf(journal));
    if (journal.state().isTerminal()) {
      stands(journal.state().name(), true, sentence(journal), false);
    } else if (journal.state().standsStill()) {
      stands(journal.state().name(), false, sentence(journal), false);
      move(work, journal);
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
    if (!world.isCalm() && world.dice.chance(0.7)) {
      return;
    }
    boolean atDivergence =
        stepOf(journal).endsWith(StepIds.DIVERGENCE.value()) && journal.state() == RunState.BLOCKED;
    if (world.isCalm() && ++moves > PATIENCE) {
      stands(journal.state().name(), false, sentence(journal), true);
    } else if (moves > PATIENCE / 2) {
      abort(work, journal);
    } else if (atDivergence && !named && !giveWay.isEmpty()) {
      begin(work, request(PlanKind.GIVE_WAY));
      named = true;
      world.note("operator names what gives way");
    } else {
      work.runs().resume(World.SERVICE, "", "alice", "");
      world.note("operator lets the run go on");
    }
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
    work.runs().start(World.SERVICE, id, "alice");
    world.note("operator starts " + request.kind());
  }

  private static SignedDocument signed(SignedDocument draft, DocumentKind kind) {
    return draft.signedBy("alice", World.MATERIAL.alice, kind);
  }

  private PlanRequest request(PlanKind kind) {
    boolean gives = kind == PlanKind.GIVE_WAY;
    return new PlanRequest(
        kind,
        World.SERVICE,
        gives ? "" : "kms1",
        "",
        List.of(),
        "",
        "",
        gives ? World.MATERIAL.ring("A").primary() : "",
        new TreeMap<>(gives ? giveWay : Map.of()),
        PlanRequest.DEFAULT_VALIDITY,
        "alice");
  }

  private void stands(String state, boolean terminal, String sentence, boolean patienceIsOver) {
    over = terminal || patienceIsOver;
    world.record(new Event.RunStands(state, terminal, sentence, patienceIsOver));
  }

  private void say(String words) {
    if (!words.equals(said)) {
      said = words;
      world.note(words);
    }
  }
}
