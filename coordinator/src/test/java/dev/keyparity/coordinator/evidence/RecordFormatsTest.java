package dev.keyparity.coordinator.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.Golden;
import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.Opens;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.kms.SurveyResult.HostSurvey;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as they are stored, and what their readers refuse. */
class RecordFormatsTest {
  private static final Instant AT = Instant.parse("2026-11-24T14:02:03.004Z");
  private static final String KEY = "4F2A".repeat(10);

  private static <T> StoredRecord stored(RecordType<T> type, byte[] bytes) {
    return new StoredRecord(RecordKey.of(type.kind(), "kms-prod"), bytes, 0, AT);
  }

  private static <T> void check(String golden, RecordType<T> type, T value) throws Exception {
    Golden.check(
        golden,
        type.encode(value),
        bytes -> type.of(stored(type, bytes)),
        value,
        "record kms-prod/" + type.kind().id() + ": ");
  }

  @Test
  void survey_isAsItsGoldenFile() throws Exception {
    TreeMap<KeyVersion, Opens> kms1 = new TreeMap<>();
    for (int version = 0; version < 6; version++) {
      kms1.put(new KeyVersion("orders", version), Opens.YES);
    }
    kms1.put(
        new KeyVersion("customer_pii", 3),
        new Opens(Opens.Result.CANNOT_OPEN, "cannot unseal it: \"bad session key\""));
    check(
        "survey-1.json",
        SurveyRecord.TYPE,
        new SurveyResult(
            AT,
            List.of(
                new HostSurvey("kms1", kms1, ""),
                new HostSurvey(
                    "kms2",
                    new TreeMap<>(
                        Map.of(
                            new KeyVersion("orders", 0),
                            new Opens(Opens.Result.UNANSWERED, "no answer in 5 s"))),
                    "its keys could not be listed: HTTP 403"))));
  }

  @Test
  void forgotten_isAsItsGoldenFile() throws Exception {
    check(
        "forgotten-1.json",
        ForgottenVersions.TYPE,
        ForgottenVersions.NONE
            .with(
                new ForgottenVersions.Entry(
                    new KeyVersion("customer_pii", 3), "its owner agreed", "alice, bob", AT, "w-9"))
            .with(
                new ForgottenVersions.Entry(
                    new KeyVersion("keyparity_probe", 0),
                    "sealed by the key that gave way on kms2",
                    "run 0f3a91c2d4e5-8c1f",
                    AT.plusSeconds(1),
                    "")));
  }

  @Test
  void changes_areAsTheirGoldenFile() throws Exception {
    check("changes-1.json", SanctionedChanges.TYPE, SanctionedChanges.NONE.with(change(0)));
  }

  private static SanctionedChanges.Entry change(int n) {
    return new SanctionedChanges.Entry(
        "keytrustee.conf",
        "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266%04x".formatted(n),
        AT,
        AT.plusSeconds(7200),
        "alice, bob",
        "CHG-4711",
        new SignedDocument("{\"a\":\"warrant\"}".getBytes(UTF_8), List.of()));
  }

  @Test
  void changes_moreThanAreKept_theOldestThatAreOverGiveWay() {
    SanctionedChanges all = SanctionedChanges.NONE;
    for (int n = 0; n < SanctionedChanges.MOST; n++) {
      all = all.with(change(n)).ended("keytrustee.conf", AT.plusSeconds(1));
    }
    assertThat(all.at(AT.plusSeconds(1)).entries()).isEmpty();

    SanctionedChanges.Entry late =
        new SanctionedChanges.Entry(
            "pubring.gpg",
            "0".repeat(64),
            AT.plusSeconds(2),
            AT.plusSeconds(3),
            "alice",
            "CHG-1",
            new SignedDocument("{}".getBytes(UTF_8), List.of()));
    SanctionedChanges more = all.with(late);

    assertThat(more.entries()).hasSize(SanctionedChanges.MOST).endsWith(late);
    assertThat(more.entries().get(0).sha256()).endsWith("0001");
    assertThat(more.at(AT.plusSeconds(2)).entries()).containsExactly(late);
    assertThat(more.at(AT.plusSeconds(3)).entries()).isEmpty();
  }

  @Test
  void recoveryProofs_areAsTheirGoldenFile() throws Exception {
    check(
        "recovery-proofs-1.json",
        RecoveryProofs.TYPE,
        new RecoveryProofs(
            List.of(new RecoveryProofs.Proof(KEY, AT, "alice")),
            List.of(
                new RecoveryProofs.Challenge("c-1", KEY, "c3".repeat(32), AT.plusSeconds(3_600)))));
  }

  @Test
  void pause_isAsItsGoldenFile() throws Exception {
    check("pause-1.json", Pause.TYPE, new Pause(AT, "bob", "storage work, CHG-7"));
  }

  @Test
  void standingWarrant_isAsItsGoldenFile() throws Exception {
    Warrant warrant =
        new Warrant(
            "w-0123456789abcdef",
            "prod",
            "kms-prod",
            null,
            null,
            3,
            AT,
            AT.plusSeconds(7_776_000),
            List.of(
                Act.of(
                    Verb.REPAIR,
                    StandingActs.STEP,
                    "kms2",
                    Map.of("identity", "a1".repeat(32), "installs", "b2".repeat(32)))),
            "CHG-4711",
            null);
    check(
        "standing-warrant-1.json",
        StandingWarrant.TYPE,
        new StandingWarrant(
            AT, "alice, bob", warrant, SignedDocument.unsigned(warrant.canonicalBytes())));
  }

  @Test
  void events_areAsTheirGoldenFile() throws Exception {
    check(
        "events-1.json",
        EventLog.TYPE,
        EventLog.EMPTY
            .with(new Event(AT, Severity.INFO, "run 0f3a91c2d4e5-8c1f (enable) began"))
            .with(new Event(AT.plusSeconds(1), Severity.WARNING, "kms2 was not heard for 41 s"))
            .with(new Event(AT.plusSeconds(2), Severity.CRITICAL, "kms2 holds another key")));
  }

  /** What is a record, and says what cannot be. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "survey-1.json|CANNOT_OPEN|PERHAPS",
        "survey-1.json|customer_pii@3|customer_pii@-3",
        "survey-1.json|2026-11-24T14:02:03.004Z|yesterday",
        "forgotten-1.json|customer_pii@3|customer_pii",
        "recovery-proofs-1.json|2026-11-24T14:02:03.004Z|2026-11-24T14:02:03.0040Z",
        "pause-1.json|bob|''",
        "pause-1.json|2026-11-24T14:02:03.004Z|for ever",
        "events-1.json|critical|fatal"
      })
  void recordThatSaysWhatCannotBe_isRefused(String golden, String found, String replaced) {
    Map<String, RecordType<?>> types =
        Map.of(
            "survey-1.json", SurveyRecord.TYPE,
            "forgotten-1.json", ForgottenVersions.TYPE,
            "recovery-proofs-1.json", RecoveryProofs.TYPE,
            "pause-1.json", Pause.TYPE,
            "events-1.json", EventLog.TYPE);
    RecordType<?> type = Objects.requireNonNull(types.get(golden));
    byte[] changed = Golden.edited(golden, found, replaced);

    assertThatThrownBy(() -> type.of(stored(type, changed)))
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_CORRUPT));
  }
}
