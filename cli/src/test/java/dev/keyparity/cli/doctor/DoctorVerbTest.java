package dev.keyparity.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.StatusReply;
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
}
