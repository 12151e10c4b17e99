package dev.keyparity.agent;

import dev.keyparity.agent.backup.BackupKeys;
import dev.keyparity.agent.backup.BackupRecord;
import dev.keyparity.agent.backup.BackupScope;
import dev.keyparity.agent.backup.BackupStore;
import dev.keyparity.agent.backup.CopyStore;
import dev.keyparity.agent.control.DeclaredCommand;
import dev.keyparity.agent.control.Dependant;
import dev.keyparity.agent.control.HealthProbe;
import dev.keyparity.agent.control.KmsControl;
import dev.keyparity.agent.control.Pause;
import dev.keyparity.agent.control.ProcessTable;
import dev.keyparity.agent.control.ServingHistory;
import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.effect.HostedService;
import dev.keyparity.agent.effect.KmsLooks;
import dev.keyparity.agent.effect.SealingSessions;
import dev.keyparity.agent.gate.GateOverrides;
import dev.keyparity.agent.gate.GateStanding;
import dev.keyparity.agent.gate.OverrideAudit;
import dev.keyparity.agent.guard.HostGuard;
import dev.keyparity.agent.guard.ServiceGuard;
import dev.keyparity.agent.rpc.GateWatch;
import dev.keyparity.agent.rpc.HostFacts;
import dev.keyparity.agent.rpc.RpcService;
import dev.keyparity.agent.store.CopyReceiptCheck;
import dev.keyparity.agent.store.KeyDirectoryPlace;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyDirectoryStore;
import dev.keyparity.agent.store.RecoveryOutcome;
import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.status.Build;
import dev.keyparity.keyring.Profile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires one service of this host by hand, and settles its interrupted install first. */
record ServiceWiring(
    AgentConfig config,
    KmsParts parts,
    Disk disk,
    HostGuard hostGuard,
    BackupKeys backupKeys,
    TlsIdentity identity,
    AuditLog audit,
    ScheduledExecutorService timer,
    ExecutorService calls,
    SecureRandom random) {
  private static final Logger log = LoggerFactory.getLogger(ServiceWiring.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Disks lose bits while nobody looks. */
  private static final Duration READ_BACK = Duration.ofDays(1);

  private static final Duration INSTANCE_DEADLINE = Duration.ofSeconds(10);

  /**
   * @param open takes what must be closed
   */
  RpcService wire(AgentConfig.Service service, Deque<AutoCloseable> open) {
    Clock clock = hostGuard.clock();
    Path state = config.stateDirectory();
    KeyDirectoryPlace place = place(config.name(), service);
    BackupStore backups =
        new BackupStore(
            disk,
            new BackupScope(service.name(), config.name(), service.configDirectory(), state),
            new KeyDirectoryReader(disk, place, clock),
            backupKeys,
            clock,
            random);
    CopyReceiptCheck receipts = new CopyReceiptCheck(identity.verifier());
    KeyDirectoryStore store = new KeyDirectoryStore(disk, place, state, backups, receipts, clock);
    recover(service, store);
    ExecutorService effects = FaultHandler.logging().singleThread("effects-" + service.name());
    open.push(effects::shutdownNow);
    SealingSessions sealing = new SealingSessions(random, clock);
    open.push(sealing);
    ProcessTable processes = ProcessTable.ofHost(clock);
    KmsControl control = parts.control(service, state.resolve("output"), processes);
    HealthProbe health = parts.health(service, calls);
    HostedService hosted =
        new HostedService(
            config.group(),
            service.name(),
            config.name(),
            new ServiceGuard(service.name(), hostGuard, effects),
            store,
            backups,
            new CopyStore(disk, state, config.name(), clock),
            receipts,
            control,
            health,
            new ServingHistory(service.name(), hostGuard.files()),
            processes,
            sealing,
            service.control().startDeadline(),
            clock);
    return rpcService(service, hosted, open);
  }

  private RpcService rpcService(
      AgentConfig.Service service, HostedService hosted, Deque<AutoCloseable> open) {
    WatchedKeyFeed feed =
        new WatchedKeyFeed(
            new KeyDirectoryReader(disk, hosted.keys().place(), hostGuard.clock()),
            disk,
            config.stateDirectory().resolve("sentinel").resolve(service.name()),
            hostGuard.clock());
    feed.start();
    open.push(feed);
    KmsLooks looks = new KmsLooks(hosted);
    // Also while nobody watches: a process that starts then is told later by what was seen now.
    repeat("looking at " + service.name(), looks::look, LOOK, open);
    GateOverrides overrides = new GateOverrides(hostGuard.files(), service.name());
    OverrideAudit overrideAudit = new OverrideAudit(service.name(), overrides, hostGuard);
    repeat("looking for overrides of " + service.name(), overrideAudit::takeUp, LOOK, open);
    repeat(
        "reading the newest backup of " + service.name() + " back",
        () -> readBack(hosted.backups()),
        READ_BACK,
        open);
    HostChecks checks =
        new HostChecks(
            config.stateDirectory(),
            service.configDirectory(),
            () -> hosted.keys().read().facts(),
            hostGuard.time(),
            audit,
            feed::health);
    HostFacts facts =
        new HostFacts(
            Build.current().version(),
            config.refusesEffects(),
            config.approvals(),
            backupKeys.recovery().stream()
                .map(
                    key ->
                        new HostFacts.RecoveryKeyFact(
                            key.fingerprint().hex(), key.armoured(), key.userId()))
                .toList(),
            backupKeys.own().fingerprint().hex(),
            identity::expiry,
            checks);
    SiteFiles settings =
        new SiteFiles(
            disk,
            service,
            config.clients(),
            config.stateDirectory().resolve("settings").resolve(service.name()),
            hosted.keys().place().ownership());
    GateWatch gate = service.gated() ? gate(hosted, overrides) : GateWatch.NONE;
    return new RpcService(hosted, looks, feed, facts, dependants(), settings, gate);
  }

  private static GateWatch gate(HostedService hosted, GateOverrides overrides) {
    return sighting ->
        GateStanding.of(
            hosted.gate(sighting.reading().facts(), !sighting.isChanging()),
            overrides.find().inForce(hosted.processes().now()).orElse(null));
  }

  private static void readBack(BackupStore backups) {
    try {
      backups.newest().map(BackupRecord::id).ifPresent(backups::verify);
    } catch (KeyparityException e) {
      log.warn("{}; {}", e.operatorMessage(), e.whatToDo());
    }
  }

  private void repeat(String doing, Runnable work, Duration every, Deque<AutoCloseable> open) {
    ScheduledFuture<?> repeating =
        timer.scheduleWithFixedDelay(
            FaultHandler.logging().guarding(doing, work),
            0,
            every.toMillis(),
            TimeUnit.MILLISECONDS);
    open.push(() -> repeating.cancel(false));
  }

  static KeyDirectoryPlace place(String host, AgentConfig.Service service) {
    Profile usual = Profile.named(service.profile());
    String owner = service.owner() == null ? usual.owner() : service.owner();
    String group = service.group() == null ? usual.group() : service.group();
    return new KeyDirectoryPlace(
        service.name(),
        host,
        usual.ownedBy(owner, group),
        service.keyDirectory(),
        Ownership.of(owner, group, usual.fileMode()));
  }

  /**
   * Before anything else may happen: an install that was cut short ends, one way or the other.
   * Where that cannot be done now the agent still reports; the install's marker, if there is one,
   * refuses every start and every other install.
   */
  private void recover(AgentConfig.Service service, KeyDirectoryStore store) {
    String outcome;
    try {
      RecoveryOutcome found = store.recover();
      if (found instanceof RecoveryOutcome.Clean) {
        return;
      }
      outcome = found.getClass().getSimpleName();
      log.warn("key directory of {}: {}", service.name(), found);
    } catch (KeyparityException e) {
      outcome = e.code().name();
      log.error("key directory of {}: {}", service.name(), e.operatorMessage());
    }
    audit.append("install-recovery", Map.of("service", service.name(), "outcome", outcome));
  }

  private Map<String, Dependant> dependants() {
    Map<String, Dependant> declared = new HashMap<>();
    for (AgentConfig.Dependant one : config.dependants()) {
      String output = "dependant-" + one.name();
      declared.put(
          one.name(),
          new Dependant(
              command(one.argv(), one.deadline(), output + ".txt"),
              one.instance().isEmpty()
                  ? null
                  : command(one.instance(), INSTANCE_DEADLINE, output + "-instance.txt"),
              ProcessTable.ofHost(hostGuard.clock()),
              Pause.real()));
    }
    return declared;
  }

  private DeclaredCommand command(List<String> argv, Duration deadline, String output) {
    return new DeclaredCommand(
        argv, deadline, config.stateDirectory().resolve("output").resolve(output));
  }
}
