package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.backup.BackupKeys;
import dev.keyparity.agent.backup.BackupScope;
import dev.keyparity.agent.backup.BackupStore;
import dev.keyparity.agent.backup.CopyStore;
import dev.keyparity.agent.control.ServingHistory;
import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.effect.AuditAnchors;
import dev.keyparity.agent.effect.HostedService;
import dev.keyparity.agent.effect.KmsLooks;
import dev.keyparity.agent.effect.SealingSessions;
import dev.keyparity.agent.guard.AgentGeneration;
import dev.keyparity.agent.guard.HostGuard;
import dev.keyparity.agent.guard.OperatorPolicy;
import dev.keyparity.agent.guard.ServiceGuard;
import dev.keyparity.agent.guard.TimeFloor;
import dev.keyparity.agent.guard.UnendedEffects;
import dev.keyparity.agent.rpc.AgentIdentity;
import dev.keyparity.agent.rpc.AgentService;
import dev.keyparity.agent.rpc.GateWatch;
import dev.keyparity.agent.rpc.HostFacts;
import dev.keyparity.agent.rpc.RpcService;
import dev.keyparity.agent.store.CopyReceiptCheck;
import dev.keyparity.agent.store.KeyDirectoryPlace;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyDirectoryStore;
import dev.keyparity.agent.store.VerifiedBackups;
import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.PinnedOperator;
import dev.keyparity.daemon.warrant.PinnedOperators;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.container.BackupKey;
import dev.keyparity.testbed.simulator.time.SimulatedTimer;
import io.grpc.ServerServiceDefinition;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One life of the real agent on a simulated host, wired as {@code ServiceWiring} does. */
final class SimulatedAgent implements AutoCloseable {
  private static final Path STATE = Path.of("/state");

  private final ServerServiceDefinition service;
  private final EffectQueue effects;
  private final ServiceGuard guard;
  private final AuditLog audit;
  private final LookedAtKeys keys;
  private final List<ReportLine<?, ?>> watchers = new ArrayList<>();

  private SimulatedAgent(
      ServerServiceDefinition service,
      EffectQueue effects,
      ServiceGuard guard,
      AuditLog audit,
      LookedAtKeys keys) {
    this.service = service;
    this.effects = effects;
    this.guard = guard;
    this.audit = audit;
    this.keys = keys;
  }

  ServerServiceDefinition service() {
    return service;
  }

  boolean isDead() {
    return effects.isDead();
  }

  /** Where nothing is held against it before a start: answers the statement, to be put back. */
  @Nullable Object forgetStatement(boolean isStart) {
    return isStart && effects.weakness().has(Weakness.REVERIFICATION_OFF)
        ? Weakened.approvesWhatIsThere(guard, keys.readNow())
        : null;
  }

  void rememberStatement(@Nullable Object statement) {
    if (statement != null) {
      Weakened.putStatement(guard, statement);
    }
  }

  /**
   * It ends here and now; whatever it still does comes to nothing.
   *
   * @param silently with all of its host
   */
  void die(boolean silently) {
    effects.die();
    watchers.forEach(one -> one.agentEnded(silently));
  }

  /** One more watches. */
  void streams(ReportLine<?, ?> to) {
    watchers.add(to);
  }

  /** The kernel tells of a change in the key directory. */
  void keysChanged() {
    if (!isDead()) {
      keys.changed();
    }
  }

  static SimulatedAgent start(World world, SimulatedHost host, int incarnation) {
    UnendedEffects unended = new UnendedEffects();
    AuditLog audit =
        world
            .ensemble
            .folders()
            .audit(
                host.name(), host.clock, record -> unended.read(record.event(), record.fields()));
    try {
      return new Wiring(world, host, audit, unended, new EffectQueue(world, host))
          .start(incarnation);
    } catch (RuntimeException | Error e) {
      audit.close();
      throw e;
    }
  }

  /** Its parts. */
  private record Wiring(
      World world,
      SimulatedHost host,
      AuditLog audit,
      UnendedEffects unended,
      EffectQueue effects) {

    SimulatedAgent start(int incarnation) {
      SimulatedSignatures signatures = new SimulatedSignatures(host.name());
      AgentGeneration generation = new AgentGeneration(host.state);
      AgentIdentity agent =
          new AgentIdentity(
              World.GROUP,
              host.name(),
              host.name() + "/" + incarnation,
              generation,
              audit,
              new AuditAnchors(host.state),
              signatures,
              signatures,
              world.ensemble.folders().incoming(host.name()));
      generation.advance();
      HostedService hosted = hosted(signatures, generation);
      LookedAtKeys keys =
          new LookedAtKeys(
              new KeyDirectoryReader(host.disk, hosted.keys().place(), host.clock),
              host.clock,
              world.weakness.has(Weakness.STRANGERS_UNSEEN));
      AgentService service =
          new AgentService(
              agent,
              Map.of(World.SERVICE, rpc(hosted, keys)),
              new SimulatedTimer(world.time, "streams of " + host.name(), effects, false),
              refusal -> {});
      return new SimulatedAgent(service.bindService(), effects, hosted.guard(), audit, keys);
    }

    private HostedService hosted(SimulatedSignatures signatures, AgentGeneration generation) {
      Clock clock = host.clock;
      Disk disk = host.disk;
      SecureRandom random = new SecureRandom();
      Profile usual = Profile.named("keytrustee-kms");
      KeyDirectoryPlace place =
          new KeyDirectoryPlace(
              World.SERVICE,
              host.name(),
              usual.ownedBy("kms", "kms"),
              SimulatedHost.KEYS,
              Ownership.of("kms", "kms", usual.fileMode()));
      BackupStore backups =
          new BackupStore(
              disk,
              new BackupScope(World.SERVICE, host.name(), Path.of("/conf"), STATE),
              new KeyDirectoryReader(disk, place, clock),
              new BackupKeys(World.MATERIAL.hostKey, List.of(World.MATERIAL.recovery.recipient())),
              clock,
              random);
      CopyReceiptCheck receipts = new CopyReceiptCheck(signatures);
      boolean isTrusting =
          world.weakness.has(Weakness.BACKUP_GATE_OFF)
              || world.weakness.has(Weakness.CIPHERTEXT_UNCHECKED);
      VerifiedBackups trusted = isTrusting ? new WeakBackups(world, host, backups) : backups;
      KeyDirectoryStore store = new KeyDirectoryStore(disk, place, STATE, trusted, receipts, clock);
      recover(store);
      return new HostedService(
          World.GROUP,
          World.SERVICE,
          host.name(),
          serviceGuard(signatures, generation),
          store,
          backups,
          new CopyStore(disk, STATE, host.name(), clock),
          receipts,
          host.kms,
          host.kms,
          new ServingHistory(World.SERVICE, host.state),
          host.kms,
          new SealingSessions(random, clock),
          Duration.ofSeconds(20),
          clock);
    }

    private ServiceGuard serviceGuard(SimulatedSignatures signatures, AgentGeneration generation) {
      ServiceGuard guard =
          new ServiceGuard(World.SERVICE, guard(signatures, generation), effects, effects::await);
      if (world.weakness.has(Weakness.PERMITS_OFF)) {
        Weakened.noPermitRules(guard);
      }
      if (world.weakness.has(Weakness.LAST_SERVING_UNGUARDED)) {
        Weakened.withoutPermitRules(guard, Set.of("ONE_MEMBER_SERVES", "MEMBERS_SERVE_APPROVED"));
      }
      return guard;
    }

    /** Where an interrupted install cannot be ended now the agent still reports. */
    private void recover(KeyDirectoryStore store) {
      try {
        store.recover();
      } catch (KeyparityException e) {
        world.note("%s cannot end an install: %s".formatted(host.name(), e.code()));
      }
    }

    private HostGuard guard(SimulatedSignatures signatures, AgentGeneration generation) {
      return new HostGuard(
          World.GROUP,
          host.name(),
          false,
          HostGuard.LARGEST_JUMP,
          new OperatorPolicy(
              new PinnedOperators(
                  List.of(PinnedOperator.unlimited("alice", World.MATERIAL.alice.publicKey()))),
              1),
          host.state,
          new SeenAudit(world, host, audit, new HashMap<>())::record,
          unended,
          generation,
          new TimeFloor(host.clock, host.state),
          signatures,
          signatures,
          host.clock,
          () -> Duration.between(Material.START, world.time.instant()));
    }

    private RpcService rpc(HostedService hosted, LookedAtKeys keys) {
      BackupKey recovery = World.MATERIAL.recovery;
      HostFacts facts =
          new HostFacts(
              "simulated",
              false,
              1,
              List.of(
                  new HostFacts.RecoveryKeyFact(
                      recovery.fingerprint().hex(),
                      recovery.recipient().armoured(),
                      recovery.recipient().userId())),
              World.MATERIAL.hostKey.fingerprint().hex(),
              () -> Material.START.plus(Duration.ofDays(20)),
              List::of);
      KmsLooks looks = new KmsLooks(hosted);
      // A real agent looks every two seconds; here it does when it is asked, and at its start.
      looks.look();
      return new RpcService(hosted, looks, keys, facts, Map.of(), new NoSettings(), GateWatch.NONE);
    }
  }

  @Override
  public void close() {
    effects.end();
    audit.close();
  }
}
