package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.duty.InstallationDesk;
import dev.keyparity.coordinator.enablement.readiness.InstallationChecks;
import dev.keyparity.coordinator.enablement.readiness.Remark;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.proto.coordinator.v1.ExamineReply;
import dev.keyparity.proto.coordinator.v1.ExamineRequest;
import dev.keyparity.proto.coordinator.v1.Finding;
import java.util.Map;

/** What is wrong with the installation of a service: looked at now, nothing is changed. */
final class ExaminationCalls {
  private final Chair chair;
  private final InstallationDesk installations;
  private final OperatorAudit audit;
  private final String kmsUser;

  /**
   * @param kmsUser as whom this coordinator asks KMS hosts
   */
  ExaminationCalls(
      Chair chair, InstallationDesk installations, OperatorAudit audit, String kmsUser) {
    this.chair = chair;
    this.installations = installations;
    this.audit = audit;
    this.kmsUser = kmsUser;
  }

  ExamineReply examine(ExamineRequest request) {
    ServiceSpec spec = chair.service(request.getService());
    audit.wanted("examine", Map.of("service", spec.service()));
    WholeCommands commands = new WholeCommands(spec.service());
    ExamineReply.Builder reply = ExamineReply.newBuilder().addAllHosts(spec.hostNames());
    InstallationChecks.of(installations.look(spec, kmsUser)).stream()
        .map(remark -> message(remark, commands))
        .forEach(reply::addFindings);
    return reply.build();
  }

  private static Finding message(Remark remark, WholeCommands commands) {
    return Finding.newBuilder()
        .setCode(remark.code())
        .setHost(remark.host())
        .setWarning(remark.isWarning())
        .setMessage(remark.seen())
        .addAllWhatToDo(commands.in(remark.whatToDo()))
        .build();
  }
}
