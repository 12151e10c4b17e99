package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.BackupCopies;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.ListBackupsReply;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.VerifyBackupRequest;
import dev.keyparity.proto.coordinator.v1.BackupsReply;
import dev.keyparity.proto.coordinator.v1.CreateBackupRequest;
import dev.keyparity.proto.coordinator.v1.ListBackupsRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Backups outside of runs: made, listed, verified on all hosts side by side. A host that fails is
 * named among the errors and costs no other's backup.
 */
final class BackupCalls {
  private static final Duration READ = Duration.ofSeconds(10);
  private static final Duration NOTE = Duration.ofSeconds(30);

  /** A copy goes to the next host in time for the operator's own patience of five minutes. */
  private static final Duration COPY = Duration.ofMinutes(1);

  /** Everything is written, or read back, and compared. */
  private static final Duration WHOLE = Duration.ofMinutes(2);

  private static final int ORDER_BYTES = 6;

  private final Chair chair;
  private final AgentCalls agents;
  private final BackupCopies copies;
  private final OperatorAudit audit;
  private final RandomGenerator random;

  BackupCalls(Chair chair, Desk desk) {
    this.chair = chair;
    this.agents = desk.agents();
    this.copies = new BackupCopies(desk.agents());
    this.audit = desk.audit();
    this.random = desk.random();
  }

  /** What backups are made with. */
  record Desk(AgentCalls agents, OperatorAudit audit, RandomGenerator random) {}

  /**
   * One operator's wish, in the place of a run: an agent derives the request id of every effect
   * from a run, and answers the same id with the same receipt. So each wish has an id of its own,
   * or the second backup ever asked for would be answered with the first; and one that no run can
   * have, so that nobody looks for a run that never was.
   */
  private record Order(ServiceSpec spec, FencingToken token, String id, String operator) {
    AgentCall read(String host, Duration deadline) {
      return AgentCall.read(token, spec.service(), host, deadline);
    }

    AgentCall act(String host, String act, Duration deadline) {
      return AgentCall.act(
          token,
          new AgentCall.Place(spec.service(), id, StepIds.BACKUP.value()),
          host,
          act,
          1,
          deadline);
    }
  }

  /**
   * @param problem why it is not on another host as well; empty if it is
   */
  private record Made(Backup backup, String problem) {}

  BackupsReply create(CreateBackupRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    List<String> hosts = hosts(spec, request.getHost());
    Order order = new Order(spec, chair.token(), drawOrder(), PeerAuthorization.caller().name());
    audit.wanted(
        "backup-create",
        Map.of("service", spec.service(), "hosts", String.join(",", hosts), "order", order.id()));
    BackupsReply.Builder reply = BackupsReply.newBuilder();
    for (HostRounds.Answer<Made> answer : HostRounds.ask(hosts, host -> backUp(order, host))) {
      answer.value().map(Made::backup).ifPresent(reply::addBackups);
      answer
          .value()
          .filter(made -> !made.problem().isEmpty())
          .ifPresent(made -> reply.addErrors(answer.host() + ": " + made.problem()));
      answer.error().ifPresent(reply::addErrors);
    }
    return reply.build();
  }

  private String drawOrder() {
    byte[] drawn = new byte[ORDER_BYTES];
    random.nextBytes(drawn);
    return "operator-" + HexFormat.of().formatHex(drawn);
  }

  private CompletableFuture<Made> backUp(Order order, String host) {
    BackupRequest request =
        BackupRequest.newBuilder().setReason("asked for by " + order.operator()).build();
    return agents
        .backup(order.act(host, Acts.BACKUP, WHOLE), request)
        .thenApply(reply -> verified(order.spec(), host, reply))
        .thenCompose(
            backup -> copy(order, backup, order.spec().othersAfter(host), new ArrayList<>()));
  }

  private static Backup verified(ServiceSpec spec, String host, BackupReply reply) {
    Receipt receipt = reply.getReply().getReceipt();
    if (!reply.hasBackup()) {
      throw new KeyparityException(
          receipt.getOutcome() == Receipt.Outcome.INDETERMINATE
              ? ErrorCode.INDETERMINATE
              : ErrorCode.BACKUP_MISSING,
          "no backup was made: " + receipt.getSummary(),
          receipt.getFactsOrDefault(Acts.WHAT_TO_DO, "see the agent's log on " + host));
    }
    if (!reply.getBackup().getVerified()) {
      throw unverified(host, reply.getBackup());
    }
    return ofHost(spec, host, reply.getBackup());
  }

  private static KeyparityException unverified(String host, Backup backup) {
    return new KeyparityException(
        ErrorCode.BACKUP_UNVERIFIED,
        "backup %s was not read back and compared".formatted(backup.getId()),
        "see the agent's log on " + host);
  }

  /** A backup counts for the host whose key file is in it, whoever hands it out. */
  private static Backup ofHost(ServiceSpec spec, String host, Backup backup) {
    if (!backup.getHost().equals(host) || !backup.getService().equals(spec.service())) {
      throw notOurs(
          host,
          "backup %s of %s on %s (expected: of %s on %s)"
              .formatted(
                  backup.getId(), backup.getService(), backup.getHost(), spec.service(), host));
    }
    return backup;
  }

  private static KeyparityException notOurs(String host, String found) {
    return new KeyparityException(
        ErrorCode.SIGNATURE_INVALID,
        "the agent answers with " + found,
        "look at the agent's log and audit on %s before anything else".formatted(host));
  }

  /** The next host keeps it; if that one does not, the one after it. */
  private CompletableFuture<Made> copy(
      Order order, Backup backup, List<String> keepers, List<String> failures) {
    if (keepers.isEmpty()) {
      String why =
          failures.isEmpty() ? "the service has no other host" : String.join("; ", failures);
      return CompletableFuture.completedFuture(
          new Made(backup, "backup %s is on no other host: %s".formatted(backup.getId(), why)));
    }
    String keeper = keepers.get(0);
    return copies
        .run(errand(order, backup, keeper))
        .handle((outcome, failure) -> tried(backup, keeper, outcome, failure))
        .thenCompose(
            made -> {
              if (made.problem().isEmpty()) {
                return CompletableFuture.completedFuture(made);
              }
              failures.add(made.problem());
              return copy(order, backup, keepers.subList(1, keepers.size()), failures);
            });
  }

  private static Made tried(
      Backup backup,
      String keeper,
      BackupCopies.@Nullable Outcome outcome,
      @Nullable Throwable failure) {
    if (outcome != null && outcome.isDone()) {
      return new Made(backup.toBuilder().addCopyReceipts(outcome.copyReceipt()).build(), "");
    }
    String why =
        outcome != null
            ? outcome.receipt().getSummary()
            : HostRounds.named(Objects.requireNonNull(failure)).operatorMessage();
    return new Made(backup, keeper + ": " + why);
  }

  private static BackupCopies.Errand errand(Order order, Backup backup, String keeper) {
    String owner = backup.getHost();
    return new BackupCopies.Errand(
        backup.getId(),
        order.read(owner, COPY),
        order.act(keeper, "copy-of-" + owner, COPY),
        order.act(owner, "note-copy-on-" + keeper, NOTE));
  }

  /** Newest first; without their manifests, which are as long as the lists of files inside. */
  BackupsReply list(ListBackupsRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    FencingToken token = chair.token();
    List<Backup> all = new ArrayList<>();
    BackupsReply.Builder reply = BackupsReply.newBuilder();
    for (HostRounds.Answer<ListBackupsReply> answer :
        HostRounds.ask(spec.hostNames(), host -> listOf(token, spec, host))) {
      answer.value().ifPresent(list -> all.addAll(list.getBackupsList()));
      answer.error().ifPresent(reply::addErrors);
    }
    all.sort(
        Comparator.comparingLong(Backup::getAtMs)
            .reversed()
            .thenComparing(Backup::getHost)
            .thenComparing(Backup::getId));
    all.forEach(backup -> reply.addBackups(backup.toBuilder().clearManifest()));
    return reply.build();
  }

  private CompletableFuture<ListBackupsReply> listOf(
      FencingToken token, ServiceSpec spec, String host) {
    return agents
        .listBackups(
            AgentCall.read(token, spec.service(), host, READ),
            dev.keyparity.proto.agent.v1.ListBackupsRequest.getDefaultInstance())
        .thenApply(
            list -> {
              list.getBackupsList().forEach(backup -> ofHost(spec, host, backup));
              return list;
            });
  }

  /** Without a host, the newest of every host. */
  BackupsReply verify(dev.keyparity.proto.coordinator.v1.VerifyBackupRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    FencingToken token = chair.token();
    if (request.getHost().isEmpty() && !request.getBackupId().isEmpty()) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "host: none (expected: the one that made backup %s)".formatted(request.getBackupId()),
          "keyparity backup list " + spec.service());
    }
    List<String> hosts = hosts(spec, request.getHost());
    BackupsReply.Builder reply = BackupsReply.newBuilder();
    for (HostRounds.Answer<Backup> answer :
        HostRounds.ask(hosts, host -> verifyOn(token, spec, host, request.getBackupId()))) {
      if (!request.getBackupId().isEmpty() && isWrongId(answer)) {
        throw answer.failure().orElseThrow();
      }
      answer.value().ifPresent(reply::addBackups);
      answer.error().ifPresent(reply::addErrors);
    }
    return reply.build();
  }

  /** Not a failure of the host: nothing was verified, since what was asked for is not there. */
  private static boolean isWrongId(HostRounds.Answer<Backup> answer) {
    return answer.failure().filter(it -> it.code() == ErrorCode.NO_SUCH_BACKUP).isPresent();
  }

  private CompletableFuture<Backup> verifyOn(
      FencingToken token, ServiceSpec spec, String host, String id) {
    CompletableFuture<String> which =
        id.isEmpty()
            ? listOf(token, spec, host).thenApply(list -> newest(spec, list))
            : CompletableFuture.completedFuture(id);
    return which.thenCompose(
        backup ->
            agents
                .verifyBackup(
                    AgentCall.read(token, spec.service(), host, WHOLE),
                    VerifyBackupRequest.newBuilder().setBackupId(backup).build())
                .thenApply(reply -> readBack(spec, host, backup, reply.getBackup())));
  }

  private static Backup readBack(ServiceSpec spec, String host, String wanted, Backup backup) {
    if (!backup.getId().equals(wanted)) {
      throw notOurs(host, "backup %s (expected: %s)".formatted(backup.getId(), wanted));
    }
    if (!backup.getVerified()) {
      throw unverified(host, backup);
    }
    return ofHost(spec, host, backup);
  }

  private static String newest(ServiceSpec spec, ListBackupsReply list) {
    return list.getBackupsList().stream()
        .max(Comparator.comparingLong(Backup::getAtMs))
        .map(Backup::getId)
        .orElseThrow(
            () ->
                new KeyparityException(
                    ErrorCode.NO_SUCH_BACKUP,
                    "backup: none yet (expected: at least one)",
                    "keyparity backup create " + spec.service()));
  }

  private static List<String> hosts(ServiceSpec spec, String host) {
    if (host.isEmpty()) {
      return spec.hostNames();
    }
    if (spec.host(host).isEmpty()) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_HOST,
          "host: %s (expected: one of %s)".formatted(host, String.join(", ", spec.hostNames())),
          "keyparity service show " + spec.service());
    }
    return List.of(host);
  }
}
