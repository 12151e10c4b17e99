package dev.keyparity.coordinator.admin;

import com.google.protobuf.ByteString;
import dev.keyparity.coordinator.duty.PlanDesk;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.config.SettingType;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.ApprovePlanRequest;
import dev.keyparity.proto.coordinator.v1.GetPlanRequest;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Making, showing and approving plans. */
final class PlanCalls {
  private final Chair chair;
  private final PlanDesk plans;
  private final AwaitedReports reports;
  private final OperatorAudit audit;

  PlanCalls(Chair chair, PlanDesk plans, AwaitedReports reports, OperatorAudit audit) {
    this.chair = chair;
    this.plans = plans;
    this.reports = reports;
    this.audit = audit;
  }

  Plan make(MakePlanRequest request) {
    reports.await(chair.service(request.getService()));
    PlanRequest wanted = request(request);
    audit.wanted(
        "plan-make",
        Map.of(
            "service", wanted.service(), "kind", wanted.kind().text(), "ticket", wanted.ticket()));
    return message(plans.make(wanted, request.getRun()));
  }

  Plan get(GetPlanRequest request) {
    chair.service(request.getService());
    return message(plans.require(request.getService(), request.getId()));
  }

  Plan approve(ApprovePlanRequest request) {
    chair.service(request.getService());
    audit.wanted("plan-approve", Map.of("service", request.getService(), "plan", request.getId()));
    return message(
        plans.approve(
            request.getService(),
            request.getId(),
            request.hasWarrant()
                ? Optional.of(WireDocuments.fromMessage(request.getWarrant()))
                : Optional.empty(),
            request.hasStatement()
                ? Optional.of(WireDocuments.fromMessage(request.getStatement()))
                : Optional.empty()));
  }

  private static PlanRequest request(MakePlanRequest request) {
    try {
      return new PlanRequest(
          kind(request.getKind()),
          request.getService(),
          request.getReference(),
          request.getTransfer(),
          request.getHoldBeforeList().stream().map(StepId::new).toList(),
          request.getTicket(),
          request.getHost(),
          request.getWithoutList(),
          request.getKeep(),
          new TreeMap<>(request.getGiveWayMap()),
          request.getOverlap(),
          validity(request.getExpiresIn()),
          PeerAuthorization.caller().name());
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(
          ErrorCode.USAGE, "plan: " + e.getMessage(), "keyparity plan --help", e);
    }
  }

  private static PlanKind kind(MakePlanRequest.Kind kind) {
    return switch (kind) {
      case ENABLE -> PlanKind.ENABLE;
      case ADOPT -> PlanKind.ADOPT;
      case ACCEPT -> PlanKind.ACCEPT;
      case REPAIR -> PlanKind.REPAIR;
      case GIVE_WAY -> PlanKind.GIVE_WAY;
      case ADD_HOST -> PlanKind.ADD_HOST;
      case REMOVE_HOST -> PlanKind.REMOVE_HOST;
      case KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "kind: %s (expected: enable, adopt, accept, repair, add-host, remove-host or give-way)"
                  .formatted(kind));
    };
  }

  private static Duration validity(String text) {
    return text.isEmpty()
        ? PlanRequest.DEFAULT_VALIDITY
        : SettingType.durationOf(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expires in: %s (expected: a duration as in 24h)".formatted(text)));
  }

  private static Plan message(PlanRecord record) {
    Plan.Builder plan =
        Plan.newBuilder()
            .setId(record.plan().id())
            .setPayload(ByteString.copyFrom(record.plan().payload()))
            .setDigest(record.plan().digest())
            .setApprovalsNeeded(record.approvalsNeeded())
            .setApprovalsGiven(record.approvalsGiven());
    record
        .warrant()
        .ifPresent(
            warrant ->
                plan.setWarrantDraft(draft(warrant)).setWarrant(WireDocuments.toMessage(warrant)));
    record
        .statement()
        .ifPresent(
            statement ->
                plan.setStatementDraft(draft(statement))
                    .setStatement(WireDocuments.toMessage(statement)));
    return plan.build();
  }

  private static ByteString draft(SignedDocument document) {
    return ByteString.copyFrom(document.payload());
  }
}
