package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.duty.RunDesk;
import dev.keyparity.coordinator.inventory.ServiceChanges;
import dev.keyparity.coordinator.inventory.ServiceFile;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.config.SettingType;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.proto.coordinator.v1.ApplyServiceReply;
import dev.keyparity.proto.coordinator.v1.ApplyServiceRequest;
import dev.keyparity.proto.coordinator.v1.ListServicesReply;
import dev.keyparity.proto.coordinator.v1.RetireServiceReply;
import dev.keyparity.proto.coordinator.v1.RetireServiceRequest;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Declaring services. */
final class ServiceCalls {
  private static final Logger log = LoggerFactory.getLogger(ServiceCalls.class);
  private static final int LARGEST = 256 << 10;
  private static final Duration TAKING_UP = Duration.ofSeconds(5);

  private final Chair chair;
  private final RecordStore records;
  private final RunDesk runs;
  private final Inventory inventory;
  private final AwaitedReports reports;
  private final OperatorAudit audit;
  private final Clock clock;

  ServiceCalls(Chair chair, Desk desk) {
    this.chair = chair;
    this.records = desk.records();
    this.runs = desk.runs();
    this.inventory = desk.inventory();
    this.reports = desk.reports();
    this.audit = desk.audit();
    this.clock = desk.clock();
  }

  /** What declaring works on. */
  record Desk(
      RecordStore records,
      RunDesk runs,
      Inventory inventory,
      AwaitedReports reports,
      OperatorAudit audit,
      Clock clock) {}

  /** Nobody must believe that something is enforced which is not. */
  private static void requireBuilt(ServiceSpec spec) {
    if (spec.mode() != ServiceSpec.Mode.STANDALONE) {
      throw notBuilt("mode", spec.mode(), ServiceSpec.Mode.STANDALONE);
    }
    if (spec.policy().onDrift() == ServiceSpec.OnDrift.QUARANTINE) {
      throw notBuilt("policy.on_drift", spec.policy().onDrift(), ServiceSpec.OnDrift.ALERT);
    }
  }

  private static KeyparityException notBuilt(String setting, Enum<?> given, Enum<?> built) {
    return new KeyparityException(
        ErrorCode.USAGE,
        "%s: %s is not built yet (expected: %s)"
            .formatted(setting, SettingType.textOf(given), SettingType.textOf(built)),
        "set it to %s in the service file".formatted(SettingType.textOf(built)));
  }

  ApplyServiceReply apply(ApplyServiceRequest request) {
    FencingToken token = chair.token();
    byte[] text = request.getServiceFile().toByteArray();
    if (text.length > LARGEST) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "service file: %d bytes (expected: at most %d)".formatted(text.length, LARGEST));
    }
    ServiceSpec spec = ServiceFile.parse("service file", text);
    requireBuilt(spec);
    String service = spec.service();
    Optional<StoredRecord> stored = records.read(key(service));
    Optional<ServiceRecord> before = stored.map(it -> ServiceRecord.parse(it.value()));
    ServiceRecord after =
        new ServiceRecord(
            new String(text, StandardCharsets.UTF_8),
            PeerAuthorization.caller().name(),
            clock.instant());
    List<String> changes = changes(before, after, service, spec);
    int version = stored.map(StoredRecord::version).orElse(-1);
    ApplyServiceReply.Builder reply =
        ApplyServiceReply.newBuilder()
            .setService(service)
            .setChanged(!changes.isEmpty())
            .addAllChanges(changes);
    if (changes.isEmpty() || request.getDryRun()) {
      return reply.setVersion(version + 1).build();
    }
    refuseDuringRun(service, "change");
    audit.wanted(
        "service-apply", Map.of("service", service, "changes", String.join("\n", changes)));
    int written = records.write(token, RecordWrite.put(key(service), stored, after.encode()));
    awaitTakenUp(service);
    reports.await(spec);
    return reply.setVersion(written + 1).build();
  }

  private static List<String> changes(
      Optional<ServiceRecord> before, ServiceRecord after, String service, ServiceSpec spec) {
    if (before.map(ServiceRecord::text).equals(Optional.of(after.text()))) {
      return List.of();
    }
    List<String> changes = ServiceChanges.between(before.map(it -> it.spec(service)), spec);
    return changes.isEmpty() ? List.of("comments and layout of the file only") : changes;
  }

  ListServicesReply list() {
    chair.token();
    ListServicesReply.Builder reply = ListServicesReply.newBuilder();
    for (String service : records.services().stream().sorted().toList()) {
      records.read(key(service)).map(it -> entry(service, it)).ifPresent(reply::addServices);
    }
    return reply.build();
  }

  private static ServiceEntry entry(String service, StoredRecord stored) {
    ServiceRecord record = ServiceRecord.parse(stored.value());
    ServiceSpec spec = record.spec(service);
    return ServiceEntry.newBuilder()
        .setService(service)
        .setProfile(spec.profile())
        .setMode(SettingType.textOf(spec.mode()))
        .addAllHosts(spec.hostNames())
        .setServiceFile(ByteString.copyFrom(record.text(), StandardCharsets.UTF_8))
        .setVersion(stored.version() + 1)
        .build();
  }

  RetireServiceReply retire(RetireServiceRequest request) {
    FencingToken token = chair.token();
    String service = request.getService();
    boolean declared = RecordKey.isName(service) && records.read(key(service)).isPresent();
    if (!declared) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_SERVICE,
          "service: %s (expected: a declared one)".formatted(service),
          "keyparity service list");
    }
    if (request.getReason().isBlank()) {
      throw new KeyparityException(ErrorCode.USAGE, "reason: none (expected: why it is retired)");
    }
    refuseDuringRun(service, "retire");
    audit.wanted("service-retire", Map.of("service", service, "reason", request.getReason()));
    records.removeService(token, service);
    awaitTakenUp(service);
    return RetireServiceReply.getDefaultInstance();
  }

  /** A run was planned for the hosts as they were declared then. */
  private void refuseDuringRun(String service, String what) {
    Optional<RunJournal> open = runs.current(service).filter(run -> !run.state().isTerminal());
    if (open.isPresent()) {
      throw new KeyparityException(
          ErrorCode.RUN_ALREADY_OPEN,
          "%s %s: run %s is %s (expected: no open run)"
              .formatted(what, service, open.get().run(), open.get().state().text()),
          "let it end, or: keyparity run abort " + service + " --reason …");
    }
  }

  /** So that the next question finds what was just declared. */
  private void awaitTakenUp(String service) {
    try {
      inventory.changed().get(TAKING_UP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("{}: recorded, and not taken up yet", service, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RecordKey key(String service) {
    return RecordKey.of(RecordKey.Kind.SPEC, service);
  }
}
