package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One standing for election: Curator's latch, used once. Not thread-safe but for its callbacks,
 * which come on the given executor.
 */
final class Candidacy {
  private static final Logger log = LoggerFactory.getLogger(Candidacy.class);

  private final LeaderLatch latch;
  private final ZooKeeperSession session;
  private final long stoodAt;

  private Candidacy(LeaderLatch latch, ZooKeeperSession session) {
    this.latch = latch;
    this.session = session;
    this.stoodAt = session.nanos().getAsLong();
  }

  /** Called on the executor, in order. */
  interface Listener {
    void first(Candidacy candidacy);

    void notFirst(Candidacy candidacy);
  }

  static Candidacy stand(
      ZooKeeperSession session, Participant self, Executor executor, Listener listener) {
    LeaderLatch latch = new LeaderLatch(session.curator(), session.paths().latch(), self.encode());
    Candidacy candidacy = new Candidacy(latch, session);
    latch.addListener(
        new LeaderLatchListener() {
          @Override
          public void isLeader() {
            listener.first(candidacy);
          }

          @Override
          public void notLeader() {
            listener.notFirst(candidacy);
          }
        },
        executor);
    try {
      latch.start();
    } catch (Exception e) { // Curator declares no narrower type
      throw new KeyparityException(
          ErrorCode.INTERNAL, "election: cannot start: " + e.getMessage(), "", e);
    }
    return candidacy;
  }

  boolean isFirst() {
    return latch.hasLeadership();
  }

  @Nullable String ourNode() {
    return latch.getOurPath();
  }

  /** The latch does not try again by itself if the creation of its node was lost. */
  boolean fellOver() {
    long standing = session.nanos().getAsLong() - stoodAt;
    return latch.getOurPath() == null && standing > session.sessionTimeout().toNanos();
  }

  /** Ends it; no callback comes for that. */
  void withdraw() {
    try {
      latch.close();
    } catch (IOException | IllegalStateException e) {
      log.debug("election node could not be removed; it ends with the session", e);
    }
  }
}
