package dev.keyparity.coordinator.records;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A record store that a test stops and lets go on, as a slow ensemble does. Thread-safe. */
public final class GatedRecordStore implements RecordStore {
  private final RecordStore store;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable CountDownLatch reads;
  private volatile @Nullable CountDownLatch writes;

  public GatedRecordStore(RecordStore store) {
    this.store = store;
  }

  /** From now on reads wait, until they are let go. */
  public void holdReads() {
    reads = new CountDownLatch(1);
  }

  public void letReadsGo() {
    open(reads);
    reads = null;
  }

  /** From now on writes wait, until they are let go. */
  public void holdWrites() {
    writes = new CountDownLatch(1);
  }

  public void letWritesGo() {
    open(writes);
    writes = null;
  }

  /** How many calls wait. */
  public int waiting() {
    return waiting.get();
  }

  private static void open(@Nullable CountDownLatch gate) {
    if (gate != null) {
      gate.countDown();
    }
  }

  private void pass(@Nullable CountDownLatch gate) {
    if (gate == null) {
      return;
    }
    waiting.incrementAndGet();
    try {
      if (!gate.await(TestTimeouts.SOON.toMillis() * 2, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody let this call go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the gate", e);
    } finally {
      waiting.decrementAndGet();
    }
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    pass(reads);
    return store.read(key);
  }

  @Override
  public Set<String> items(RecordKey.Kind kind, String service) {
    pass(reads);
    return store.items(kind, service);
  }

  @Override
  public Set<String> services() {
    pass(reads);
    return store.services();
  }

  @Override
  public List<Integer> write(FencingToken token, List<RecordWrite> changes) {
    pass(writes);
    return store.write(token, changes);
  }

  @Override
  public void removeService(FencingToken token, String service) {
    pass(writes);
    store.removeService(token, service);
  }
}
