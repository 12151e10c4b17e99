package dev.keyparity.cli.doctor;

import dev.keyparity.cli.doctor.Facts.LeaderTime;
import dev.keyparity.cli.doctor.Line.Finding;
import dev.keyparity.cli.doctor.Line.Well;
import dev.keyparity.cli.doctor.Look.Failed;
import dev.keyparity.cli.doctor.Look.NotTried;
import dev.keyparity.cli.doctor.Look.Seen;
import dev.keyparity.cli.invocation.Target;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.wording.InstallationFault;
import dev.keyparity.wording.Times;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is wrong between an operator and the coordinators. Pure. */
final class OperatorChecks {
  /** Beyond what a slow answer explains. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  private final Facts facts;
  private final List<Line> lines = new ArrayList<>();

  private OperatorChecks(Facts facts) {
    this.facts = facts;
  }

  static List<Line> of(Facts facts) {
    OperatorChecks checks = new OperatorChecks(facts);
    checks.check("context", facts.target(), OperatorChecks::target, checks::noContext);
    checks.check("certificate", facts.operator(), it -> "operator " + it, checks::certificate);
    checks.check("signing key", facts.signingKey(), OperatorChecks::signs, checks::signingKey);
    facts.coordinators().forEach(checks::coordinator);
    checks.oneGroup();
    checks.leader();
    return List.copyOf(checks.lines);
  }

  private <T> void check(
      String what,
      Look<T> look,
      Function<T, String> words,
      Function<KeyparityException, Finding> judge) {
    if (look instanceof Seen<T> seen) {
      lines.add(new Well(what, words.apply(seen.value())));
    } else if (look instanceof Failed<T> failed) {
      lines.add(judge.apply(failed.reason()));
    }
  }

  private static String target(Target target) {
    return "TLS files in %s; %s"
        .formatted(
            target.tlsDirectory(),
            target.coordinators().stream()
                .map(HostPort::toString)
                .collect(Collectors.joining(", ")));
  }

  private static String signs(String publicKey) {
    return publicKey.isEmpty() ? "none: this person can look, not sign" : "public key " + publicKey;
  }

  private Finding noContext(KeyparityException reason) {
    return Finding.of(
        InstallationFault.NO_CONTEXT, "context", reason.operatorMessage(), advice(reason));
  }

  private Finding certificate(KeyparityException reason) {
    InstallationFault fault =
        reason.code() == ErrorCode.TLS_EXPIRED
            ? InstallationFault.OWN_CERTIFICATE_EXPIRED
            : InstallationFault.OWN_CERTIFICATE;
    return Finding.of(
        fault,
        "certificate",
        reason.operatorMessage(),
        advice(reason, "keyparity pki issue operator NAME --dir CA --out " + tlsDirectory()));
  }

  private Path tlsDirectory() {
    return facts.target() instanceof Seen<Target> seen
        ? seen.value().tlsDirectory()
        : Path.of("DIR");
  }

  private Finding signingKey(KeyparityException reason) {
    return Finding.of(
        InstallationFault.SIGNING_KEY, "signing key", reason.operatorMessage(), advice(reason));
  }

  private void coordinator(Facts.Coordinator coordinator) {
    check(
        "coordinator " + coordinator.address(),
        coordinator.says(),
        OperatorChecks::says,
        reason -> unusable(coordinator.address(), reason));
  }

  private static String says(LeaderReply reply) {
    return reply.getCoordinator().isEmpty()
        ? "answers; knows no leader"
        : "answers; says that %s leads (epoch %d)"
            .formatted(reply.getCoordinator(), reply.getEpoch());
  }

  private static Finding unusable(HostPort address, KeyparityException reason) {
    String what = "coordinator " + address;
    String seen = withoutPrefix(reason.operatorMessage(), what + ": ");
    return switch (reason.code()) {
      case TLS_UNTRUSTED, TLS_WRONG_ROLE, TLS_EXPIRED ->
          Finding.of(
              InstallationFault.COORDINATOR_CERTIFICATE,
              what,
              seen,
              advice(
                  reason,
                  "openssl s_client -connect %s </dev/null | openssl x509 -noout -text   shows what"
                          .formatted(address)
                      + " it presents",
                  "keyparity pki issue coordinator NAME --host %s --dir CA --out DIR"
                      .formatted(address.host())));
      case ZOOKEEPER_UNAVAILABLE ->
          Finding.of(InstallationFault.ZOOKEEPER_UNREACHABLE, what, seen, zooKeeper(reason));
      default ->
          Finding.of(
              InstallationFault.COORDINATOR_UNREACHABLE,
              what,
              seen,
              advice(
                  reason,
                  "systemctl status keyparity-coordinator   on %s says whether it runs"
                      .formatted(address.host()),
                  "ss -ltn 'sport = :%d'   there says where it listens; 127.0.0.1 is not enough"
                      .formatted(address.port()),
                  "nc -vz %s %d   tells a closed port from one that a firewall drops"
                      .formatted(address.host(), address.port())));
    };
  }

  private static List<String> zooKeeper(KeyparityException reason) {
    return advice(
        reason,
        "echo srvr | nc ZOOKEEPER 2181   on the coordinator's host, for each server of zookeeper:"
            + " in coordinator.yaml",
        "journalctl -u keyparity-coordinator   says whether the address, the account or the"
            + " quorum is what fails");
  }

  private static String withoutPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  /** Coordinators of one group name one leader for each epoch; else they elect apart. */
  private void oneGroup() {
    Map<String, List<String>> byLeader = new TreeMap<>();
    for (Facts.Coordinator coordinator : facts.coordinators()) {
      if (coordinator.says() instanceof Seen<LeaderReply> seen
          && !seen.value().getCoordinator().isEmpty()) {
        byLeader
            .computeIfAbsent(seen.value().getAddress(), leader -> new ArrayList<>())
            .add(coordinator.address().toString());
      }
    }
    if (byLeader.size() > 1) {
      String seen =
          byLeader.entrySet().stream()
              .map(
                  it -> "%s leads, say %s".formatted(it.getKey(), String.join(", ", it.getValue())))
              .collect(Collectors.joining("; "));
      lines.add(
          Finding.of(
              InstallationFault.TWO_LEADERS,
              "group",
              seen,
              "make group: and zookeeper: the same in coordinator.yaml of all of them, then:"
                  + " systemctl restart keyparity-coordinator",
              "during an election both answers are right for a moment, so ask again: keyparity"
                  + " leader show"));
    }
  }

  private void leader() {
    Look<LeaderTime> look = facts.leader();
    if (look instanceof Seen<LeaderTime> seen) {
      lines.add(clocks(seen.value()));
    } else if (look instanceof Failed<LeaderTime> failed) {
      boolean told =
          failed.reason().code() != ErrorCode.NO_LEADER
              && lines.stream().anyMatch(line -> line instanceof Finding);
      if (!told) {
        lines.add(noLeader(failed.reason()));
      }
    } else if (!(look instanceof NotTried<LeaderTime>)) {
      throw new IllegalStateException("look: " + look);
    }
  }

  private static Finding noLeader(KeyparityException reason) {
    return Finding.of(
        InstallationFault.NO_LEADER, "leader", reason.operatorMessage(), zooKeeper(reason));
  }

  private static Line clocks(LeaderTime time) {
    Duration apart = Duration.between(time.theirs(), time.ours());
    if (apart.abs().compareTo(SKEW) <= 0) {
      return new Well("leader", "answers; clocks agree");
    }
    return Finding.of(
        InstallationFault.OWN_CLOCK,
        "leader",
        "answers, and its clock and ours are %s apart; ours is %s"
            .formatted(Times.age(apart.abs()), apart.isNegative() ? "behind" : "ahead"),
        "chronyc tracking   here and on the leader's host says which of the two is wrong",
        "timedatectl set-ntp true   lets it follow a time server");
  }

  /** What the failure itself advises, and then ours. */
  private static List<String> advice(KeyparityException reason, String... more) {
    List<String> all = new ArrayList<>();
    reason.whatToDo().lines().filter(line -> !line.isBlank()).forEach(all::add);
    all.addAll(List.of(more));
    return all;
  }
}
