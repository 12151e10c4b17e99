package dev.keyparity.coordinator.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.kms.Opens.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The survey on hosts in memory, and what its result says. */
class SurveyTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
  private static final Set<KeyVersion> NOTHING = Set.of();

  /** The incident: kms1 sealed the customer's keys, kms2 its probe key, kms3 one customer key. */
  private final FakeKms kms =
      new FakeKms()
          .host("kms1", "one")
          .host("kms2", "two")
          .host("kms3", "three")
          .key("orders", "one", 3)
          .key("keyparity_probe", "two", 1)
          .key("customer_pii", "one", 3)
          .key("customer_pii", "three", 1);

  @Test
  void take_splitService_saysWhoOpensWhat() {
    SurveyResult result = survey();

    assertThat(result.at()).isEqualTo(NOON.instant());
    assertThat(result.isComplete()).isTrue();
    assertThat(result.versions()).hasSize(8);
    assertThat(result.openedBy(v("orders@1"))).containsExactly("kms1");
    assertThat(result.onlyOn("kms1")).hasSize(6);
    assertThat(result.onlyOn("kms2")).containsExactly(v("keyparity_probe@0"));
    assertThat(result.onlyOn("kms3")).containsExactly(v("customer_pii@3"));
    assertThat(result.openedByAll(NOTHING)).isZero();
    assertThat(result.atRisk(NOTHING))
        .hasSize(8)
        .containsEntry(v("customer_pii@3"), "only kms3 can open it");
  }

  @Test
  void lostWithout_theGivingWayHostsOwnVersion_lost() {
    SurveyResult result = survey();

    assertThat(result.lostWithout(Set.of("kms2", "kms3"), NOTHING))
        .containsExactly(v("customer_pii@3"), v("keyparity_probe@0"));
    assertThat(
            result.lostWithout(
                Set.of("kms2", "kms3"), Set.of(v("keyparity_probe@0"), v("customer_pii@3"))))
        .isEmpty();
  }

  /** A host that says no because its key server is away must not make its keys look worthless. */
  @Test
  void lostWithout_givingWayHostAnswersErrors_stillCountedAsLost() {
    kms.fault("kms3", FakeKms.Fault.BACKEND_DOWN);
    kms.fault("kms2", FakeKms.Fault.NONE);

    SurveyResult result = survey();

    assertThat(result.lostWithout(Set.of("kms3"), NOTHING)).contains(v("customer_pii@3"));
  }

  @Test
  void take_oneRing_allOpenOnAll() {
    FakeKms good = new FakeKms().host("kms1", "one").host("kms2", "one").key("orders", "one", 2);

    SurveyResult result = survey(good.clients());

    assertThat(result.openedByAll(NOTHING)).isEqualTo(2);
    assertThat(result.atRisk(NOTHING)).isEmpty();
    assertThat(result.onlyOn("kms1")).isEmpty();
  }

  @Test
  void take_hostDown_incompleteAndEverythingAtRisk() {
    FakeKms two = new FakeKms().host("kms1", "one").host("kms2", "one").key("orders", "one", 1);
    two.fault("kms2", FakeKms.Fault.DOWN);

    SurveyResult result = survey(two.clients());

    assertThat(result.isComplete()).isFalse();
    assertThat(result.hosts().get(1).error()).startsWith("list of keys: ");
    assertThat(result.hosts().get(1).answers().values())
        .allMatch(answer -> answer.result() == Result.UNANSWERED);
    assertThat(result.atRisk(NOTHING).get(v("orders@0"))).startsWith("kms2: not asked: list of");
  }

  @Test
  void take_decryptForbidden_atRiskNotRefused() {
    FakeKms two = new FakeKms().host("kms1", "one").host("kms2", "one").key("orders", "one", 1);
    two.fault("kms2", FakeKms.Fault.FORBIDS_DECRYPT);

    SurveyResult result = survey(two.clients());

    assertThat(result.isComplete()).isTrue();
    assertThat(result.atRisk(NOTHING).get(v("orders@0"))).contains("kms2: HTTP 403");
  }

  @Test
  void take_versionsGivenUp_neitherAtRiskNorCounted() {
    Set<KeyVersion> givenUp = Set.of(v("customer_pii@3"), v("keyparity_probe@0"));

    SurveyResult result = survey();

    assertThat(result.atRisk(givenUp)).doesNotContainKeys(v("customer_pii@3"));
  }

  @Test
  void take_hostThatHangs_othersAnsweredAndItsOwnUnanswered() {
    CountDownLatch never = new CountDownLatch(1);
    List<KmsClient> clients = new ArrayList<>(kms.clients());
    clients.set(2, new HangingKms(clients.get(2), never));

    SurveyResult result = new KmsSurvey(NOON, Duration.ofMillis(1500), 4).take(clients);

    assertThat(result.openedBy(v("orders@0"))).containsExactly("kms1");
    assertThat(result.hosts().get(2).answers().values())
        .allMatch(answer -> answer.result() == Result.UNANSWERED);
    assertThat(result.atRisk(NOTHING)).hasSize(8);
    never.countDown();
  }

  private SurveyResult survey() {
    return survey(kms.clients());
  }

  private static SurveyResult survey(List<KmsClient> clients) {
    return new KmsSurvey(NOON, Duration.ofSeconds(30), 4).take(clients);
  }

  private static KeyVersion v(String text) {
    return KeyVersion.parse(text);
  }
}
