package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.TransitionLog;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.testbed.simulator.history.Event;
import dev.keyparity.testbed.simulator.history.History;
import dev.keyparity.testbed.simulator.time.SimulatedProcess;
import dev.keyparity.testbed.simulator.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all simulated things share: time, chance, history, and each other. */
final class World {
  static final String GROUP = "prod";
  static final String SERVICE = "kms-prod";
  static final List<String> HOSTS = List.of("kms1", "kms2", "kms3");
  static final Material MATERIAL = new Material();

  final Timeline time = new Timeline(Material.START);
  final History history = new History(Material.START);
  final Dice dice;
  final SavedKeys saved = new SavedKeys();
  final OldReports oldReports = new OldReports();
  final Swarm swarm;
  final Network network;
  final Weakness weakness;
  final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
  final List<SimulatedCoordinator> coordinators = new ArrayList<>();
  final Ensemble ensemble;
  final KeyService keys;
  final Set<String> transitions = new TreeSet<>();
  final TransitionLog journals = new TransitionLog();
  private final TreeMap<String, Integer> injected = new TreeMap<>();
  private final TreeMap<String, Integer> hit = new TreeMap<>();
  private final Set<String> ended = new TreeSet<>();
  private final Set<String> opened = new TreeSet<>();

  /** The last genuine request to stop a KMS that went over the network; null before. */
  @Nullable Envelope heardStop;

  private boolean isRunOpen;
  private boolean over;
  private Instant calmFrom = Instant.MAX;

  World(long seed, Weakness weakness) {
    this.dice = new Dice(seed);
    this.swarm = new Swarm(dice);
    this.network = new Network(this);
    this.weakness = weakness;
    this.ensemble = new Ensemble(this);
    this.keys = new KeyService(this);
  }

  /** The coordinator for which is done what is done now. */
  String asker() {
    SimulatedProcess process = time.running();
    String whom = process == null ? null : process.behalf();
    return whom == null ? "itself" : whom;
  }

  /** From now on this is done for that coordinator; answers for whom it was done before. */
  @Nullable String actFor(@Nullable String whom) {
    SimulatedProcess process = time.running();
    return process == null ? null : process.actFor(whom);
  }

  /** From then on nothing goes wrong any more. */
  void calmAfter(Duration time) {
    calmFrom = this.time.instant().plus(time);
  }

  /** Whoever catches {@code Killed} must end then. */
  boolean isOver() {
    return over;
  }

  void end() {
    over = true;
    time.end();
    ensemble.folders().close();
  }

  boolean isCalm() {
    return !time.instant().isBefore(calmFrom);
  }

  /** Whether something goes wrong now. */
  boolean strikes(Fault fault) {
    boolean drawn = dice.chance(swarm.rate(fault));
    boolean strikes = drawn && !isCalm();
    if (strikes) {
      injected(fault);
    }
    return strikes;
  }

  void record(Event event) {
    history.add(time.instant(), event);
  }

  /** Looks for private key bytes where none belong. */
  void search(String where, byte[] bytes) {
    if (MATERIAL.needles.isIn(bytes)) {
      record(new Event.SecretSeen(where));
    }
  }

  boolean isRunOpen() {
    return isRunOpen;
  }

  /** A coordinator knows that it put a journal on record. */
  void wrote(RunJournal journal) {
    isRunOpen = !journal.state().isTerminal();
    transitions.addAll(journals.wrote(journal));
    onRecord(journal);
  }

  /** The records are as they once were: a run that was over may be open again, and end again. */
  void storeWentBack() {
    opened.clear();
    ended.clear();
    record(new Event.StoreWentBack());
  }

  /** A journal is on record, whether whoever wrote it knows or not. */
  void onRecord(RunJournal journal) {
    String run = journal.run().value();
    if (!journal.state().isTerminal() && opened.add(run)) {
      record(new Event.RunOpen(run));
    }
    if (journal.state().isTerminal() && ended.add(run)) {
      record(new Event.RunOver(run));
    }
  }

  void note(String words) {
    record(new Event.Noted(words));
  }

  /** A fault is on its way; it may come at a moment when it does nothing. */
  void injected(Fault fault) {
    injected.merge(fault.toString(), 1, Integer::sum);
  }

  /** A fault struck something that was under way. */
  void hit(Fault fault, String words) {
    hit.merge(fault.toString(), 1, Integer::sum);
    note(words);
  }

  Map<String, Integer> faultsInjected() {
    return new TreeMap<>(injected);
  }

  Map<String, Integer> faultsHit() {
    return new TreeMap<>(hit);
  }

  SimulatedHost host(String name) {
    SimulatedHost host = hosts.get(name);
    if (host == null) {
      throw new IllegalArgumentException("host: " + name);
    }
    return host;
  }
}
