package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.coordinator.zookeeper.ZooKeeperSession.Deadline;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * The epoch znode: read, and raised by whoever was elected. Thread-safe.
 *
 * <p>Raising is one transaction: our election node exists, and the znode has the version that was
 * read. If the answer is lost, a read decides: the holder in the znode is unique to our process.
 */
final class EpochZnode {
  /**
   * Largest jump that history explains: one leadership a second for eleven days. A larger one means
   * that an agent's record is damaged or forged, and following it would use the numbers up.
   */
  static final long MAX_JUMP = 1_000_000;

  private final ZooKeeperSession session;
  private final String path;

  EpochZnode(ZooKeeperSession session) {
    this.session = session;
    this.path = session.paths().epoch();
  }

  /**
   * @param version of the znode, which later writes check
   */
  record Raised(long epoch, int version) {}

  private record Stored(EpochRecord record, int version) {}

  Optional<EpochRecord> readRecord() {
    return stored().map(Stored::record);
  }

  /** Reads without repeating: an answer that comes late proves nothing. */
  Optional<Raised> readOnce() {
    return session
        .askOnce("read the epoch", this::stored)
        .map(now -> new Raised(now.record().epoch(), now.version()));
  }

  private Optional<Stored> stored() {
    return session.ask("read the epoch", this::stored);
  }

  private Optional<Stored> stored(ZooKeeper zookeeper)
      throws KeeperException, InterruptedException {
    Stat stat = new Stat();
    try {
      byte[] value = zookeeper.getData(path, false, stat);
      return Optional.of(new Stored(EpochRecord.parse(value), stat.getVersion()));
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          "zookeeper: %s: %s (expected: keyparity.epoch/1)".formatted(path, e.getMessage()),
          "restore it from a backup of ZooKeeper; agents keep their own high-water marks",
          e);
    }
  }

  /**
   * Raises the epoch above what is stored and above the given number.
   *
   * @param ourNode our election node: without it nothing is raised
   */
  Raised raise(String ourNode, Participant self, long above) {
    Deadline deadline = session.deadline("raise the epoch");
    Raised lost = null;
    while (true) {
      try {
        ZooKeeper zookeeper = session.connected(deadline);
        Optional<Stored> now = stored(zookeeper);
        if (lost != null && isOurs(now, self, lost)) {
          return lost;
        }
        Raised next = next(now, above);
        lost = next;
        List<Op> ops = List.of(Op.check(ourNode, -1), op(now, new EpochRecord(next.epoch(), self)));
        for (OpResult result : zookeeper.multi(ops)) {
          if (result instanceof OpResult.SetDataResult set) {
            return new Raised(next.epoch(), set.getStat().getVersion());
          }
        }
        return new Raised(next.epoch(), 0);
      } catch (KeeperException e) {
        if (isRace(e)) {
          throw new KeyparityException(
              ErrorCode.CONFLICT,
              "epoch: raised by another, or our election node is gone (expected: elected)",
              "",
              e);
        }
        deadline.repeatOrFail(e);
      } catch (InterruptedException e) {
        throw ZooKeeperSession.interrupted("raise the epoch", e);
      }
    }
  }

  private static boolean isOurs(Optional<Stored> now, Participant self, Raised wanted) {
    return now.filter(stored -> stored.version() == wanted.version())
        .filter(stored -> stored.record().equals(new EpochRecord(wanted.epoch(), self)))
        .isPresent();
  }

  private static Raised next(Optional<Stored> now, long above) {
    long newest = now.map(stored -> stored.record().epoch()).orElse(0L);
    if (above - newest > MAX_JUMP) {
      throw new KeyparityException(
          ErrorCode.BLOCKED,
          "epoch: an agent has seen %d (expected: at most %d above %d)"
              .formatted(above, MAX_JUMP, newest),
          "on the host whose agent reports it: keyparity agent reset-fence");
    }
    int version = now.map(stored -> stored.version() + 1).orElse(0);
    return new Raised(Math.max(newest, above) + 1, version);
  }

  private Op op(Optional<Stored> now, EpochRecord next) {
    return now.map(stored -> Op.setData(path, next.encode(), stored.version()))
        .orElseGet(
            () ->
                Op.create(path, next.encode(), ZooKeeperSession.OURS_ALONE, CreateMode.PERSISTENT));
  }

  private static boolean isRace(KeeperException e) {
    return switch (e.code()) {
      case BADVERSION, NONODE, NODEEXISTS -> true;
      default -> false;
    };
  }

  /** What the election nodes hold, in no order. */
  List<String> participants() {
    String latch = session.paths().latch();
    return session.ask(
        "list the coordinators",
        zookeeper -> {
          List<String> ids = new ArrayList<>();
          try {
            for (String child : zookeeper.getChildren(latch, false)) {
              addIfPresent(zookeeper, latch + "/" + child, ids);
            }
          } catch (KeeperException.NoNodeException e) {
            return List.of();
          }
          return ids;
        });
  }

  private static void addIfPresent(ZooKeeper zookeeper, String node, List<String> ids)
      throws KeeperException, InterruptedException {
    try {
      ids.add(new String(zookeeper.getData(node, false, null), StandardCharsets.UTF_8));
    } catch (KeeperException.NoNodeException e) {
      // It went away between the two reads: it does not stand any more.
    }
  }
}
