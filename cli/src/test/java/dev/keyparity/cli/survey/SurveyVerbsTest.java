package dev.keyparity.cli.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.proto.coordinator.v1.HostOpens;
import dev.keyparity.proto.coordinator.v1.Pair;
import dev.keyparity.proto.coordinator.v1.SurveyReply;
import dev.keyparity.proto.coordinator.v1.ValidateReply;
import dev.keyparity.proto.coordinator.v1.VersionAtRisk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SurveyVerbsTest {
  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void survey_hostsWithKeysOfTheirOwn_namesWhatOnlyEachOpensAndWhatIsAtRisk() {
    admin.answering(
        "Survey",
        SurveyReply.newBuilder()
            .setAtMs(TestCli.NOW.toEpochMilli())
            .setVersions(44)
            .setOpenedByAll(0)
            .addHosts(
                HostOpens.newBuilder()
                    .setHost("kms1")
                    .setFingerprint(Plans.KEPT)
                    .setOpens(41)
                    .setOf(44)
                    .addAllOnlyHere(List.of("a@0", "a@1", "b@0", "b@1", "b@2", "c@0")))
            .addHosts(
                HostOpens.newBuilder()
                    .setHost("kms3")
                    .setFingerprint(Plans.KMS3)
                    .setOpens(1)
                    .setOf(44)
                    .addOnlyHere("customer_pii@3"))
            .addHosts(HostOpens.newBuilder().setHost("kms2").setOf(44).setError("403 Forbidden"))
            .addGivenUp("keyparity_probe@0")
            .addAtRisk(
                VersionAtRisk.newBuilder()
                    .setVersion("customer_pii@3")
                    .setReason("only kms3 opens it"))
            .build());

    Result text = cli.run("survey", "kms-prod");

    Golden.assertMatches("survey.txt", text.out());
    Golden.assertMatches("survey.json", cli.run("survey", "kms-prod", "-o", "json").out());
    assertThat(text.exit()).isZero();
  }

  @Test
  void survey_everythingOpensEverywhere_saysSoFirst() {
    admin.answering(
        "Survey",
        SurveyReply.newBuilder()
            .setAtMs(TestCli.NOW.toEpochMilli())
            .setVersions(41)
            .setOpenedByAll(41)
            .addHosts(
                HostOpens.newBuilder()
                    .setHost("kms1")
                    .setFingerprint(Plans.KEPT)
                    .setOpens(41)
                    .setOf(41))
            .build());

    assertThat(cli.run("survey", "kms-prod").out())
        .startsWith("kms-prod   every host opens all 41 key versions (14:08 CET)");
  }

  private static ValidateReply matrix(boolean whole) {
    ValidateReply.Builder matrix = ValidateReply.newBuilder().setAtMs(TestCli.NOW.toEpochMilli());
    List<String> hosts = List.of("kms1", "kms2", "kms3");
    for (String from : hosts) {
      for (String to : hosts) {
        boolean ok = whole || !from.equals("kms1") || !to.equals("kms2");
        if (!from.equals(to)) {
          matrix.addPairs(
              Pair.newBuilder()
                  .setEncryptedOn(from)
                  .setDecryptedOn(to)
                  .setOk(ok)
                  .setMemoryOnly(!whole && from.equals("kms3"))
                  .setError(ok ? "" : "400 Bad Request"));
        }
      }
    }
    return matrix.build();
  }

  @Test
  void validate_everyPairWorks_exitsZero() {
    admin.answering("Validate", matrix(true));

    Result result = cli.run("validate", "kms-prod");

    Golden.assertMatches("validate.txt", result.out());
    assertThat(result.exit()).isZero();
  }

  /** Answered by every host, and proven by none: the word is not that of a proof. */
  @Test
  void validate_everyPairFromMemoryOnly_saysThatNoneIsProven() {
    ValidateReply.Builder remembered = matrix(true).toBuilder();
    remembered.getPairsBuilderList().forEach(pair -> pair.setMemoryOnly(true));
    admin.answering("Validate", remembered.build());

    Result result = cli.run("validate", "kms-prod");

    Golden.assertMatches("validate-memory-only.txt", result.out());
    assertThat(result.exit()).isZero();
  }

  @Test
  void validate_aPairFails_exitsSixAndSaysWhich() {
    admin.answering("Validate", matrix(false));

    Result result = cli.run("validate", "kms-prod");

    Golden.assertMatches("validate-failing.txt", result.out());
    Golden.assertMatches(
        "validate-failing.json", cli.run("validate", "kms-prod", "-o", "json").out());
    assertThat(result.exit()).isEqualTo(6);
  }

  @Test
  void validate_noPairs_provesNothing() {
    admin.answering("Validate", ValidateReply.getDefaultInstance());

    assertThat(cli.run("validate", "kms-prod").exit()).isEqualTo(6);
  }
}
