package dev.keyparity.testbed.simulator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.journal.RunJournalCodec;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.testbed.simulator.history.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ZooKeeper of the coordinators: records under the epoch, and who leads. A leader whose process
 * is dead or asleep for a session's time is replaced; it hears of that only some time after it is
 * awake again, or never.
 */
final class Ensemble {
  private static final Duration SESSION = Duration.ofSeconds(6);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final double KEPT = 0.05;

  private record Snapshot(Map<String, StoredRecord> records, long epoch) {}

  private final World world;
  private final Folders folders = new Folders();
  final InMemoryRecordStore records;
  private long epoch;
  private long since;
  private @Nullable FencingToken present;
  private SimulatedCoordinator.@Nullable Life leader;
  private @Nullable Snapshot snapshot;

  Ensemble(World world) {
    this.world = world;
    this.records = new InMemoryRecordStore(world.time, this::isPresent);
  }

  Folders folders() {
    return folders;
  }

  /** A raised token and the one it was raised from are of one leadership. */
  boolean isPresent(FencingToken token) {
    FencingToken now = present;
    return now != null
        && now.holder().equals(token.holder())
        && token.epoch() >= since
        && token.epoch() <= epoch;
  }

  @Nullable FencingToken present() {
    return present;
  }

  FencingToken raise(FencingToken token, long above) {
    if (!isPresent(token)) {
      throw new dev.keyparity.daemon.fault.KeyparityException(
          dev.keyparity.daemon.fault.ErrorCode.STALE_LEADER, token + " is over");
    }
    epoch = Math.max(epoch, above + 1);
    FencingToken raised = new FencingToken(World.GROUP, epoch, token.holder());
    present = raised;
    return raised;
  }

  /** Whoever installed all this wrote first records. */
  void raiseForSetUp() {
    epoch++;
    FencingToken token = new FencingToken(World.GROUP, epoch, "setup#1");
    present = token;
  }

  void start() {
    look();
  }

  private void look() {
    SimulatedCoordinator.Life now = leader;
    if (now == null || now.isDead() || isSilent(now)) {
      elect();
    } else if (world.strikes(Fault.SESSION_EXPIRY)) {
      world.hit(Fault.SESSION_EXPIRY, "session of %s expires".formatted(now.holder()));
      elect();
    }
    if (world.dice.chance(KEPT)) {
      snapshot = new Snapshot(records.save(), epoch);
    }
    world.time.after(LOOK, this::look);
  }

  private boolean isSilent(SimulatedCoordinator.Life life) {
    return life.sleptFor().compareTo(SESSION) > 0
        || world.network.cutFor(life.name(), Network.STORE).compareTo(SESSION) > 0
        || world.network.cutFor(Network.STORE, life.name()).compareTo(SESSION) > 0;
  }

  /** Somebody restores the records from an old snapshot. */
  void rollBack() {
    Snapshot old = snapshot;
    if (old != null) {
      world.hit(
          Fault.STORE_ROLLED_BACK,
          "the store goes back from epoch %d to %d".formatted(epoch, old.epoch));
      become(old, null);
    }
  }

  private void goBackTo(Snapshot old) {
    world.hit(Fault.ELECTION_FORGOTTEN, "the store goes back to before the election");
    SimulatedCoordinator.Life elected = leader;
    become(old, elected);
  }

  /** Somebody puts an empty one in its place. */
  void empty() {
    world.hit(Fault.STORE_EMPTIED, "the store is replaced by an empty one");
    become(new Snapshot(Map.of(), 0), null);
  }

  /** A run that was over then is over now, unless another one was open, which it is again. */
  private void tellOfRuns(Snapshot other) {
    List<RunJournal> runs =
        other.records.values().stream()
            .map(StoredRecord::value)
            .filter(value -> new String(value, UTF_8).contains("\"keyparity.run/1\""))
            .map(Ensemble::journal)
            .toList();
    List<RunJournal> open = runs.stream().filter(run -> !run.state().isTerminal()).toList();
    (open.isEmpty() ? runs : open).forEach(world::onRecord);
  }

  private static RunJournal journal(byte[] value) {
    try {
      return RunJournalCodec.decode(value);
    } catch (MalformedRecord e) {
      throw new IllegalStateException("a run of a snapshot", e);
    }
  }

  private void become(Snapshot other, SimulatedCoordinator.@Nullable Life passedOver) {
    records.load(other.records);
    world.storeWentBack();
    tellOfRuns(other);
    epoch = other.epoch;
    snapshot = other;
    present = null;
    SimulatedCoordinator.Life before = leader;
    leader = passedOver;
    if (before != null) {
      loses(before);
    }
    elect();
    if (present == null) {
      leader = null;
    }
  }

  /** It hears of the end of its leadership only some time after it is awake again. */
  private void loses(SimulatedCoordinator.Life before) {
    world.time.after(
        world.dice.millis(0, 4_000), () -> before.onceAwake(before.leadership()::lose));
  }

  private void elect() {
    if (leader != null && world.weakness.has(Weakness.ELECTED_ONCE)) {
      return;
    }
    Snapshot untaken = new Snapshot(records.save(), epoch);
    SimulatedCoordinator.Life before = leader;
    for (SimulatedCoordinator candidate : world.coordinators) {
      SimulatedCoordinator.Life life = candidate.life();
      if (life != null && life != before && !life.isDead() && life.sleptFor().isZero()) {
        epoch = Math.max(epoch, life.leadership().highest()) + 1;
        since = epoch;
        FencingToken token = new FencingToken(World.GROUP, epoch, life.holder());
        present = token;
        leader = life;
        world.note("%s leads".formatted(token));
        world.record(new Event.Elected(life.holder()));
        life.leadership().gain(token);
        if (world.strikes(Fault.ELECTION_FORGOTTEN)) {
          Snapshot old = untaken;
          world.time.after(world.dice.millis(50, 3_000), () -> goBackTo(old));
        }
        if (before != null) {
          loses(before);
        }
        return;
      }
    }
  }
}
