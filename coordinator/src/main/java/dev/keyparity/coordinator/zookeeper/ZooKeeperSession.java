package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.daemon.config.UserPassword;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.Component;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session with the ensemble, and the one way to ask it something: {@link #ask} repeats what was
 * lost until the deadline and then says what stands in the way. Thread-safe. Construction does no
 * I/O but to read the secret.
 *
 * <p>Curator keeps the connection and elects; records are read and written through the plain client
 * below it, because Curator's own repeating would hide whether a write may have happened.
 */
public final class ZooKeeperSession implements Component {
  private static final Logger log = LoggerFactory.getLogger(ZooKeeperSession.class);

  /** Only our digest identity, everything. Never anything for {@code world}. */
  // Not List.copyOf: ZooKeeper asks whether it contains null, which that refuses to answer.
  static final List<ACL> OURS_ALONE =
      Collections.unmodifiableList(new ArrayList<>(ZooDefs.Ids.CREATOR_ALL_ACL));

  private static final int WORLD_MAY_CHANGE =
      ZooDefs.Perms.WRITE | ZooDefs.Perms.CREATE | ZooDefs.Perms.DELETE | ZooDefs.Perms.ADMIN;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final ZooKeeperSettings settings;
  private final ZPaths paths;
  private final CuratorFramework curator;
  private final UserPassword secret;
  private final LongSupplier nanos;
  private volatile String lastError = "";
  private volatile int agreedSession;

  /** What is asked; throws what ZooKeeper threw. */
  interface Question<T> {
    T ask(ZooKeeper zookeeper) throws KeeperException, InterruptedException;
  }

  /**
   * @param nanos monotonic, as {@link System#nanoTime}
   */
  public ZooKeeperSession(ZooKeeperSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.paths = new ZPaths(settings.root(), settings.group());
    this.secret = UserPassword.read("zookeeper.auth_file", settings.authFile());
    this.nanos = nanos;
    int session = Math.toIntExact(settings.sessionTimeout().toMillis());
    ZKClientConfig client = new ZKClientConfig();
    // Without it a call to a server that stopped in mid-air waits as long as the session lives.
    client.setProperty(
        ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Integer.toString(Math.max(1000, session / 2)));
    this.curator =
        CuratorFrameworkFactory.builder()
            .connectString(settings.connect())
            .sessionTimeoutMs(session)
            .connectionTimeoutMs(session)
            .retryPolicy(new ExponentialBackoffRetry(100, 5, 2000))
            .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
            .ensembleTracker(false)
            .zkClientConfig(client)
            .authorization("digest", secret.reveal())
            .aclProvider(new OursAlone())
            .build();
  }

  /** Begins to connect; returns at once. */
  @Override
  public void start() {
    curator.start();
  }

  CuratorFramework curator() {
    return curator;
  }

  ZPaths paths() {
    return paths;
  }

  Duration sessionTimeout() {
    return settings.sessionTimeout();
  }

  /** What the server agreed to, if that is shorter than what we asked for. */
  Duration shortestSession() {
    int agreed = agreedSession;
    Duration asked = settings.sessionTimeout();
    return agreed > 0 && agreed < asked.toMillis() ? Duration.ofMillis(agreed) : asked;
  }

  LongSupplier nanos() {
    return nanos;
  }

  public boolean isConnected() {
    return curator.getZookeeperClient().isConnected();
  }

  /** What last went wrong with the ensemble, for the status page; empty if nothing did. */
  public String lastError() {
    return lastError;
  }

  /**
   * Makes the nodes everything else stands under, and refuses a root that others may change.
   *
   * <p>Fails with {@code CONFIG_INVALID} where the root belongs to somebody else or to everybody.
   */
  void prepare() {
    for (String path : paths.skeleton()) {
      ask("create " + path, zookeeper -> makeIfAbsent(zookeeper, path));
    }
    for (String path : List.of(paths.group(), paths.latch(), paths.services())) {
      refuseIfOpenToTheWorld(path);
    }
  }

  private static boolean makeIfAbsent(ZooKeeper zookeeper, String path)
      throws KeeperException, InterruptedException {
    if (zookeeper.exists(path, false) != null) {
      return false;
    }
    try {
      zookeeper.create(path, new byte[0], OURS_ALONE, CreateMode.PERSISTENT);
      return true;
    } catch (KeeperException.NodeExistsException e) {
      return false; // another coordinator was first
    }
  }

  private void refuseIfOpenToTheWorld(String path) {
    List<ACL> acls = ask("read the ACL of " + path, zookeeper -> zookeeper.getACL(path, null));
    for (ACL acl : acls) {
      if (acl.getId().getScheme().equals("world") && (acl.getPerms() & WORLD_MAY_CHANGE) != 0) {
        throw new KeyparityException(
            ErrorCode.CONFIG_INVALID,
            "zookeeper: %s can be changed by anyone (expected: our digest identity alone)"
                .formatted(path),
            "in a ZooKeeper shell with our credentials: setAcl -R %s auth::cdrwa".formatted(path));
      }
    }
  }

  /**
   * Asks until it is answered or the deadline, one session timeout, is over. A question must be one
   * that may be asked twice; writes are not: they settle what was lost themselves.
   *
   * @param doing for messages, such as {@code read /keyparity/prod/epoch}
   */
  <T> T ask(String doing, Question<T> question) {
    Deadline deadline = deadline(doing);
    while (true) {
      try {
        return question.ask(connected(deadline));
      } catch (KeeperException e) {
        deadline.repeatOrFail(e);
      } catch (InterruptedException e) {
        throw interrupted(doing, e);
      }
    }
  }

  /** Asks once; a lost answer is a failure at once. */
  <T> T askOnce(String doing, Question<T> question) {
    Deadline deadline = new Deadline(doing, nanos.getAsLong());
    try {
      return question.ask(connected(deadline));
    } catch (KeeperException e) {
      deadline.repeatOrFail(e);
      throw deadline.unavailable(e);
    } catch (InterruptedException e) {
      throw interrupted(doing, e);
    }
  }

  Deadline deadline(String doing) {
    return new Deadline(doing, nanos.getAsLong() + settings.sessionTimeout().toNanos());
  }

  /** The plain client, connected. Waits no longer than the deadline. */
  ZooKeeper connected(Deadline deadline) throws InterruptedException {
    long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline.left()));
    if (!curator.blockUntilConnected(Math.toIntExact(left), TimeUnit.MILLISECONDS)) {
      throw deadline.unavailable(null);
    }
    try {
      ZooKeeper zookeeper = curator.getZookeeperClient().getZooKeeper();
      agreedSession = zookeeper.getSessionTimeout();
      return zookeeper;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) { // Curator declares no narrower type
      throw deadline.unavailable(e);
    }
  }

  static KeyparityException interrupted(String doing, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KeyparityException(ErrorCode.CANCELLED, "zookeeper: interrupted: " + doing, "", e);
  }

  /** One question's time: turns what ZooKeeper throws into a repetition or a named failure. */
  final class Deadline {
    private final String doing;
    private final long end;

    private Deadline(String doing, long end) {
      this.doing = doing;
      this.end = end;
    }

    long left() {
      return end - nanos.getAsLong();
    }

    /** Returns if the question may be asked again; throws what it came to otherwise. */
    void repeatOrFail(KeeperException e) {
      if (!isLoss(e)) {
        throw refused(doing, e);
      }
      lastError = describe(e);
      if (left() <= 0) {
        throw unavailable(e);
      }
      LockSupport.parkNanos(PAUSE.toNanos()); // the client may not know yet that it is cut off
    }

    KeyparityException unavailable(@Nullable Exception cause) {
      String why = ConnectProbe.explain(settings.connect());
      lastError = cause instanceof KeeperException loss ? describe(loss) + "; " + why : why;
      log.warn("zookeeper unavailable, could not {}: {}", doing, lastError);
      return new KeyparityException(
          ErrorCode.ZOOKEEPER_UNAVAILABLE,
          "zookeeper: %s gave no answer within %d ms to: %s (%s)"
              .formatted(
                  settings.connect(), settings.sessionTimeout().toMillis(), doing, lastError),
          "check that the ensemble runs and has a quorum; keyparity goes on when it is back",
          cause);
    }
  }

  /** Whether the answer was lost, so that the request may or may not have been carried out. */
  static boolean isLoss(KeeperException e) {
    return switch (e.code()) {
      case CONNECTIONLOSS,
          OPERATIONTIMEOUT,
          SESSIONEXPIRED,
          SESSIONMOVED,
          REQUESTTIMEOUT,
          THROTTLEDOP ->
          true;
      default -> false;
    };
  }

  private static String describe(KeeperException e) {
    return e.code().name().toLowerCase(Locale.ROOT);
  }

  private KeyparityException refused(String doing, KeeperException e) {
    return switch (e.code()) {
      case NOAUTH, AUTHFAILED, SESSIONCLOSEDREQUIRESASLAUTH ->
          new KeyparityException(
              ErrorCode.CONFIG_INVALID,
              "zookeeper: refused to %s as %s (expected: the identity that made %s)"
                  .formatted(doing, secret, settings.root()),
              "put the password that the other coordinators use into " + settings.authFile(),
              e);
      case QUOTAEXCEEDED ->
          new KeyparityException(
              ErrorCode.OVERLOADED, "zookeeper: quota exceeded: " + doing, "raise the quota", e);
      default ->
          new KeyparityException(
              ErrorCode.INTERNAL, "zookeeper: %s: %s".formatted(describe(e), doing), "", e);
    };
  }

  @Override
  public void close() {
    curator.close();
  }

  /** Gives every node Curator makes for the election our ACL. */
  private static final class OursAlone implements ACLProvider {
    @Override
    public List<ACL> getDefaultAcl() {
      return OURS_ALONE;
    }

    @Override
    public List<ACL> getAclForPath(String path) {
      return OURS_ALONE;
    }
  }
}
