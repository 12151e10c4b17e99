package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.duty.RunDesk;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.ListRunsReply;
import dev.keyparity.proto.coordinator.v1.ListRunsRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.StartRunRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Starting, seeing and steering runs. */
final class RunCalls {
  private final Chair chair;
  private final RunDesk runs;
  private final OperatorAudit audit;
  private final Clock clock;
  private final Terms terms;

  /**
   * @param group whose coordinators these are
   * @param told how long an abort waits for what the hosts say to it
   */
  record Terms(String group, Duration told) {}

  RunCalls(Chair chair, RunDesk runs, OperatorAudit audit, Clock clock, Terms terms) {
    this.chair = chair;
    this.runs = runs;
    this.audit = audit;
    this.clock = clock;
    this.terms = terms;
  }

  Run start(StartRunRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    audit.wanted("run-start", Map.of("service", request.getService(), "plan", request.getPlan()));
    return message(spec, runs.start(spec.service(), request.getPlan(), caller()));
  }

  ListRunsReply list(ListRunsRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    ListRunsReply.Builder reply = ListRunsReply.newBuilder();
    runs.list(spec.service()).forEach(run -> reply.addRuns(message(spec, run)));
    return reply.build();
  }

  Run get(GetRunRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    return message(spec, runs.require(spec.service(), request.getRun()));
  }

  Run pause(ChangeRunRequest request) {
    ServiceSpec spec = wanted("run-pause", request, true);
    return message(
        spec, runs.pause(spec.service(), request.getRun(), caller(), request.getReason()));
  }

  Run resume(ChangeRunRequest request) {
    ServiceSpec spec = wanted("run-resume", request, false);
    return message(
        spec, runs.resume(spec.service(), request.getRun(), caller(), request.getReason()));
  }

  /** The signed revocation goes into the audit log as it came, for whoever has the keys. */
  Run abort(ChangeRunRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    requireReason(request);
    if (!request.hasRevocation()) {
      throw new KeyparityException(
          ErrorCode.WARRANT_MISSING,
          "abort run %s: no revocation (expected: keyparity.revocation/1 of it, signed by you)"
              .formatted(request.getRun()),
          "nothing was aborted; use the command line of this coordinator's version");
    }
    SignedDocument revocation = WireDocuments.fromMessage(request.getRevocation());
    RunDesk.Abort abort =
        runs.reviewAbort(
            spec.service(), request.getRun(), caller(), request.getReason(), revocation);
    audit.wanted(
        "run-abort",
        Map.of(
            "service", spec.service(),
            "run", abort.run().value(),
            "reason", request.getReason(),
            "signed", new String(revocation.canonicalBytes(), StandardCharsets.UTF_8)));
    return message(spec, new ToldHosts(runs, terms.told()).abort(abort));
  }

  private static void requireReason(ChangeRunRequest request) {
    if (request.getReason().isBlank()) {
      throw new KeyparityException(
          ErrorCode.USAGE, "reason: none (expected: why, for those who find it so)");
    }
  }

  private ServiceSpec wanted(String event, ChangeRunRequest request, boolean needsReason) {
    ServiceSpec spec = chair.service(request.getService());
    if (needsReason) {
      requireReason(request);
    }
    audit.wanted(
        event,
        Map.of(
            "service", spec.service(),
            "run", request.getRun(),
            "reason", request.getReason()));
    return spec;
  }

  Run message(ServiceSpec spec, RunJournal journal) {
    return RunMessages.of(journal, spec, clock.instant()).toBuilder()
        .setGroup(terms.group())
        .build();
  }

  private static String caller() {
    return PeerAuthorization.caller().name();
  }
}
