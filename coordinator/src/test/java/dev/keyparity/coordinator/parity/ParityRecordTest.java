package dev.keyparity.coordinator.parity;

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
  void record_isAsItsGoldenFile() throws Exception {
    Golden.check(
        "parity-1.json", ParityRecord.TYPE.encode(RECORD), ParityRecord.TYPE::decode, RECORD);
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
        "\"verdict\":\"UNKNOWN\"|\"verdict\":\"FINE\"",
        "\"since\":\"2026-11-24T12:00:00.123Z\"|\"since\":\"yesterday\"",
      })
  void recordThatSaysWhatCannotBe_isRefused(String found, String replaced) {
    byte[] changed = Golden.edited("parity-1.json", found, replaced);

    assertThatThrownBy(() -> ParityRecord.TYPE.decode(changed)).isInstanceOf(MalformedRecord.class);
  }
}
