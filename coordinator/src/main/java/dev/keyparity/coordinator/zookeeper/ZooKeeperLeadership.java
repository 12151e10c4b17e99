package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership by a Curator latch, made a fencing token by the epoch znode.
 *
 * <p>Algorithm: (1) the latch says we are first; (2) the epoch znode is raised to one more, in one
 * transaction with a check that our latch node still exists; the znode's new version is what every
 * write of this leadership checks; (3) {@code gained}. While leading, the epoch znode is read again
 * several times a session: if it is not ours any more leadership is lost, whatever the latch
 * thinks; and if none of these reads was answered for a whole session timeout, by our own monotonic
 * clock, there is no token: so a process that was paused past its session finds no token when it
 * wakes, before it hears from ZooKeeper.
 *
 * <p>All state changes happen on one thread, which also calls the listeners; {@link #token} and
 * {@link #holds} may be called from any.
 */
public final class ZooKeeperLeadership implements Leadership, Component {
  private static final Logger log = LoggerFactory.getLogger(ZooKeeperLeadership.class);

  /** How often a session the epoch znode is read again. */
  private static final int READS_PER_SESSION = 6;

  private final ZooKeeperSession session;
  private final String group;
  private final Participant self;
  private final EpochZnode epoch;
  private final ScheduledExecutorService loop;
  private final FaultHandler faults;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  private final ConnectionStateListener connection =
      (client, state) -> guarded("following the connection", () -> onConnection(state)).run();

  private volatile @Nullable Reign reign;
  private volatile boolean suspended;
  private volatile long provenAt;
  private volatile String problem = "";
  private @Nullable Candidacy candidacy; // loop thread only
  private long highestEpoch; // loop thread only
  private boolean closed; // loop thread only
  private @Nullable Future<?> tending;

  /** One leadership of this process; replaced as a whole when the epoch is raised. */
  private record Reign(long firstEpoch, FencingToken token, int epochVersion) {
    boolean covers(FencingToken other) {
      return other.group().equals(token.group())
          && other.holder().equals(token.holder())
          && other.epoch() >= firstEpoch
          && other.epoch() <= token.epoch();
    }
  }

  /**
   * @param self with a holder that is unique to this process start
   */
  public ZooKeeperLeadership(
      ZooKeeperSession session, String group, Coordinator self, FaultHandler faults) {
    this.session = session;
    this.group = group;
    this.self = new Participant(self.name(), self.holder(), self.address());
    this.epoch = new EpochZnode(session);
    this.faults = faults;
    this.loop = faults.timer("leadership");
  }

  /** Begins to stand for election, as soon as the ensemble can be reached; returns at once. */
  @Override
  public void start() {
    session.curator().getConnectionStateListenable().addListener(connection, loop);
    loop.execute(guarded("joining the election", this::join));
    long period = Math.max(50, session.sessionTimeout().toMillis() / READS_PER_SESSION);
    tending =
        loop.scheduleWithFixedDelay(
            guarded("proving leadership", this::tend), period, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<FencingToken> token() {
    Reign now = reign;
    return now == null || !mayAct() ? Optional.empty() : Optional.of(now.token());
  }

  @Override
  public boolean holds(FencingToken token) {
    Reign now = reign;
    return now != null && mayAct() && now.covers(token);
  }

  private Runnable guarded(String doing, Runnable work) {
    return faults.guarding(doing, work);
  }

  private boolean mayAct() {
    return !suspended
        && session.isConnected()
        && session.nanos().getAsLong() - provenAt < session.shortestSession().toNanos();
  }

  EpochGuard guard() {
    return token -> {
      Reign now = reign;
      return now != null && now.covers(token)
          ? OptionalInt.of(now.epochVersion())
          : OptionalInt.empty();
    };
  }

  @Override
  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  // --- everything below up to group() runs on the loop thread ---

  private void join() {
    if (closed) {
      return;
    }
    try {
      session.prepare();
    } catch (KeyparityException e) {
      log.warn("cannot stand for election yet: {}", e.operatorMessage());
      problem = e.operatorMessage();
      Future<?> again =
          loop.schedule(guarded("joining the election", this::join), 1, TimeUnit.SECONDS);
      log.debug("trying again: {}", again);
      return;
    }
    problem = "";
    stand();
  }

  private void stand() {
    candidacy =
        Candidacy.stand(
            session,
            self,
            loop,
            new Candidacy.Listener() {
              @Override
              public void first(Candidacy elected) {
                guarded("taking leadership", () -> take(elected)).run();
              }

              @Override
              public void notFirst(Candidacy deposed) {
                guarded("losing leadership", () -> drop("the election says so")).run();
              }
            });
  }

  private void take(Candidacy elected) {
    String ourNode = elected.ourNode();
    if (elected != candidacy || !elected.isFirst() || ourNode == null || reign != null) {
      return;
    }
    try {
      long asked = session.nanos().getAsLong();
      // Above our own last one too: should the ensemble lose its records, no token comes twice.
      EpochZnode.Raised raised = epoch.raise(ourNode, self, highestEpoch);
      enthrone(raised, raised.epoch(), asked);
      FencingToken token = new FencingToken(group, raised.epoch(), self.holder());
      log.info("leading: {}", token);
      problem = "";
      listeners.forEach(listener -> listener.gained(token));
    } catch (KeyparityException e) {
      // The latch does not tell twice; tend() asks again while it says that we are first.
      log.warn("elected, but cannot take the epoch: {}", e.operatorMessage());
      problem = e.operatorMessage();
    }
  }

  private void enthrone(EpochZnode.Raised raised, long firstEpoch, long askedAt) {
    provenAt = askedAt;
    highestEpoch = raised.epoch();
    suspended = false;
    reign =
        new Reign(
            firstEpoch, new FencingToken(group, raised.epoch(), self.holder()), raised.version());
  }

  private void onConnection(ConnectionState state) {
    Reign now = reign;
    switch (state) {
      case SUSPENDED, READ_ONLY -> {
        if (now != null && !suspended) {
          suspended = true;
          listeners.forEach(l -> l.suspended("the connection to ZooKeeper is gone"));
        }
      }
      case LOST -> drop("the ZooKeeper session is over");
      case RECONNECTED -> tend();
      case CONNECTED -> log.info("connected to ZooKeeper");
    }
  }

  /** Proves leadership afresh, or ends it; and sees that we stand. */
  private void tend() {
    Candidacy standing = candidacy;
    if (standing == null || !session.isConnected()) {
      return;
    }
    Reign now = reign;
    if (now != null) {
      prove(now, standing);
    } else if (standing.fellOver()) {
      log.warn("our election node is missing; standing again");
      standing.withdraw();
      stand();
    } else {
      take(standing);
    }
  }

  private void prove(Reign now, Candidacy standing) {
    long asked = session.nanos().getAsLong();
    Optional<EpochZnode.Raised> stored;
    try {
      stored = epoch.readOnce();
    } catch (KeyparityException e) {
      log.warn("cannot prove leadership: {}", e.operatorMessage());
      return;
    }
    if (stored.isEmpty() || stored.get().version() != now.epochVersion() || !standing.isFirst()) {
      drop("another leadership began");
      return;
    }
    provenAt = asked;
    if (suspended) {
      suspended = false;
      listeners.forEach(listener -> listener.resumed(now.token()));
    }
  }

  private void drop(String reason) {
    Reign old = reign;
    if (old == null) {
      return;
    }
    reign = null;
    suspended = false;
    log.warn("no longer leading ({}): {}", old.token(), reason);
    listeners.forEach(listener -> listener.lost(reason));
  }

  @Override
  public void resign(String reason) {
    onLoop(
        "resigning",
        () -> {
          Candidacy standing = candidacy;
          if (standing != null) {
            drop("resigned: " + reason);
            standing.withdraw();
            stand();
          }
          return true;
        });
  }

  @Override
  public FencingToken raiseAbove(FencingToken token, long above) {
    return onLoop(
        "raising the epoch",
        () -> {
          Reign now = reign;
          Candidacy standing = candidacy;
          String ourNode = standing == null ? null : standing.ourNode();
          if (now == null || !now.covers(token) || ourNode == null) {
            throw RefusedTransaction.stale(token);
          }
          if (now.token().epoch() > above) {
            return now.token();
          }
          long asked = session.nanos().getAsLong();
          EpochZnode.Raised raised = epoch.raise(ourNode, self, above);
          enthrone(raised, now.firstEpoch(), asked);
          log.info("epoch raised above {}: {}", above, raised.epoch());
          return new FencingToken(group, raised.epoch(), self.holder());
        });
  }

  private <T> T onLoop(String doing, Callable<T> work) {
    Future<T> future = loop.submit(work);
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw ZooKeeperSession.interrupted(doing, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KeyparityException failure) {
        throw failure;
      }
      throw new KeyparityException(ErrorCode.INTERNAL, doing + ": " + e.getCause(), "", e);
    }
  }

  // --- any thread ---

  @Override
  public Group group() {
    Optional<EpochRecord> newest = epoch.readRecord();
    List<Coordinator> standing = new ArrayList<>();
    for (String id : epoch.participants()) {
      try {
        standing.add(Participant.parse(id).asCoordinator());
      } catch (MalformedRecord e) {
        log.warn("election node of an unknown format: {}", e.getMessage());
      }
    }
    // Elected, but not yet at the epoch, is not leading.
    Optional<Coordinator> leader =
        newest.flatMap(
            record ->
                standing.stream()
                    .filter(one -> one.holder().equals(record.leader().holder()))
                    .findFirst());
    leader.ifPresent(standing::remove);
    return new Group(leader, newest.map(EpochRecord::epoch).orElse(0L), standing);
  }

  /** Why this coordinator can neither lead nor stand by, for the status page; empty if it can. */
  public String problem() {
    return problem;
  }

  /** Gives leadership up and stands no more. */
  @Override
  public void close() {
    if (loop.isShutdown()) {
      return;
    }
    session.curator().getConnectionStateListenable().removeListener(connection);
    onLoop(
        "leaving the election",
        () -> {
          closed = true;
          drop("this coordinator is stopping");
          Candidacy standing = candidacy;
          candidacy = null;
          if (standing != null) {
            standing.withdraw();
          }
          return true;
        });
    Future<?> periodic = tending;
    if (periodic != null) {
      periodic.cancel(false);
    }
    loop.shutdown();
  }
}
