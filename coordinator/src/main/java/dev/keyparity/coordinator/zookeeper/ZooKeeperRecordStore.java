package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.coordinator.zookeeper.ZooKeeperSession.Deadline;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Records as znodes. Thread-safe.
 *
 * <p>A write is one transaction: check of the epoch znode, then the changes. (1) Its answer came:
 * done, or refused by name. (2) Its answer was lost: the records are read; if all are as the write
 * would have left them it was carried out, if all are as it found them it was not and is sent
 * again, anything else is a conflict. Nobody but the leader writes and the epoch check stands in
 * the same transaction, so (2) cannot take another's write for ours.
 */
public final class ZooKeeperRecordStore implements RecordStore {
  private final ZooKeeperSession session;
  private final ZPaths paths;
  private final EpochGuard guard;

  public ZooKeeperRecordStore(ZooKeeperSession session, ZooKeeperLeadership leadership) {
    this(session, leadership.guard());
  }

  ZooKeeperRecordStore(ZooKeeperSession session, EpochGuard guard) {
    this.session = session;
    this.paths = session.paths();
    this.guard = guard;
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    return session.ask("read " + key, zookeeper -> read(zookeeper, key));
  }

  private Optional<StoredRecord> read(ZooKeeper zookeeper, RecordKey key)
      throws KeeperException, InterruptedException {
    try {
      Stat stat = new Stat();
      byte[] value = zookeeper.getData(paths.record(key), false, stat);
      return Optional.of(
          new StoredRecord(key, value, stat.getVersion(), Instant.ofEpochMilli(stat.getMtime())));
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    }
  }

  @Override
  public Set<String> items(RecordKey.Kind kind, String service) {
    if (!kind.hasItems()) {
      throw new IllegalArgumentException(kind + " (expected: a kind with items)");
    }
    return children("list " + kind.id() + " of " + service, paths.items(kind, service));
  }

  @Override
  public Set<String> services() {
    return children("list services", paths.services());
  }

  private Set<String> children(String doing, String path) {
    return session.ask(
        doing,
        zookeeper -> {
          try {
            return Set.copyOf(zookeeper.getChildren(path, false));
          } catch (KeeperException.NoNodeException e) {
            return Set.of();
          }
        });
  }

  @Override
  public List<Integer> write(FencingToken token, List<RecordWrite> changes) {
    refuseOversize(changes);
    String doing = "write " + changes.stream().map(c -> c.key().toString()).toList();
    Deadline deadline = session.deadline(doing);
    boolean mayBeDone = false;
    while (true) {
      int epochVersion = epochVersion(token);
      try {
        ZooKeeper zookeeper = session.connected(deadline);
        if (mayBeDone) {
          Optional<List<Integer>> settled = settle(zookeeper, changes);
          if (settled.isPresent()) {
            return settled.get();
          }
        }
        return transact(zookeeper, epochVersion, changes, mayBeDone);
      } catch (RefusedTransaction e) {
        if (!wasRaisedMeanwhile(e, token, epochVersion)) {
          throw e.asFailure(token, changes);
        }
      } catch (KeeperException e) {
        deadline.repeatOrFail(e);
        mayBeDone = true;
      } catch (InterruptedException e) {
        throw ZooKeeperSession.interrupted(doing, e);
      }
    }
  }

  private int epochVersion(FencingToken token) {
    OptionalInt version = guard.versionFor(token);
    if (version.isEmpty()) {
      throw RefusedTransaction.stale(token);
    }
    return version.getAsInt();
  }

  /** Another thread of this leadership raised the epoch between our look and our write. */
  private boolean wasRaisedMeanwhile(RefusedTransaction e, FencingToken token, int usedVersion) {
    OptionalInt now = guard.versionFor(token);
    return e.isStale() && now.isPresent() && now.getAsInt() != usedVersion;
  }

  private List<Integer> transact(
      ZooKeeper zookeeper, int epochVersion, List<RecordWrite> changes, boolean mayBeDone)
      throws KeeperException, InterruptedException {
    makeParents(zookeeper, epochVersion, changes);
    List<Op> ops = new ArrayList<>();
    ops.add(Op.check(paths.epoch(), epochVersion));
    changes.forEach(change -> ops.add(op(change)));
    List<OpResult> results;
    try {
      results = multi(zookeeper, ops);
    } catch (RefusedTransaction e) {
      // The lost one may have been still under way when we looked; a refusal says that we look at
      // a state not older than the one that refused.
      Optional<List<Integer>> settled =
          mayBeDone && !e.isStale() ? settle(zookeeper, changes) : Optional.empty();
      return settled.orElseThrow(() -> e);
    }
    List<Integer> versions = new ArrayList<>();
    for (OpResult result : results.subList(1, results.size())) {
      versions.add(version(result));
    }
    return List.copyOf(versions);
  }

  private Op op(RecordWrite change) {
    String path = paths.record(change.key());
    if (change instanceof RecordWrite.Create create) {
      return Op.create(path, create.value(), ZooKeeperSession.OURS_ALONE, CreateMode.PERSISTENT);
    }
    if (change instanceof RecordWrite.Replace replace) {
      return Op.setData(path, replace.value(), replace.expectedVersion());
    }
    return Op.delete(path, ((RecordWrite.Remove) change).expectedVersion());
  }

  private static int version(OpResult result) {
    if (result instanceof OpResult.SetDataResult set) {
      return set.getStat().getVersion();
    }
    return result instanceof OpResult.CreateResult ? 0 : -1;
  }

  /** Parents hold nothing; they too are made only under the present leadership. */
  private void makeParents(ZooKeeper zookeeper, int epochVersion, List<RecordWrite> changes)
      throws KeeperException, InterruptedException {
    Set<String> parents = new LinkedHashSet<>();
    for (RecordWrite change : changes) {
      if (change instanceof RecordWrite.Create) {
        parents.addAll(paths.parents(change.key()));
      }
    }
    for (String parent : parents) {
      if (zookeeper.exists(parent, false) == null) {
        try {
          multi(
              zookeeper,
              List.of(
                  Op.check(paths.epoch(), epochVersion),
                  Op.create(
                      parent, new byte[0], ZooKeeperSession.OURS_ALONE, CreateMode.PERSISTENT)));
        } catch (RefusedTransaction e) {
          if (e.isStale() || e.code() != KeeperException.Code.NODEEXISTS) {
            throw e;
          }
        }
      }
    }
  }

  private static List<OpResult> multi(ZooKeeper zookeeper, List<Op> ops)
      throws KeeperException, InterruptedException {
    try {
      return zookeeper.multi(ops);
    } catch (KeeperException e) {
      if (ZooKeeperSession.isLoss(e)) {
        throw e;
      }
      throw RefusedTransaction.of(e);
    }
  }

  /** After a lost answer: the versions if it was carried out, empty if it was not. */
  private Optional<List<Integer>> settle(ZooKeeper zookeeper, List<RecordWrite> changes)
      throws KeeperException, InterruptedException {
    List<Integer> versions = new ArrayList<>();
    for (RecordWrite change : changes) {
      Optional<StoredRecord> now = read(zookeeper, change.key());
      OptionalInt after = versionIfDone(change, now);
      if (after.isEmpty()) {
        return Optional.empty(); // all or none: if one is not in place the others are not either
      }
      versions.add(after.getAsInt());
    }
    return Optional.of(List.copyOf(versions));
  }

  private static OptionalInt versionIfDone(RecordWrite change, Optional<StoredRecord> now) {
    if (change instanceof RecordWrite.Remove) {
      return now.isEmpty() ? OptionalInt.of(-1) : OptionalInt.empty();
    }
    int wanted = change instanceof RecordWrite.Replace replace ? replace.expectedVersion() + 1 : 0;
    byte[] value =
        change instanceof RecordWrite.Replace replace
            ? replace.value()
            : ((RecordWrite.Create) change).value();
    return now.filter(record -> record.version() == wanted)
            .filter(record -> Arrays.equals(record.value(), value))
            .isPresent()
        ? OptionalInt.of(wanted)
        : OptionalInt.empty();
  }

  @Override
  public void removeService(FencingToken token, String service) {
    List<RecordWrite> gone = new ArrayList<>();
    for (RecordKey.Kind kind : RecordKey.Kind.values()) {
      for (RecordKey key : keys(kind, service)) {
        read(key).ifPresent(r -> gone.add(new RecordWrite.Remove(key, r.version())));
      }
    }
    // What declares the service goes last: half-removed, it is still listed and can be tried again.
    gone.sort(Comparator.comparing(change -> change.key().kind() == RecordKey.Kind.SPEC));
    gone.forEach(change -> write(token, change));
    removeEmptied(token, service);
  }

  private List<RecordKey> keys(RecordKey.Kind kind, String service) {
    return kind.hasItems()
        ? items(kind, service).stream().map(item -> RecordKey.of(kind, service, item)).toList()
        : List.of(RecordKey.of(kind, service));
  }

  private void removeEmptied(FencingToken token, String service) {
    List<String> emptied = new ArrayList<>();
    for (RecordKey.Kind kind : RecordKey.Kind.values()) {
      if (kind.hasItems()) {
        emptied.add(paths.items(kind, service));
      }
    }
    emptied.add(paths.service(service));
    int epochVersion = epochVersion(token);
    for (String path : emptied) {
      session.ask(
          "remove " + path,
          zookeeper -> {
            try {
              multi(zookeeper, List.of(Op.check(paths.epoch(), epochVersion), Op.delete(path, -1)));
            } catch (RefusedTransaction e) {
              if (e.isStale() || e.code() != KeeperException.Code.NONODE) {
                throw e.asFailure(token, List.of());
              }
            }
            return true;
          });
    }
  }

  private static void refuseOversize(List<RecordWrite> changes) {
    for (RecordWrite change : changes) {
      int bytes =
          change instanceof RecordWrite.Create create
              ? create.value().length
              : change instanceof RecordWrite.Replace replace ? replace.value().length : 0;
      if (bytes > MAX_BYTES) {
        throw new KeyparityException(
            ErrorCode.INTERNAL,
            "record: %s has %d bytes (expected: at most %d)"
                .formatted(change.key(), bytes, MAX_BYTES));
      }
    }
  }
}
