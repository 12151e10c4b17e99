package dev.keyparity.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.proto.coordinator.v1.ExamineReply;
import dev.keyparity.proto.coordinator.v1.ExamineRequest;
import dev.keyparity.proto.coordinator.v1.Finding;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.ListServicesReply;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoctorVerbTest {
  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @BeforeEach
  void answer() {
    admin.answering(
        "ShowLeader", LeaderReply.newBuilder().setCoordinator("coord1").setEpoch(7).build());
    admin.answering(
        "GetStatus", StatusReply.newBuilder().setAsOfMs(TestCli.NOW.toEpochMilli()).build());
    admin.answering(
        "ListServices",
        ListServicesReply.newBuilder()
            .addServices(ServiceEntry.newBuilder().setService("kms-prod"))
            .build());
    admin.answering("Examine", examined());
  }

  private static ExamineReply examined(Finding... findings) {
    return ExamineReply.newBuilder()
        .addAllHosts(List.of("kms1", "kms2", "kms3"))
        .addAllFindings(List.of(findings))
        .build();
  }

  private static Finding found(String code, String host, String message, String... whatToDo) {
    return Finding.newBuilder()
        .setCode(code)
        .setHost(host)
        .setMessage(message)
        .addAllWhatToDo(List.of(whatToDo))
        .build();
  }

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void doctor_allWell_exitsZero() {
    Result result = cli.run("doctor");

    Golden.assertMatches("doctor.txt", result.out());
    assertThat(result.exit()).isZero();
  }

  @Test
  void doctor_aCoordinatorIsDown_saysWhichAndExitsFour() {
    Result result = cli.run("doctor", "--coordinator", "coord1:7418,coord2:7418");

    assertThat(result.out())
        .contains("✓ coordinator coord1:7418", "✗ coordinator coord2:7418", "✓ leader");
    assertThat(result.exit()).isEqualTo(4);
  }

  @Test
  void doctor_aFaultIsFound_explainsItAndSaysHowToMendIt() {
    Result result = cli.run("doctor", "--coordinator", "coord1:7418,coord2:7418");

    Golden.assertMatches("doctor-fault.txt", result.out());
  }

  @Test
  void doctor_asJson_hasCodeMeaningAndWhatToDo() {
    Result result = cli.run("doctor", "-o", "json", "--coordinator", "coord1:7418,coord2:7418");

    Golden.assertMatches("doctor.json", result.out());
    assertThat(result.exit()).isEqualTo(4);
  }

  @Test
  void doctor_nothingConfigured_stopsThereAndExitsThree() {
    Result result = cli.runBare("doctor");

    assertThat(result.out()).contains("✗ context").doesNotContain("certificate");
    assertThat(result.exit()).isEqualTo(3);
  }

  @Test
  void doctor_clocksApart_saysHowFar() {
    admin.answering(
        "GetStatus",
        StatusReply.newBuilder().setAsOfMs(TestCli.NOW.minusSeconds(300).toEpochMilli()).build());

    Result result = cli.run("doctor");
    assertThat(result.out()).contains("its clock and ours are 5 min apart", "own-clock: ");
    assertThat(result.exit()).isEqualTo(3);
  }

  @Test
  void doctor_faultsOfHosts_areShownAtTheirHosts_andExitAsTheFirst() {
    admin.answering(
        "Examine",
        examined(
            found(
                    "gpg-leftovers",
                    "kms1",
                    "private-keys-v1.d: left by GnuPG 2.1",
                    "keyparity keyring inspect /var/lib/kms-keytrustee   on kms1, as root")
                .toBuilder()
                .setWarning(true)
                .build(),
            found(
                "cookie-signer",
                "kms2",
                "kms-site.xml: hadoop.kms.authentication.signer.secret.provider: random (expected:"
                    + " zookeeper)",
                "a run writes it on every host, with the other settings that belong to it",
                "keyparity enable kms-prod --reference kms1   shows what it would write, then asks"),
            found(
                "no-recovery-key",
                "",
                "recovery key AAAA: nobody has proved yet that it opens",
                "keyparity recovery-key prove kms-prod")));

    Result result = cli.run("doctor", "kms-prod");

    Golden.assertMatches("doctor-hosts.txt", result.out());
    assertThat(result.exit()).isEqualTo(3);
    assertThat(admin.calls()).doesNotContain("ListServices");
    assertThat(admin.requests(ExamineRequest.class))
        .containsExactly(ExamineRequest.newBuilder().setService("kms-prod").build());
  }

  @Test
  void doctor_onlyWarnings_exitsZero() {
    admin.answering(
        "Examine",
        examined(
            found("no-backup", "kms1", "no backup of its key", "keyparity backup create kms-prod")
                .toBuilder()
                .setWarning(true)
                .build()));

    Result result = cli.run("doctor");

    assertThat(result.out()).contains("! kms-prod kms1");
    assertThat(result.exit()).isZero();
  }

  @Test
  void doctor_noServiceIsDeclared_saysHowToDeclareOne() {
    admin.answering("ListServices", ListServicesReply.getDefaultInstance());

    Result result = cli.run("doctor");

    assertThat(result.out()).contains("✗ services", "keyparity service apply -f FILE");
    assertThat(result.exit()).isEqualTo(3);
  }
}
