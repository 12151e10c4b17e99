package dev.keyparity.cli.status;

import dev.keyparity.cli.change.OpenChanges;
import dev.keyparity.cli.console.Document;
import dev.keyparity.proto.coordinator.v1.BackupStatus;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.MatrixStatus;
import dev.keyparity.proto.coordinator.v1.Paused;
import dev.keyparity.proto.coordinator.v1.Policy;
import dev.keyparity.proto.coordinator.v1.RunStatus;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import dev.keyparity.proto.coordinator.v1.SurveyStatus;
import dev.keyparity.wording.Times;

/** A status as {@code keyparity.status/1}, the document that programs read. */
final class StatusDocument {
  static final String SCHEMA = "keyparity.status/1";

  private StatusDocument() {}

  static Document of(StatusReply status) {
    return Document.schema(SCHEMA)
        .put("as_of", Times.ofMillis(status.getAsOfMs()))
        .put("leader", leader(status))
        .put("services", Document.items(status.getServicesList(), StatusDocument::service))
        .build();
  }

  private static Document leader(StatusReply status) {
    return Document.fields()
        .put("coordinator", status.getLeader())
        .put("epoch", status.getEpoch())
        .build();
  }

  private static Document service(ServiceStatus service) {
    return Document.fields()
        .put("service", service.getService())
        .put("in_parity", service.getInParity())
        .put("approved", Document.texts(service.getApprovedList()))
        .put("hosts", Document.items(service.getHostsList(), StatusDocument::host))
        .put("matrix", service.hasMatrix() ? matrix(service.getMatrix()) : Document.NOTHING)
        .put("survey", service.hasSurvey() ? survey(service.getSurvey()) : Document.NOTHING)
        .put("run", service.hasRun() ? run(service.getRun()) : Document.NOTHING)
        .put("paused", service.hasPaused() ? paused(service.getPaused()) : Document.NOTHING)
        .put("policy", service.hasPolicy() ? policy(service.getPolicy()) : Document.NOTHING)
        .put("changes", Document.items(service.getChangesList(), OpenChanges::document))
        .build();
  }

  private static Document host(HostStatus host) {
    boolean reported = host.getReportAgeMs() >= 0;
    return Document.fields()
        .put("host", host.getHost())
        .put("verdict", host.getVerdict().isEmpty() ? null : host.getVerdict())
        .put("reason", host.getReason())
        .put(
            "report_age_ms",
            reported ? new Document.Whole(host.getReportAgeMs()) : Document.NOTHING)
        .put("kms", host.getKms())
        .put("gate", host.getGate())
        .put("backup", host.hasBackup() ? backup(host.getBackup()) : Document.NOTHING)
        .build();
  }

  private static Document backup(BackupStatus backup) {
    return Document.fields()
        .put("at", Times.ofMillis(backup.getAtMs()))
        .put("verified", backup.getVerified())
        .put("copies", backup.getCopies())
        .build();
  }

  private static Document matrix(MatrixStatus matrix) {
    return Document.fields()
        .put("pairs", matrix.getPairs())
        .put("ok", matrix.getOk())
        .put("at", Times.ofMillis(matrix.getAtMs()))
        .build();
  }

  private static Document survey(SurveyStatus survey) {
    return Document.fields()
        .put("versions", survey.getVersions())
        .put("given_up", survey.getGivenUp())
        .put("opened_by_all", survey.getOpenedByAll())
        .put("at", Times.ofMillis(survey.getAtMs()))
        .build();
  }

  private static Document run(RunStatus run) {
    return Document.fields()
        .put("id", run.getId())
        .put("step", run.getStep())
        .put("state", run.getState())
        .build();
  }

  private static Document policy(Policy policy) {
    boolean allowed = !policy.getAllowedBy().isEmpty();
    return Document.fields()
        .put("on_drift", policy.getOnDrift())
        .put("allowed_by", allowed ? policy.getAllowedBy() : null)
        .put("allowed_until", allowed ? Times.ofMillis(policy.getAllowedUntilMs()) : null)
        .put("outdated", policy.getIsOutdated())
        .build();
  }

  private static Document paused(Paused paused) {
    return Document.fields()
        .put("reason", paused.getReason())
        .put("by", paused.getBy())
        .put("since", Times.ofMillis(paused.getSinceMs()))
        .build();
  }
}
