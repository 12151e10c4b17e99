package dev.keyparity.agent.effect;

import dev.keyparity.agent.backup.BackupStore;
import dev.keyparity.agent.backup.CopyStore;
import dev.keyparity.agent.control.HealthProbe;
import dev.keyparity.agent.control.KernelClock;
import dev.keyparity.agent.control.KmsControl;
import dev.keyparity.agent.control.KmsObserver;
import dev.keyparity.agent.control.KmsStopped;
import dev.keyparity.agent.control.ServingHistory;
import dev.keyparity.agent.gate.GateDecision;
import dev.keyparity.agent.gate.GateFacts;
import dev.keyparity.agent.guard.ServiceGuard;
import dev.keyparity.agent.store.CopyReceiptCheck;
import dev.keyparity.agent.store.InstallMarker;
import dev.keyparity.agent.store.KeyDirectoryStore;
import dev.keyparity.agent.store.StoppedProof;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.KeyDirectoryFacts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything of one KMS service on this host that effects need, wired by hand.
 *
 * @param group the coordinator group
 * @param host this host's name in service files
 * @param startPatience how long a started KMS may take until it serves
 */
public record HostedService(
    String group,
    String service,
    String host,
    ServiceGuard guard,
    KeyDirectoryStore keys,
    BackupStore backups,
    CopyStore copies,
    CopyReceiptCheck receiptCheck,
    KmsControl control,
    HealthProbe health,
    ServingHistory history,
    KernelClock processes,
    SealingSessions sealing,
    Duration startPatience,
    Clock clock) {

  KmsStopped stopped() {
    return new KmsStopped(control, health);
  }

  /**
   * The proof that nothing lives which a key file of this identity would be at odds with: the KMS
   * is stopped, or serves and is known to have loaded just this key.
   */
  StoppedProof stoppedOrServing(String identity) {
    return () -> {
      Optional<String> lives = stopped().refutation();
      return lives.isPresent() && new KmsLooks(this).look().serves(identity)
          ? Optional.empty()
          : lives;
    };
  }

  /** A begun stop that is still at work although nobody waits for it; empty if none. */
  Optional<String> stopAtLarge() {
    return guard.permits().begun().isEmpty() ? Optional.empty() : control.stopAtLarge();
  }

  /** What is at work on the KMS and would be seen by nobody else, one clause each. */
  public List<String> atWork() {
    return Stream.of(control.underWay(), stopAtLarge()).flatMap(Optional::stream).toList();
  }

  /**
   * What the start gate says of key files that were read just now, whoever is about to start the
   * KMS, and whether or not a gate is switched on.
   *
   * @param settled whether they have come to rest
   */
  public GateDecision gate(KeyDirectoryFacts keys, boolean settled) {
    InstallMarker marker;
    try {
      marker = this.keys.marker().orElse(null);
    } catch (KeyparityException e) {
      return GateDecision.unreadable(e);
    }
    return GateDecision.of(GateFacts.of(marker, guard.statements(), keys, settled));
  }

  KmsObserver observer() {
    return new KmsObserver(control, health);
  }
}
