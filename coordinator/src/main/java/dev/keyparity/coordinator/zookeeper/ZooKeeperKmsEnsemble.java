package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.coordinator.enablement.act.KmsEnsemble;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;

/**
 * Asks an ensemble that is not ours, with a session of its own for each question. Thread-safe.
 *
 * <p>A new session is itself a write that a quorum agreed to, and a client that does not say that
 * it is content with reading is not let onto a server cut off from the quorum: so a session is the
 * proof. Nothing is written into somebody else's tree; whether the KMS's own credentials may write
 * where they must is seen when it starts with these settings.
 */
public final class ZooKeeperKmsEnsemble implements KmsEnsemble {
  private final Duration deadline;

  /**
   * @param deadline of one check
   */
  public ZooKeeperKmsEnsemble(Duration deadline) {
    this.deadline = deadline;
  }

  @Override
  public Health check(KmsZooKeeper ensemble) {
    try {
      return ask(ensemble);
    } catch (KeeperException e) {
      return new Health(false, e.code().name().toLowerCase(Locale.ROOT));
    } catch (IOException | IllegalArgumentException e) {
      return new Health(false, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "zookeeper of the KMS: interrupted", "", e);
    }
  }

  private Health ask(KmsZooKeeper ensemble)
      throws IOException, KeeperException, InterruptedException {
    int millis = Math.toIntExact(deadline.toMillis());
    CountDownLatch connected = new CountDownLatch(1);
    ZKClientConfig settings = new ZKClientConfig();
    settings.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Integer.toString(millis));
    settings.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    ZooKeeper zookeeper =
        new ZooKeeper(
            ensemble.connect(),
            millis,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            },
            settings);
    try {
      return connected.await(millis, TimeUnit.MILLISECONDS)
          ? new Health(true, "a quorum gave us a session; " + pathWords(zookeeper, ensemble))
          : new Health(
              false,
              "no session within %d ms: %s"
                  .formatted(millis, ConnectProbe.explain(ensemble.connect())));
    } finally {
      zookeeper.close(millis);
    }
  }

  private static String pathWords(ZooKeeper zookeeper, KmsZooKeeper ensemble)
      throws KeeperException, InterruptedException {
    Stat there = zookeeper.exists(ensemble.path(), false);
    return there == null
        ? "%s is made by the first KMS that starts".formatted(ensemble.path())
        : "%s is there".formatted(ensemble.path());
  }
}
