package dev.keyparity.daemon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chain finds, and what it cannot find without an anchor. */
class AuditVerifierTest {
  private static final int RECORDS = 5;

  @TempDir Path directory;

  private Path file;
  private final List<AuditHead> heads = new ArrayList<>();

  @BeforeEach
  void write() {
    file = directory.resolve("audit.log");
    SettableClock clock = SettableClock.standing();
    try (AuditLog log = AuditLog.open(file, clock)) {
      for (int i = 1; i <= RECORDS; i++) {
        heads.add(log.append("install", Map.of("attempt", "" + i)));
        clock.advance(Duration.ofSeconds(1));
      }
    }
  }

  private List<String> lines() throws IOException {
    return new ArrayList<>(Files.readAllLines(file));
  }

  private AuditVerdict verifyLines(List<String> lines, AuditHead... anchors) throws IOException {
    Path changed = directory.resolve("changed.log");
    Files.writeString(changed, String.join("\n", lines) + "\n");
    return AuditVerifier.verify(changed, List.of(anchors));
  }

  private AuditVerdict verifyBytes(byte[] bytes) throws IOException {
    Path changed = directory.resolve("changed.log");
    Files.write(changed, bytes);
    return AuditVerifier.verify(changed);
  }

  private static void assertBroken(AuditVerdict verdict, long line, String problem) {
    assertThat(verdict).isInstanceOf(AuditVerdict.Broken.class);
    assertThat(((AuditVerdict.Broken) verdict).problem()).contains(problem);
    assertThat(((AuditVerdict.Broken) verdict).line()).isEqualTo(line);
  }

  @Test
  void untouched_isIntactUnderEveryAnchor() {
    assertThat(AuditVerifier.verify(file, heads))
        .isEqualTo(new AuditVerdict.Intact(heads.get(RECORDS - 1)));
  }

  @Test
  void everyFlippedBit_isFoundInItsLine() throws IOException {
    byte[] good = Files.readAllBytes(file);
    long line = 1;
    for (int i = 0; i < good.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << bit);

        AuditVerdict verdict = verifyBytes(bad);

        assertThat(verdict.isIntact()).as("byte %d, bit %d", i, bit).isFalse();
        boolean lastLineFeed = i == good.length - 1;
        if (!lastLineFeed) {
          assertThat(verdict).isInstanceOf(AuditVerdict.Broken.class);
          assertThat(((AuditVerdict.Broken) verdict).line()).isEqualTo(line);
        }
      }
      if (good[i] == '\n') {
        line++;
      }
    }
  }

  @Test
  void everyRemovedRecordButTheLast_isFound() throws IOException {
    for (int i = 0; i < RECORDS - 1; i++) {
      List<String> lines = lines();
      lines.remove(i);

      assertBroken(verifyLines(lines), i + 1, "record %d (expected: %d)".formatted(i + 2, i + 1));
    }
  }

  @Test
  void everyTwoSwappedRecords_areFound() throws IOException {
    for (int i = 0; i < RECORDS; i++) {
      for (int j = i + 1; j < RECORDS; j++) {
        List<String> lines = lines();
        Collections.swap(lines, i, j);

        assertBroken(verifyLines(lines), i + 1, "record %d (expected: %d)".formatted(j + 1, i + 1));
      }
    }
  }

  @Test
  void everyRepeatedRecord_isFound() throws IOException {
    for (int i = 0; i < RECORDS; i++) {
      List<String> lines = lines();
      lines.add(i, lines.get(i));

      assertBroken(verifyLines(lines), i + 2, "record %d (expected: %d)".formatted(i + 1, i + 2));
    }
  }

  @Test
  void insertedEmptyLine_isFound() throws IOException {
    List<String> lines = lines();
    lines.add(2, "");

    assertBroken(verifyLines(lines), 3, "record: not canonical");
  }

  /** Its own digest made right again: the next record's link gives it away. */
  @Test
  void everyRewrittenRecord_isFoundAtTheNextOne() throws Exception {
    for (int i = 0; i < RECORDS - 1; i++) {
      List<String> lines = lines();
      AuditRecord old = AuditRecord.parse(lines.get(i).getBytes(StandardCharsets.UTF_8));
      AuditHead before = i == 0 ? AuditHead.EMPTY : heads.get(i - 1);
      lines.set(
          i, AuditRecord.after(before, old.at(), old.event(), Map.of("attempt", "x")).toString());

      assertBroken(
          verifyLines(lines), i + 2, "record %d does not follow record %d".formatted(i + 2, i + 1));
    }
  }

  /** The whole chain made anew from a changed record on: only an anchor can tell. */
  @Test
  void rewrittenChain_isFoundByAnyAnchorFromThereOn() throws Exception {
    List<String> forged = new ArrayList<>();
    AuditHead head = AuditHead.EMPTY;
    for (String line : lines()) {
      AuditRecord old = AuditRecord.parse(line.getBytes(StandardCharsets.UTF_8));
      String attempt = old.sequence() == 3 ? "forged" : old.fields().get("attempt");
      AuditRecord fresh =
          AuditRecord.after(head, old.at(), old.event(), Map.of("attempt", attempt));
      head = fresh.head();
      forged.add(fresh.toString());
    }

    assertThat(verifyLines(forged).isIntact()).as("without an anchor").isTrue();
    assertThat(verifyLines(forged, heads.get(1)).isIntact()).as("anchored before it").isTrue();
    for (int i = 2; i < RECORDS; i++) {
      assertBroken(
          verifyLines(forged, heads.get(i)),
          i + 1,
          "record %d is another one than is known from elsewhere".formatted(i + 1));
    }
  }

  @Test
  void anchorsThatContradictEachOther_areNoAgreement() {
    AuditHead last = heads.get(heads.size() - 1);
    AuditHead other = new AuditHead(last.sequence(), "e".repeat(64));

    for (List<AuditHead> anchors : List.of(List.of(last, other), List.of(other, last))) {
      assertThat(AuditVerifier.verify(file, anchors).isIntact()).isFalse();
    }
    assertThat(AuditVerifier.verify(file, List.of(last, last)).isIntact()).isTrue();
  }

  @Test
  void cutBehindARecord_isFoundByAnAnchorOnly() throws IOException {
    for (int kept = 0; kept < RECORDS; kept++) {
      List<String> lines = lines().subList(0, kept);
      String text = kept == 0 ? "" : String.join("\n", lines) + "\n";
      Path cut = directory.resolve("cut.log");
      Files.writeString(cut, text);

      assertThat(AuditVerifier.verify(cut).isIntact()).as("without an anchor").isTrue();
      assertBroken(
          AuditVerifier.verify(cut, List.of(heads.get(RECORDS - 1))),
          kept + 1,
          "log ends at record %d (expected: at least 5, known from elsewhere)".formatted(kept));
    }
  }

  @Test
  void cutInsideARecord_isATornTail_orBrokenUnderAnAnchor() throws IOException {
    byte[] good = Files.readAllBytes(file);
    byte[] cut = Arrays.copyOf(good, good.length - 10);

    assertThat(verifyBytes(cut))
        .isInstanceOfSatisfying(
            AuditVerdict.TornTail.class,
            torn -> {
              assertThat(torn.head()).isEqualTo(heads.get(RECORDS - 2));
              assertThat(torn.offset() + torn.bytes()).isEqualTo(cut.length);
            });
    assertBroken(
        AuditVerifier.verify(directory.resolve("changed.log"), List.of(heads.get(RECORDS - 1))),
        RECORDS,
        "log ends at record 4");
  }

  @Test
  void missingLog_isIntactOnlyIfNothingIsKnownOfIt() {
    Path none = directory.resolve("none.log");

    assertThat(AuditVerifier.verify(none)).isEqualTo(new AuditVerdict.Intact(AuditHead.EMPTY));
    assertBroken(AuditVerifier.verify(none, List.of(heads.get(0))), 1, "log ends at record 0");
  }

  @Test
  void otherFormatNumberOrField_isNotReadOver() throws IOException {
    List<String> lines = lines();
    lines.set(0, lines.get(0).replace("keyparity.audit/1", "keyparity.audit/2"));
    assertBroken(verifyLines(lines), 1, "format: keyparity.audit/2 (expected: keyparity.audit/1)");

    List<String> extra = lines();
    extra.set(0, extra.get(0).replace("\"seq\"", "\"sec\":1,\"seq\""));
    assertBroken(verifyLines(extra), 1, "unknown field: sec");
  }

  @Test
  void endlessLine_isRefusedWithoutReadingItWhole() throws IOException {
    Path huge = directory.resolve("huge.log");
    Files.write(huge, new byte[AuditVerifier.LONGEST_LINE + 2]);

    assertBroken(AuditVerifier.verify(huge), 1, "line longer than 1048576 bytes");
  }
}
