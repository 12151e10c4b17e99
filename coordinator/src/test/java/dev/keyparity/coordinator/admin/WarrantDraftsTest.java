package dev.keyparity.coordinator.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.admin.WarrantDrafts.Draft;
import dev.keyparity.coordinator.admin.WarrantDrafts.Subject;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarrantDraftsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T14:00:00Z");
  private static final Subject PAYROLL = subject("payroll@0", "agreed");

  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private final FencingToken token = leadership.gain();
  private final InMemoryRecordStore records =
      new InMemoryRecordStore(Clock.systemUTC(), leadership::holds);
  private final WarrantDrafts drafts = new WarrantDrafts(records);

  private static Subject subject(String version, String reason) {
    return new Subject(
        "kms-prod",
        "key-forget",
        Json.object().put("reason", reason).put("version", version).build());
  }

  private Draft made(Subject subject, String id) {
    return drafts.findOrCreate(token, subject, NOW, () -> warrant(subject, id));
  }

  private static Warrant warrant(Subject subject, String id) {
    return new Warrant(
        id,
        "prod",
        subject.service(),
        null,
        null,
        0,
        NOW,
        NOW.plus(Duration.ofDays(7)),
        List.of(
            Act.of(Verb.KEY_FORGET, "key-forget", Act.EVERY_HOST, Map.of("version", "payroll@0"))),
        "agreed",
        null);
  }

  private static DocumentSignature signature(String operator, Draft draft) {
    return draft
        .document()
        .signedBy(operator, OperatorKey.generate(), DocumentKind.WARRANT)
        .signatures()
        .get(0);
  }

  /** Signatures under one subject must never count for another, however their words join. */
  @Test
  void twoSubjects_whoseWordsJoinAlike_haveTwoDrafts() {
    Draft one = made(subject("a@1", "b@2\nr"), "w-1");
    Draft other = made(subject("a@1\nb@2", "r"), "w-2");

    assertThat(one.warrant().id()).isEqualTo("w-1");
    assertThat(other.warrant().id()).isEqualTo("w-2");
    assertThat(records.items(RecordKey.Kind.DRAFT, "kms-prod")).hasSize(2);
  }

  @Test
  void sameSubject_hasTheDraftThatIsThere() {
    assertThat(made(PAYROLL, "w-2")).isEqualTo(made(PAYROLL, "w-3"));
    assertThat(drafts.find(PAYROLL).map(it -> it.warrant().id())).contains("w-2");
  }

  @Test
  void sign_sameOperatorAgain_replacesTheFormerSignature() {
    Draft draft = made(PAYROLL, "w-1");
    drafts.sign(token, PAYROLL, signature("alice", draft));
    DocumentSignature again = signature("alice", draft);
    drafts.sign(token, PAYROLL, again);
    DocumentSignature bobs = signature("bob", draft);

    assertThat(drafts.sign(token, PAYROLL, bobs).orElseThrow().document().signatures())
        .containsExactly(again, bobs);
    assertThat(drafts.find(PAYROLL).orElseThrow().document().signatures())
        .containsExactly(again, bobs);
  }

  @Test
  void sign_draftThatIsGone_isNothing() {
    Draft draft = made(PAYROLL, "w-1");
    drafts.remove(token, PAYROLL);
    drafts.remove(token, PAYROLL);

    assertThat(drafts.sign(token, PAYROLL, signature("alice", draft))).isEmpty();
  }

  @Test
  void find_recordThatDoesNotParse_saysHowToBeRidOfIt() {
    made(PAYROLL, "w-1");
    String item = records.items(RecordKey.Kind.DRAFT, "kms-prod").iterator().next();
    RecordKey key = RecordKey.of(RecordKey.Kind.DRAFT, "kms-prod", item);
    records.write(token, new RecordWrite.Replace(key, 0, "rubbish".getBytes(UTF_8)));

    assertThat(AdminBench.refusal(() -> drafts.find(PAYROLL)).code())
        .isEqualTo(ErrorCode.STATE_CORRUPT);
  }
}
