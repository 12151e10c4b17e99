package dev.keyparity.testbed.simulator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.coordinator.workflow.journal.RunJournalCodec;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The records as one coordinator reaches them: slowly, and not always with an answer. */
record StoreLink(World world, SimulatedCoordinator.Life life) implements RecordStore {

  private void go(String what) {
    life.beforeSend(what);
    life.sleep(world.dice.millis(1, 10));
    if (isCut()) {
      life.sleep(world.dice.millis(1_000, 6_000));
      throw unavailable();
    }
    if (world.strikes(Fault.STORE_UNAVAILABLE)) {
      world.hit(Fault.STORE_UNAVAILABLE, "no answer of the store to %s".formatted(what));
      life.sleep(world.dice.millis(1_000, 6_000));
      throw unavailable();
    }
  }

  private boolean isCut() {
    return world.network.isCut(life.name(), Network.STORE)
        || world.network.isCut(Network.STORE, life.name());
  }

  private static KeyparityException unavailable() {
    return new KeyparityException(ErrorCode.ZOOKEEPER_UNAVAILABLE, "store: no answer");
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    go("a read");
    return world.ensemble.records.read(key);
  }

  @Override
  public Set<String> items(RecordKey.Kind kind, String service) {
    go("a list");
    return new java.util.TreeSet<>(world.ensemble.records.items(kind, service));
  }

  @Override
  public Set<String> services() {
    go("a list");
    return world.ensemble.records.services();
  }

  @Override
  public List<Integer> write(FencingToken token, List<RecordWrite> changes) {
    go("a write");
    changes.forEach(change -> world.search("a record of the store", value(change)));
    List<Integer> versions = world.ensemble.records.write(token, changes);
    changes.forEach(this::see);
    if (world.strikes(Fault.STORE_ANSWER_LOST)) {
      world.hit(Fault.STORE_ANSWER_LOST, "the store's answer to a write is lost");
      life.sleep(world.dice.millis(1_000, 6_000));
      throw unavailable();
    }
    life.sleep(world.dice.millis(1, 10));
    return versions;
  }

  private void see(RecordWrite change) {
    boolean mayEnd =
        change.key().kind() == RecordKey.Kind.RUN
            && new String(value(change), UTF_8).contains("\"aborted\"");
    if (mayEnd) {
      try {
        world.onRecord(RunJournalCodec.decode(value(change)));
      } catch (MalformedRecord e) {
        throw new IllegalStateException(change.key().toString(), e);
      }
    }
  }

  private static byte[] value(RecordWrite change) {
    if (change instanceof RecordWrite.Create create) {
      return create.value();
    }
    return change instanceof RecordWrite.Replace replace ? replace.value() : new byte[0];
  }

  @Override
  public void removeService(FencingToken token, String service) {
    throw new UnsupportedOperationException("nobody asks for it");
  }
}
