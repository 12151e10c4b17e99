package dev.keyparity.testbed.kms;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of the stand-in, in the order that matters:
 *
 * <ol>
 *   <li>the switches that slow it down or end it;
 *   <li>a host without {@code secring.gpg} makes a ring of its own, as the vendor's does: this is
 *       the incident that keyparity exists for;
 *   <li>the ring is read into memory, once;
 *   <li>its fingerprints are published, and only then compared with the other hosts', so that hosts
 *       which were given the same key one after the other can all start in the end.
 * </ol>
 *
 * <p>What is thrown ends the server: it prints the reason on its standard output and exits with
 * status 1.
 */
final class StandInStart {
  private static final Logger log = LoggerFactory.getLogger(StandInStart.class);

  /** The vendor's words, which operators search for. */
  static final String MISMATCH =
      "Unable to verify private key match between KMS hosts. Verify private key files have been"
          + " synced between all KMS hosts. Aborting to prevent data inconsistency.";

  private final StandInSettings settings;
  private final Switches switches;
  private final SecureRandom random;
  private final Clock clock;

  StandInStart(StandInSettings settings, Switches switches, SecureRandom random, Clock clock) {
    this.settings = settings;
    this.switches = switches;
    this.random = random;
    this.clock = clock;
  }

  KeyProvider run(Configuration conf) throws IOException {
    applySwitches();
    HostRing ring = ring();
    SharedStore store = SharedStore.open(settings.store());
    HostRecord own = HostRecord.of(settings.host(), ring.fingerprints());
    store.publish(own);
    log.info("host {} holds {}", settings.host(), ring);
    if (switches.checkHosts()) {
      refuseIfAnotherHostDiffers(own, store.hosts());
    }
    return new SealingKeyProvider(conf, ring, store, clock);
  }

  private void applySwitches() throws IOException {
    if (!switches.equals(Switches.NONE)) {
      log.warn("started with {}", switches);
    }
    if (switches.hangStop()) {
      Runtime.getRuntime().addShutdownHook(new Thread(StandInStart::hang, "hung-stop"));
    }
    try {
      Thread.sleep(switches.startDelay().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the start was delayed");
    }
    if (switches.failStart()) {
      throw new IOException("the start fails because the switch fail-start says so");
    }
  }

  /**
   * The virtual machine waits for every hook, so one that never ends keeps the process alive
   * through any SIGTERM.
   */
  private static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        log.warn("a hung stop does not end on interruption", e);
      }
    }
  }

  private HostRing ring() throws IOException {
    Path secretRing = settings.keyDirectory().resolve(HostRing.SECRET_RING);
    if (Files.notExists(secretRing)) {
      log.warn("{} does not exist: generating a new private key", secretRing);
      new RingGenerator(random, clock)
          .writeRing(
              settings.keyDirectory(),
              "keytrustee (client) <kms@" + settings.host() + ">",
              settings.keyLength());
    }
    return HostRing.read(secretRing, random);
  }

  private static void refuseIfAnotherHostDiffers(HostRecord own, List<HostRecord> all)
      throws IOException {
    for (HostRecord other : all) {
      if (!other.fingerprints().equals(own.fingerprints())) {
        log.error(
            "{} published {}, this host holds {}",
            other.host(),
            other.fingerprints(),
            own.fingerprints());
        throw new IOException(MISMATCH);
      }
    }
  }
}
