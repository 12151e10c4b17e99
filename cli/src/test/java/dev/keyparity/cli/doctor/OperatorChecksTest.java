package dev.keyparity.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.doctor.Facts.LeaderTime;
import dev.keyparity.cli.doctor.Line.Finding;
import dev.keyparity.cli.invocation.Target;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorChecksTest {
  private static final HostPort COORD1 = new HostPort("coord1", 7418);
  private static final HostPort COORD2 = new HostPort("coord2", 7418);

  private Look<Target> target =
      new Look.Seen<>(new Target(List.of(COORD1, COORD2), Path.of("/home/alice/tls")));
  private Look<String> operator = new Look.Seen<>("alice");
  private Look<String> signingKey = new Look.Seen<>("");
  private final Map<HostPort, Look<LeaderReply>> coordinators =
      new java.util.TreeMap<>(java.util.Comparator.comparing(HostPort::toString));
  private Look<LeaderTime> leader = new Look.Seen<>(new LeaderTime(TestCli.NOW, TestCli.NOW));

  OperatorChecksTest() {
    coordinators.put(COORD1, says("coord1"));
    coordinators.put(COORD2, says("coord1"));
  }

  private static Look<LeaderReply> says(String who) {
    return new Look.Seen<>(
        LeaderReply.newBuilder().setCoordinator(who).setAddress(who + ":7418").setEpoch(7).build());
  }

  private static <T> Look<T> failed(ErrorCode code, String message) {
    return new Look.Failed<>(new KeyparityException(code, message));
  }

  private List<Finding> findings() {
    List<Facts.Coordinator> all = new ArrayList<>();
    coordinators.forEach((address, says) -> all.add(new Facts.Coordinator(address, says)));
    return OperatorChecks.of(
            new Facts(target, operator, signingKey, all, leader, new Look.NotTried<>()))
        .stream()
        .filter(Finding.class::isInstance)
        .map(Finding.class::cast)
        .toList();
  }

  private Finding only(String code) {
    List<Finding> findings = findings();
    assertThat(findings).extracting(Finding::code).containsExactly(code);
    assertThat(findings.get(0).whatToDo()).as("what to do").isNotEmpty();
    return findings.get(0);
  }

  @Test
  void everythingInOrder_nothingIsFound() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void contextMissing_isNoContextAndNothingElseIsTold() {
    target =
        new Look.Failed<>(
            new KeyparityException(
                ErrorCode.CONFIG_INVALID, "coordinator: not given", "write one into cli.yaml"));
    operator = new Look.NotTried<>();
    signingKey = new Look.NotTried<>();
    coordinators.clear();
    leader = new Look.NotTried<>();

    assertThat(only("no-context").seen()).isEqualTo("coordinator: not given");
  }

  private void withoutCertificate(ErrorCode code, String message) {
    operator = failed(code, message);
    coordinators.clear();
    leader = new Look.NotTried<>();
  }

  @Test
  void ownCertificateIsAnAgents_isOwnCertificateWithTheCommandThatMakesOne() {
    withoutCertificate(ErrorCode.TLS_WRONG_ROLE, "tls.crt: role is agent (expected: operator)");

    assertThat(only("own-certificate").whatToDo())
        .contains("keyparity pki issue operator NAME --dir CA --out /home/alice/tls");
  }

  @Test
  void ownCertificateExpired_isToldApart() {
    withoutCertificate(ErrorCode.TLS_EXPIRED, "tls.crt: expired at 2026-11-01");

    only("own-certificate-expired");
  }

  @Test
  void signingKeyReadableByAll_isASigningKeyFault() {
    signingKey =
        new Look.Failed<>(
            new KeyparityException(
                ErrorCode.UNREADABLE, "operator.key: mode rw-r--r--", "chmod u=rw,g=,o= it"));

    assertThat(only("signing-key").whatToDo()).contains("chmod u=rw,g=,o= it");
  }

  @Test
  void portRefused_isUnreachableWithWhatToLookAtOnThatHost() {
    coordinators.put(
        COORD2, failed(ErrorCode.PEER_UNREACHABLE, "coordinator coord2:7418: connection refused"));

    Finding found = only("coordinator-unreachable");
    assertThat(found.what()).isEqualTo("coordinator coord2:7418");
    assertThat(found.seen()).isEqualTo("connection refused");
    assertThat(found.whatToDo()).anyMatch(it -> it.startsWith("nc -vz coord2 7418"));
  }

  @Test
  void coordinatorShowsAnAgentsCertificate_isACertificateFault() {
    coordinators.put(
        COORD2,
        failed(
            ErrorCode.TLS_WRONG_ROLE,
            "coordinator coord2:7418: role is agent (expected: coordinator)"));

    assertThat(only("coordinator-certificate").whatToDo())
        .anyMatch(it -> it.startsWith("openssl s_client -connect coord2:7418"))
        .contains("keyparity pki issue coordinator NAME --host coord2 --dir CA --out DIR");
  }

  @Test
  void coordinatorWithoutZooKeeper_isAZooKeeperFault() {
    coordinators.put(COORD2, failed(ErrorCode.ZOOKEEPER_UNAVAILABLE, "ZooKeeper: no session"));

    assertThat(only("zookeeper-unreachable").whatToDo())
        .anyMatch(it -> it.startsWith("echo srvr | nc ZOOKEEPER 2181"));
  }

  @Test
  void nobodyLeads_isToldOnce() {
    leader = failed(ErrorCode.NO_LEADER, "no coordinator leads at the moment");

    only("no-leader");
  }

  @Test
  void nobodyCanBeReached_theLeaderIsNotToldAgain() {
    coordinators.replaceAll((address, says) -> failed(ErrorCode.PEER_UNREACHABLE, "refused"));
    leader = failed(ErrorCode.PEER_UNREACHABLE, "no coordinator can be reached");

    assertThat(findings())
        .extracting(Finding::code)
        .containsExactly("coordinator-unreachable", "coordinator-unreachable");
  }

  @Test
  void leaderFailsWhereAllCoordinatorsAnswer_isTold() {
    leader = failed(ErrorCode.DEADLINE_EXCEEDED, "no answer in time");

    only("no-leader");
  }

  @Test
  void eachNamesItself_areTwoLeaders() {
    coordinators.put(COORD2, says("coord2"));

    assertThat(only("two-leaders").seen())
        .isEqualTo("coord1:7418 leads, say coord1:7418; coord2:7418 leads, say coord2:7418");
  }

  @Test
  void clocks_tenSecondsApart_areWellAndElevenAreNot() {
    leader = new Look.Seen<>(new LeaderTime(TestCli.NOW, TestCli.NOW.plusSeconds(10)));
    assertThat(findings()).isEmpty();

    leader = new Look.Seen<>(new LeaderTime(TestCli.NOW, TestCli.NOW.minusSeconds(11)));
    assertThat(only("own-clock").seen()).contains("ours is behind");

    leader = new Look.Seen<>(new LeaderTime(TestCli.NOW, TestCli.NOW.plus(Duration.ofMinutes(5))));
    assertThat(only("own-clock").seen()).contains("apart; ours is ahead");
  }
}
