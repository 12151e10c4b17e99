package dev.keyparity.cli.evidence;

import dev.keyparity.cli.evidence.Evidence.HostParity;
import dev.keyparity.cli.evidence.Evidence.Source;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.keyring.Verdict;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.coordinator.v1.Act;
import dev.keyparity.proto.coordinator.v1.BackupsReply;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.HostVerdicts;
import dev.keyparity.proto.coordinator.v1.ListBackupsRequest;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysRequest;
import dev.keyparity.proto.coordinator.v1.ListRunsRequest;
import dev.keyparity.proto.coordinator.v1.ProvenRecoveryKey;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceReply;
import dev.keyparity.proto.coordinator.v1.ReadEvidenceRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.Step;
import dev.keyparity.proto.document.v1.PeerSigned;
import dev.keyparity.wording.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the leader for all that is on record of a service. Single use; one thread. */
final class Gathering {
  /** What all audit records of one file may take, of the four megabytes that a record may have. */
  private static final int AUDIT_BYTES = 1 << 20;

  private final Invocation invocation;
  private final String service;
  private final Instant since;
  private final List<String> notAsked = new ArrayList<>();

  Gathering(Invocation invocation, String service, Instant since) {
    this.invocation = invocation;
    this.service = service;
    this.since = since;
  }

  /**
   * @param now by the clock of this machine
   * @throws KeyparityException what the leader refused; a host that does not answer is only named
   */
  Evidence gather(Instant now) {
    ServiceStatus status = status();
    List<String> hosts = status.getHostsList().stream().map(HostStatus::getHost).toList();
    List<RunEntry> runs = runs();
    List<BackupEntry> backups = backups();
    List<RecoveryKeyEntry> recoveryKeys = recoveryKeys();
    List<AuditExcerpt> audit = audit(hosts);
    // Last: nothing of the above is younger than it says.
    ReadEvidenceRequest request =
        ReadEvidenceRequest.newBuilder()
            .setService(service)
            .setSinceMs(since.toEpochMilli())
            .build();
    ReadEvidenceReply recorded = invocation.ask(admin -> admin.readEvidence(request));
    try {
      return new Evidence(
          service,
          recorded.getGroup(),
          since,
          now,
          invocation.operator(),
          new Source(
              recorded.getCoordinator(), recorded.getEpoch(), Times.ofMillis(recorded.getAtMs())),
          hosts,
          recorded.getVerdictsList().stream().map(Gathering::parity).toList(),
          recorded.getApprovalsList().stream().map(WireDocuments::fromMessage).toList(),
          runs,
          backups,
          recoveryKeys,
          events(status),
          audit,
          notAsked);
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(
          ErrorCode.PROTOCOL_UNSUPPORTED,
          "what coordinator %s tells makes no evidence: %s"
              .formatted(recorded.getCoordinator(), e.getMessage()),
          "keyparity version on both sides; are the clocks right?",
          e);
    }
  }

  private ServiceStatus status() {
    GetStatusRequest request =
        GetStatusRequest.newBuilder().setService(service).setAllEvents(true).build();
    return invocation.ask(admin -> admin.getStatus(request)).getServicesList().stream()
        .findFirst()
        .orElseThrow(
            () -> new KeyparityException(ErrorCode.NO_SUCH_SERVICE, "service: " + service));
  }

  private static HostParity parity(HostVerdicts host) {
    return new HostParity(
        host.getHost(),
        host.getSpansList().stream()
            .map(
                span ->
                    new Sighting(
                        Verdict.valueOf(span.getVerdict()),
                        span.getIdentity(),
                        span.getHeld(),
                        Times.ofMillis(span.getFromMs()),
                        Times.ofMillis(span.getUntilMs())))
            .toList());
  }

  private List<RunEntry> runs() {
    ListRunsRequest request = ListRunsRequest.newBuilder().setService(service).build();
    return invocation.ask(admin -> admin.listRuns(request)).getRunsList().stream()
        .map(Gathering::run)
        .filter(run -> run.endedAt().map(at -> !at.isBefore(since)).orElse(true))
        .toList();
  }

  private static RunEntry run(Run run) {
    List<RunEntry.Act> acts = new ArrayList<>();
    for (Step step : run.getStepsList()) {
      for (Act act : step.getActsList()) {
        acts.add(
            new RunEntry.Act(
                step.getId(),
                act.getName(),
                act.getHost(),
                act.getState(),
                Times.ofMillis(act.getIntendedAtMs()),
                orNull(act.getEndedAtMs())));
      }
    }
    return new RunEntry(
        run.getId(),
        run.getKind(),
        run.getState(),
        run.getStartedBy(),
        Times.ofMillis(run.getStartedAtMs()),
        orNull(run.getEndedAtMs()),
        acts);
  }

  private static @Nullable Instant orNull(long millis) {
    return millis == 0 ? null : Times.ofMillis(millis);
  }

  /** Those of the time that is asked for, and of each host the newest, however old. */
  private List<BackupEntry> backups() {
    ListBackupsRequest request = ListBackupsRequest.newBuilder().setService(service).build();
    BackupsReply reply = invocation.askThoroughly(admin -> admin.listBackups(request));
    reply.getErrorsList().forEach(error -> notAsked.add("backups of " + error));
    Set<String> hosts = new HashSet<>();
    List<BackupEntry> backups = new ArrayList<>();
    for (Backup backup : reply.getBackupsList()) {
      BackupEntry entry = backup(backup);
      // Newest first, as they come.
      boolean isNewest = hosts.add(entry.host());
      if (isNewest || !entry.at().isBefore(since)) {
        backups.add(entry);
      }
    }
    return backups;
  }

  private static BackupEntry backup(Backup backup) {
    return new BackupEntry(
        backup.getId(),
        backup.getHost(),
        Times.ofMillis(backup.getAtMs()),
        backup.getSha256(),
        backup.getSecringSha256(),
        backup.getVerified(),
        backup.getCopyReceiptsList().stream().map(Gathering::storedOn).sorted().toList(),
        backup.getRecipientsList());
  }

  private static String storedOn(PeerSigned receipt) {
    try {
      return CanonicalJson.parseRecord(receipt.getPayload().toByteArray(), "copy receipt")
          .string("stored_on");
    } catch (MalformedRecord e) {
      return "?";
    }
  }

  private List<RecoveryKeyEntry> recoveryKeys() {
    ListRecoveryKeysRequest request =
        ListRecoveryKeysRequest.newBuilder().setService(service).build();
    return invocation.ask(admin -> admin.listRecoveryKeys(request)).getKeysList().stream()
        .map(Gathering::recoveryKey)
        .toList();
  }

  private static RecoveryKeyEntry recoveryKey(ProvenRecoveryKey key) {
    return new RecoveryKeyEntry(
        key.getFingerprint(), orNull(key.getProvenAtMs()), key.getProvenBy());
  }

  private List<EventEntry> events(ServiceStatus status) {
    return status.getEventsList().stream()
        .map(it -> new EventEntry(Times.ofMillis(it.getAtMs()), it.getSeverity(), it.getMessage()))
        .filter(event -> !event.at().isBefore(since))
        .toList();
  }

  private List<AuditExcerpt> audit(List<String> hosts) {
    AuditReading reading =
        new AuditReading(invocation, service, since, AUDIT_BYTES / (hosts.size() + 1));
    List<AuditExcerpt> excerpts = new ArrayList<>();
    excerpt(excerpts, reading, "coordinator", "");
    hosts.forEach(host -> excerpt(excerpts, reading, "agent " + host, host));
    return excerpts;
  }

  /** A host that is down must not keep the others' evidence from anybody. */
  private void excerpt(
      List<AuditExcerpt> excerpts, AuditReading reading, String chain, String host) {
    try {
      excerpts.add(reading.read(chain, host));
    } catch (KeyparityException e) {
      notAsked.add("audit log of %s: %s".formatted(chain, e.operatorMessage()));
    }
  }
}
