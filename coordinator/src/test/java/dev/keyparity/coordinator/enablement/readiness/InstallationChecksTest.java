package dev.keyparity.coordinator.enablement.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.Build;
import dev.keyparity.proto.agent.v1.Check;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.Warning;
import dev.keyparity.wording.InstallationFault;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault of hosts and of what lies between them, made on an installation that has none. */
class InstallationChecksTest {
  private static final String DIRECTORY = "/var/lib/kms-keytrustee/keytrustee/.keytrustee";

  private final Installations installation = new Installations("kms1", "kms2", "kms3");

  private Remark only(String code, String host) {
    List<Remark> remarks = installation.remarks();
    assertThat(remarks).extracting(Remark::code).containsExactly(code);
    Remark remark = remarks.get(0);
    assertThat(remark.host()).isEqualTo(host);
    assertThat(remark.whatToDo()).as("what to do").isNotEmpty().noneMatch(String::isBlank);
    assertThat(InstallationFault.ofCode(code)).as("in the catalogue").isPresent();
    return remark;
  }

  private static Check check(String name, Check.Result result, String message) {
    return Check.newBuilder().setName(name).setResult(result).setMessage(message).build();
  }

  @Test
  void nothingWrong_nothingIsSaid() {
    assertThat(installation.remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PEER_UNREACHABLE,connection refused",
    "DEADLINE_EXCEEDED,no answer in time",
  })
  void agentDoesNotAnswer_isUnreachable(ErrorCode code, String reason) {
    installation.silent("kms2", code, reason);

    Remark remark = only("agent-unreachable", "kms2");
    assertThat(remark.isWarning()).isFalse();
    assertThat(remark.seen()).isEqualTo(reason);
    assertThat(remark.whatToDo())
        .anyMatch(it -> it.startsWith("systemctl status keyparity-agent   on kms2"))
        .anyMatch(it -> it.startsWith("nc -vz kms2 7417"));
  }

  @ParameterizedTest
  @CsvSource({"TLS_WRONG_ROLE", "TLS_UNTRUSTED", "TLS_EXPIRED"})
  void agentShowsAnotherName_isACertificateFault(ErrorCode code) {
    installation.silent("kms2", code, "name is agent/kms3 (expected: agent/kms2)");

    assertThat(only("agent-certificate", "kms2").whatToDo())
        .anyMatch(it -> it.startsWith("keyparity pki issue agent kms2 --host kms2 "))
        .anyMatch(it -> it.startsWith("openssl s_client -connect kms2:7417 "));
  }

  @ParameterizedTest
  @CsvSource({"WRONG_GROUP", "NO_SUCH_SERVICE"})
  void agentIsConfiguredForSomethingElse_isTold(ErrorCode code) {
    installation.silent("kms2", code, "group test (expected: prod)");

    only("agent-configuration", "kms2");
  }

  @Test
  void agentSpeaksAnotherProtocol_isItsVersion() {
    installation.silent("kms2", ErrorCode.PROTOCOL_UNSUPPORTED, "protocol: 1 (expected: 2)");

    only("agent-version", "kms2");
  }

  @Test
  void agentsOfTwoVersions_areAWarning() {
    installation.report("kms2", report -> report.setBuild(Build.newBuilder().setVersion("0.2.0")));

    assertThat(only("agent-version", "").isWarning()).isTrue();
  }

  @Test
  void agentRefusesEffects_isTold() {
    installation.report("kms2", report -> report.setRefusesEffects(true));

    assertThat(only("effects-refused", "kms2").whatToDo())
        .contains("systemctl restart keyparity-agent   on kms2");
  }

  @Test
  void installInterrupted_isTold() {
    installation.report("kms2", report -> report.setInstallMarker("00000000000a-0001"));

    only("install-interrupted", "kms2");
  }

  @Test
  void otherProfile_isTold() {
    installation.report("kms2", report -> report.getKeyDirectoryBuilder().setProfile("x"));

    only("profile", "kms2");
  }

  @Test
  void certificateEndsSoon_isAWarning() {
    installation.report(
        "kms2",
        report ->
            report.setCertificateExpiresAtMs(
                Installations.NOW.plus(Duration.ofDays(13)).toEpochMilli()));

    assertThat(only("certificate-expiring", "kms2").isWarning()).isTrue();
  }

  @Test
  void clockOfAHost_aMinuteIsAFaultAndSecondsAreAWarning() {
    installation.host("kms2").skew = Duration.ofSeconds(5);
    assertThat(installation.remarks()).isEmpty();

    installation.host("kms2").skew = Duration.ofSeconds(6);
    assertThat(only("clock", "kms2").isWarning()).isTrue();

    installation.host("kms2").skew = Duration.ofSeconds(61);
    assertThat(installation.remarks())
        .filteredOn(remark -> !remark.isWarning())
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.code()).isEqualTo("clock");
              assertThat(remark.whatToDo()).anyMatch(it -> it.startsWith("chronyc tracking"));
            });
  }

  @Test
  void checkOfTheHostFails_isTold_andOneThatWarnsIsAWarning() {
    installation.report(
        "kms2", report -> report.addChecks(check("disk", Check.Result.FAIL, "12 MiB free")));
    assertThat(only("host-check", "kms2").isWarning()).isFalse();

    installation.report(
        "kms2",
        report -> report.clearChecks().addChecks(check("entropy", Check.Result.WARN, "12 bits")));
    assertThat(only("host-check", "kms2").isWarning()).isTrue();
  }

  @Test
  void keyDirectoryUnreadable_saysWhereAndWhatToLookAt() {
    installation.report(
        "kms2",
        report ->
            report
                .getKeyDirectoryBuilder()
                .setSoundness(KeyDirectory.Soundness.UNREADABLE)
                .addReasons("permission denied"));

    assertThat(only("key-directory-unreadable", "kms2").whatToDo())
        .contains("namei -l " + DIRECTORY + "   on kms2 shows where it is barred");
  }

  @Test
  void agentGuardsAnotherDirectory_isAWarning() {
    installation.report(
        "kms2", report -> report.getKeyDirectoryBuilder().setPath("/srv/kms/.keytrustee"));

    assertThat(only("key-directory-elsewhere", "kms2").seen())
        .contains("/srv/kms/.keytrustee", DIRECTORY);
  }

  @Test
  void keyDirectoryStillChanging_isTold() {
    installation.report("kms2", report -> report.getKeyDirectoryBuilder().setChanging(true));

    only("key-directory-changing", "kms2");
  }

  private void warned(String kind, String message) {
    installation.report(
        "kms2",
        report -> {
          report
              .getKeyDirectoryBuilder()
              .clearWarnings()
              .addWarnings(Warning.newBuilder().setKind(kind).setMessage(message));
          // What agents say of it a second time.
          report
              .clearChecks()
              .addChecks(check("key-directory." + kind, Check.Result.WARN, message));
        });
  }

  @ParameterizedTest
  @CsvSource({"MODE", "OWNER", "GROUP", "HARD_LINK"})
  void keyFileOfAnotherOwnerOrMode_isToldOnceWithTheCommands(String kind) {
    warned(kind, "secring.gpg: owner root (expected: kms)");

    assertThat(only("key-file-access", "kms2").whatToDo())
        .contains("chown -R kms:kms " + DIRECTORY + "   on kms2");
  }

  @Test
  void gpgRanThere_isTold() {
    warned("LEFTOVER", "private-keys-v1.d: left by GnuPG 2.1");

    assertThat(only("gpg-leftovers", "kms2").whatToDo())
        .anyMatch(it -> it.startsWith("keyparity backup create kms-prod"));
  }

  @Test
  void publicRingDiffers_isTold() {
    warned("PUBLIC_RING", "pubring.gpg: lacks a key");

    only("key-files", "kms2");
  }

  @Test
  void recoveryKey_noneThatAllHave_andNoneProven_areToldApart() {
    installation.report("kms3", HostReport.Builder::clearRecoveryKeys);
    assertThat(only("no-recovery-key", "").seen()).contains("none that every host has");

    installation.hosts.put("kms3", new Installations.Spoilt("kms3", installation.spec));
    installation.proofs = RecoveryProofs.NONE;
    Remark unproven = only("no-recovery-key", "");
    assertThat(unproven.seen()).contains("nobody has proved yet");
    assertThat(unproven.whatToDo()).contains("keyparity recovery-key prove kms-prod");
  }

  /** Of a silent host it is not known which keys it has: that is not told as a missing key. */
  @Test
  void recoveryKey_isNotJudgedWhileAHostIsSilent() {
    installation.proofs = RecoveryProofs.NONE;
    installation.silent("kms2", ErrorCode.PEER_UNREACHABLE, "connection refused");

    only("agent-unreachable", "kms2");
  }

  @Test
  void backup_missing_unverified_orOnOneDisk_isAWarning() {
    installation.report("kms2", HostReport.Builder::clearNewestBackup);
    assertThat(only("no-backup", "kms2").seen()).isEqualTo("no backup of its key");

    installation.report("kms2", report -> report.setNewestBackup(Backup.getDefaultInstance()));
    assertThat(only("no-backup", "kms2").seen()).contains("not read back");

    installation.report(
        "kms2", report -> report.setNewestBackup(Backup.newBuilder().setVerified(true)));
    Remark remark = only("no-backup", "kms2");
    assertThat(remark.seen()).contains("on its own disk alone");
    assertThat(remark.whatToDo()).containsExactly("keyparity backup create kms-prod");
  }

  @Test
  void hostWithoutAKey_needsNoBackup() {
    installation.report(
        "kms2",
        report -> {
          report.clearNewestBackup();
          report.getKeyDirectoryBuilder().setSoundness(KeyDirectory.Soundness.ABSENT);
        });

    assertThat(installation.remarks()).isEmpty();
  }

  @Test
  void twoHostsOnly_isAWarning() {
    Installations two = new Installations("kms1", "kms2");

    assertThat(two.remarks())
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.code()).isEqualTo("shared-host");
              assertThat(remark.isWarning()).isTrue();
              assertThat(remark.whatToDo()).isNotEmpty();
            });
  }

  @Test
  void kmsDoesNotAnswer_saysWhetherItsAgentSeesItRun() {
    installation.host("kms2").kms = new Installation.Kms("connection refused", List.of());

    Remark remark = only("kms-unreachable", "kms2");
    assertThat(remark.seen())
        .isEqualTo("http://kms2:16000/kms: connection refused, though its agent says that it runs");
    assertThat(remark.whatToDo())
        .anyMatch(
            it ->
                it.startsWith("curl -v 'http://kms2:16000/kms/v1/keys/names?user.name=keyparity'"))
        .anyMatch(it -> it.startsWith("ss -ltnp 'sport = :16000'   on kms2"));
  }

  /** A joining host: its KMS must stay down until it has the key. */
  @Test
  void kmsOfAHostWithoutAKey_isDownAndThatIsWell() {
    installation.host("kms2").kms = new Installation.Kms("connection refused", List.of());
    installation.report(
        "kms2",
        report -> {
          report.setKms(KmsProcess.newBuilder().setState(KmsProcess.State.DOWN));
          report.getKeyDirectoryBuilder().setSoundness(KeyDirectory.Soundness.ABSENT);
        });

    assertThat(installation.remarks()).isEmpty();
  }

  @Test
  void addressAnswersThoughNoProcessLives_isAnotherHosts() {
    installation.report(
        "kms2", report -> report.setKms(KmsProcess.newBuilder().setState(KmsProcess.State.DOWN)));

    assertThat(only("kms-elsewhere", "kms2").whatToDo())
        .contains("getent ahosts kms2   on the leader's host");
  }

  @Test
  void twoNamesLeadToOneAddress_isTold() {
    installation.host("kms2").addresses = Set.of("10.0.0.9:16000");
    installation.host("kms3").addresses = Set.of("10.0.0.9:16000");

    assertThat(only("kms-elsewhere", "").seen())
        .isEqualTo("the KMS addresses of kms2 and kms3 lead to one and the same place");
  }

  @Test
  void sameMachineOnAnotherPort_isNotOneAddress() {
    installation.host("kms2").addresses = Set.of("10.0.0.9:16000");
    installation.host("kms3").addresses = Set.of("10.0.0.9:16001");

    assertThat(installation.remarks()).isEmpty();
  }

  @Test
  void userLacksRights_isToldWhich() {
    installation.host("kms2").kms = new Installation.Kms("", List.of("GET_KEYS", "DECRYPT_EEK"));

    Remark remark = only("kms-user", "kms2");
    assertThat(remark.seen()).isEqualTo("user keyparity may not GET_KEYS, DECRYPT_EEK");
    assertThat(remark.whatToDo()).anyMatch(it -> it.startsWith("keyparity survey kms-prod"));
  }
}
