package dev.keyparity.cli.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.EnforcementReply;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import dev.keyparity.proto.coordinator.v1.Paused;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnforcementVerbsTest {
  private static final String REASON = "storage work on both arrays, CHG-4711";
  private static final Paused PAUSED =
      Paused.newBuilder()
          .setBy("bob")
          .setReason(REASON)
          .setSinceMs(Instant.parse("2026-11-24T09:00:00Z").toEpochMilli())
          .build();

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @AfterEach
  void close() {
    cli.close();
  }

  private static EnforcementReply.Builder paused(boolean changed) {
    return EnforcementReply.newBuilder().setChanged(changed).setPaused(PAUSED);
  }

  private static EnforcementRequest request(String reason) {
    return EnforcementRequest.newBuilder().setService("kms-prod").setReason(reason).build();
  }

  @Test
  void pause_asksOnce_andSaysWhatItMeansAndHowItEnds() {
    admin.answering("PauseEnforcement", paused(true).build());

    Result text = cli.run("enforcement", "pause", "kms-prod", "--reason", REASON);

    assertThat(text.exit()).isZero();
    assertThat(admin.requests(EnforcementRequest.class)).containsExactly(request(REASON));
    Golden.assertMatches("enforcement-pause.txt", text.out());
    Golden.assertMatches(
        "enforcement-pause.json",
        cli.run("enforcement", "pause", "kms-prod", "--reason", REASON, "-o", "json").out());
  }

  @Test
  void pause_thatStandsAlready_saysSinceWhen() {
    admin.answering("PauseEnforcement", paused(false).build());

    assertThat(cli.run("enforcement", "pause", "kms-prod", "--reason", REASON).out())
        .startsWith("kms-prod: enforcement is paused already, by bob since ");
  }

  @Test
  void pause_withoutAReason_isAnErrorOfUse() {
    assertThat(cli.run("enforcement", "pause", "kms-prod").exit()).isEqualTo(2);
    assertThat(admin.calls()).isEmpty();
  }

  @Test
  void pause_ofSomebodyElse_exitsSeven() {
    admin.refusing(
        "PauseEnforcement",
        new KeyparityException(
            ErrorCode.ENFORCEMENT_PAUSED,
            "pause kms-prod: it is paused already, by bob since 2026-11-24T09:00:00Z: " + REASON,
            "keyparity enforcement resume kms-prod   first, if that pause is over"));

    Result result = cli.run("enforcement", "pause", "kms-prod", "--reason", "lunch");

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.err()).contains("paused already, by bob", "enforcement resume kms-prod");
  }

  @Test
  void resume_needsNoReason_andSaysWhetherItWasPaused() {
    admin.answering("ResumeEnforcement", EnforcementReply.newBuilder().setChanged(true).build());
    Result ended = cli.run("enforcement", "resume", "kms-prod");
    Result json = cli.run("enforcement", "resume", "kms-prod", "--reason", "done", "-o", "json");
    admin.answering("ResumeEnforcement", EnforcementReply.getDefaultInstance());
    Result idle = cli.run("enforcement", "resume", "kms-prod");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).isEqualTo("kms-prod: enforcement is resumed\n");
    assertThat(idle.exit()).isZero();
    assertThat(idle.out()).isEqualTo("kms-prod: enforcement was not paused; nothing is changed\n");
    assertThat(admin.requests(EnforcementRequest.class))
        .containsExactly(request(""), request("done"), request(""));
    Golden.assertMatches("enforcement-resume.json", json.out());
  }
}
