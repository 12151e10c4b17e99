package dev.keyparity.coordinator.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
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
  void epoch_isAsItsGoldenFile() throws Exception {
    Golden.check("epoch-1.json", EPOCH.encode(), EpochRecord::parse, EPOCH);
  }

  @Test
  void participant_isAsItsGoldenFile() throws Exception {
    Golden.check(
        "participant-1.json",
        PARTICIPANT.encode().getBytes(UTF_8),
        bytes -> Participant.parse(new String(bytes, UTF_8)),
        PARTICIPANT);
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
