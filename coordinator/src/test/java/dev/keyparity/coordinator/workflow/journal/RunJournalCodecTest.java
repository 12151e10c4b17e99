package dev.keyparity.coordinator.workflow.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.workflow.JournalStoreContract.Journals;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.canonical.MalformedRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunJournalCodecTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/run-journal.json");

  /** As written before an abort came with a revocation. */
  private static final Path WITHOUT_REVOCATION =
      Path.of("src/test/resources/golden/run-journal-without-revocation.json");

  /** Pinned: journals outlive versions; {@code -Dkeyparity.rewrite=true} after a format change. */
  @Test
  void encode_everyFieldSet_equalsTheGoldenFile() throws Exception {
    byte[] bytes = RunJournalCodec.encode(Journals.full());
    if (Boolean.getBoolean("keyparity.rewrite")) {
      Files.write(GOLDEN, bytes);
    }

    assertThat(new String(bytes, UTF_8)).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void decode_whatWasEncoded_isEqual() throws Exception {
    for (RunJournal journal : List.of(Journals.fresh(), Journals.ended(), Journals.full())) {
      assertThat(RunJournalCodec.decode(RunJournalCodec.encode(journal))).isEqualTo(journal);
    }
  }

  @Test
  void decode_ofAnEarlierVersion_hasNoRevocation_andIsWrittenTheSame() throws Exception {
    byte[] earlier = Files.readAllBytes(WITHOUT_REVOCATION);

    RunJournal journal = RunJournalCodec.decode(earlier);

    assertThat(journal.abort()).isNotNull();
    assertThat(journal.revocation()).isNull();
    assertThat(journal.owesRevocation()).isFalse();
    assertThat(RunJournalCodec.encode(journal)).isEqualTo(earlier);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\":\"keyparity.run/1\"|\"format\":\"keyparity.run/2\"|format: keyparity.run/2",
        "\"kind\":\"enable\"|\"kind\":\"enable\",\"mood\":\"good\"|unknown field: mood",
        "\"state\":\"intended\"|\"state\":\"guessed\"|unknown word: guessed",
        "\"round\":1|\"round\":-1|out of range",
        "\"run\":\"0f3a91c2d4e5-8c1f\"|\"run\":\"../etc\"|run id: ../etc",
        "\"what\":\"answer\"|\"what\":\"answer\",\"why\":\"x\"|unknown field: why",
        "\"service\":\"kms-prod\",|''|missing field: service",
        "\"state\":\"refused\"|\"state\":\"ignored\"|unknown word: ignored",
        "\"revocation\":{|\"revocation\":{\"by\":\"bob\",|unknown field: by",
      })
  void decode_somethingItDoesNotKnow_refused(String found, String replaced, String message)
      throws Exception {
    String golden = Files.readString(GOLDEN);
    String changed = golden.replace(found, replaced);
    assertThat(changed).isNotEqualTo(golden);

    assertThatThrownBy(() -> RunJournalCodec.decode(changed.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining(message);
  }

  @Test
  void decode_cutAnywhere_refused() {
    byte[] bytes = RunJournalCodec.encode(Journals.full());
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> RunJournalCodec.decode(cut)).isInstanceOf(MalformedRecord.class);
    }
  }
}
