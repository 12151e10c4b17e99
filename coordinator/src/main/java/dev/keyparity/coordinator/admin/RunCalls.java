package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.duty.RunDesk;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.ListRunsReply;
import dev.keyparity.proto.coordinator.v1.ListRunsRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.StartRunRequest;
import java.time.Clock;
import java.util.Map;

/** Starting, seeing and steering runs. */
final class RunCalls {
  private final Chair chair;
  private final RunDesk runs;
  private final OperatorAudit audit;
  private final Clock clock;

  RunCalls(Chair chair, RunDesk runs, OperatorAudit audit, Clock clock) {
    this.chair = chair;
    this.runs = runs;
    this.audit = audit;
    this.clock = clock;
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

  Run abort(ChangeRunRequest request) {
    ServiceSpec spec = wanted("run-abort", request, true);
    return message(
        spec, runs.abort(spec.service(), request.getRun(), caller(), request.getReason()));
  }

  private ServiceSpec wanted(String event, ChangeRunRequest request, boolean needsReason) {
    ServiceSpec spec = chair.service(request.getService());
    if (needsReason && request.getReason().isBlank()) {
      throw new KeyparityException(
          ErrorCode.USAGE, "reason: none (expected: why, for those who find it so)");
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
    return RunMessages.of(journal, spec.probeKey(), clock.instant());
  }

  private static String caller() {
    return PeerAuthorization.caller().name();
  }
}
