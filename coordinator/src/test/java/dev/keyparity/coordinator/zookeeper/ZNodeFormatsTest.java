package dev.keyparity.coordinator.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.Golden;
import dev.keyparity.daemon.canonical.MalformedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZNodeFormatsTest {
  private static final EpochRecord EPOCH =
      new EpochRecord(7, new Participant("coord1", "coord1-9f3c21aa", "coord1.example.com:7418"));
  private static final Participant PARTICIPANT =
      new Participant("coord2", "coord2-00c4e11b", "coord2.example.com:7418");

  @Test
  void epoch_goldenFile_readAndWrittenAlike() throws Exception {
    byte[] golden = Golden.bytes("epoch-1.json");
    assertThat(EpochRecord.parse(golden)).isEqualTo(EPOCH);
    assertThat(EPOCH.encode()).isEqualTo(golden);
  }

  @Test
  void participant_goldenFile_readAndWrittenAlike() throws Exception {
    String golden = new String(Golden.bytes("participant-1.json"), UTF_8);
    assertThat(Participant.parse(golden)).isEqualTo(PARTICIPANT);
    assertThat(PARTICIPANT.encode()).isEqualTo(golden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "{\"address\":\"a\",\"epoch\":7,\"format\":\"keyparity.epoch/2\",\"holder\":\"h\",\"name\":\"n\"}",
        "{\"address\":\"a\",\"epoch\":7,\"extra\":1,\"format\":\"keyparity.epoch/1\",\"holder\":\"h\",\"name\":\"n\"}",
        "{\"address\":\"a\",\"epoch\":\"7\",\"format\":\"keyparity.epoch/1\",\"holder\":\"h\",\"name\":\"n\"}"
      })
  void epoch_unknownOrMalformed_refused(String text) {
    assertThatThrownBy(() -> EpochRecord.parse(text.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class);
  }
}
