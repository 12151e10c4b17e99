package dev.keyparity.cli.doctor;

import dev.keyparity.cli.doctor.Line.Finding;
import dev.keyparity.cli.doctor.Line.Well;
import dev.keyparity.cli.doctor.Look.Failed;
import dev.keyparity.cli.doctor.Look.Seen;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.ExamineReply;
import dev.keyparity.wording.Counted;
import dev.keyparity.wording.InstallationFault;
import dev.keyparity.wording.InstallationFault.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the leader found of services, as lines. Pure. A code that only a newer coordinator knows is
 * shown with what the coordinator says of it.
 */
final class ServiceLines {
  private final List<Line> lines = new ArrayList<>();

  private ServiceLines() {}

  static List<Line> of(Look<List<Facts.Examined>> services) {
    ServiceLines all = new ServiceLines();
    if (services instanceof Seen<List<Facts.Examined>> seen) {
      if (seen.value().isEmpty()) {
        all.lines.add(
            Finding.of(
                InstallationFault.NO_SERVICE,
                "services",
                "none is declared",
                "keyparity service apply -f FILE   declares one"));
      }
      seen.value().forEach(all::service);
    } else if (services instanceof Failed<List<Facts.Examined>> failed) {
      all.lines.add(unanswered("services", failed.reason()));
    }
    return List.copyOf(all.lines);
  }

  private void service(Facts.Examined examined) {
    if (examined.found() instanceof Seen<ExamineReply> seen) {
      found(examined.service(), seen.value());
    } else if (examined.found() instanceof Failed<ExamineReply> failed) {
      lines.add(unanswered("service " + examined.service(), failed.reason()));
    }
  }

  private static Finding unanswered(String what, KeyparityException reason) {
    InstallationFault fault =
        reason.code() == ErrorCode.NO_SUCH_SERVICE
            ? InstallationFault.NO_SERVICE
            : InstallationFault.NOT_EXAMINED;
    List<String> whatToDo = new ArrayList<>();
    reason.whatToDo().lines().filter(line -> !line.isBlank()).forEach(whatToDo::add);
    whatToDo.add(
        fault == InstallationFault.NO_SERVICE
            ? "keyparity service list"
            : "journalctl -u keyparity-coordinator -n 50   on the leader's host has more");
    return Finding.of(fault, what, reason.operatorMessage(), whatToDo.stream().distinct().toList());
  }

  private void found(String service, ExamineReply reply) {
    lines.add(
        new Well(
            "service " + service,
            "%s looked at: %s"
                .formatted(
                    Counted.of(reply.getHostsCount(), "host"),
                    reply.getFindingsCount() == 0
                        ? "nothing is wrong"
                        : Counted.of(reply.getFindingsCount(), "remark"))));
    for (String host : reply.getHostsList()) {
      boolean isWell =
          reply.getFindingsList().stream().noneMatch(found -> found.getHost().equals(host));
      if (isWell) {
        lines.add(new Well(service + " " + host, "nothing is wrong there"));
      } else {
        findings(service, host, reply);
      }
    }
    findings(service, "", reply);
  }

  private void findings(String service, String host, ExamineReply reply) {
    reply.getFindingsList().stream()
        .filter(found -> found.getHost().equals(host))
        .map(found -> finding(host.isEmpty() ? service : service + " " + host, found))
        .forEach(lines::add);
  }

  private static Finding finding(String what, dev.keyparity.proto.coordinator.v1.Finding found) {
    Optional<InstallationFault> known = InstallationFault.ofCode(found.getCode());
    return new Finding(
        found.getCode(),
        found.getWarning()
            ? Sort.WARNING
            : known
                .map(InstallationFault::sort)
                .filter(sort -> sort != Sort.WARNING)
                .orElse(Sort.BLOCKED),
        what,
        found.getMessage(),
        known
            .map(InstallationFault::meaning)
            .orElse("this command is older than the coordinator and does not know more of it"),
        found.getWhatToDoList());
  }
}
