package dev.keyparity.coordinator.parity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.Golden;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.keyring.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParityRecordTest {
  private static final Instant SINCE = Instant.parse("2026-11-24T12:00:00.123Z");
  private static final ParityRecord RECORD =
      new ParityRecord(
          new TreeMap<>(
              Map.of(
                  "kms1", new ParityRecord.Host(Verdict.IN_PARITY, SINCE, ""),
                  "kms2",
                      new ParityRecord.Host(
                          Verdict.DIVERGED, SINCE.plusSeconds(60), "DIVERGED " + "4F2A".repeat(10)),
                  "kms3",
                      new ParityRecord.Host(
                          Verdict.UNKNOWN, SINCE.plusSeconds(90), ParityRecord.SILENT))));

  @Test
  void goldenFile_readAndWrittenAlike() throws Exception {
    byte[] golden = Golden.bytes("parity-1.json");

    assertThat(ParityRecord.TYPE.decode(golden)).isEqualTo(RECORD);
    assertThat(new String(ParityRecord.TYPE.encode(RECORD), UTF_8))
        .isEqualTo(new String(golden, UTF_8));
  }

  @Test
  void everyVerdict_readAndWrittenAlike() throws Exception {
    TreeMap<String, ParityRecord.Host> hosts = new TreeMap<>();
    for (Verdict verdict : Verdict.values()) {
      hosts.put("host-" + verdict, new ParityRecord.Host(verdict, SINCE, "x"));
    }
    ParityRecord record = new ParityRecord(hosts);

    assertThat(ParityRecord.TYPE.decode(ParityRecord.TYPE.encode(record))).isEqualTo(record);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\":\"keyparity.parity/1\"|\"format\":\"keyparity.parity/2\"",
        "\"told\":\"silent\"|\"told\":\"silent\",\"tone\":\"loud\"",
        "\"verdict\":\"UNKNOWN\"|\"verdict\":\"FINE\"",
        "\"host\":\"kms3\",|''",
        "\"hosts\":|\"guests\":",
      })
  void somethingItDoesNotKnow_refused(String found, String replaced) {
    String golden = new String(Golden.bytes("parity-1.json"), UTF_8);
    String changed = golden.replace(found, replaced);
    assertThat(changed).isNotEqualTo(golden);

    assertThatThrownBy(() -> ParityRecord.TYPE.decode(changed.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class);
  }
}
