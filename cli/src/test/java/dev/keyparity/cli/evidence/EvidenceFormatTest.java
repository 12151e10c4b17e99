package dev.keyparity.cli.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.cli.testing.Golden;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format of evidence, and what its reader refuses. */
class EvidenceFormatTest {
  @TempDir Path temp;

  private Evidence evidence() {
    return Samples.evidence(temp);
  }

  @Test
  void evidence_isAsItsGoldenFile() throws Exception {
    byte[] written = evidence().canonicalBytes();

    Golden.assertMatches("evidence-1.json", new String(written, UTF_8));
    assertThat(Evidence.parse(written)).isEqualTo(evidence());
  }

  /** What is not there yet is left out. */
  @Test
  void openRunAndUnprovenKey_readAndWrittenAlike() throws Exception {
    RunEntry open =
        new RunEntry(
            "r",
            "enable",
            "running",
            "alice",
            Samples.SINCE,
            null,
            List.of(new RunEntry.Act("s", "n", "kms1", "intended", Samples.SINCE, null)));
    RecoveryKeyEntry unproven = new RecoveryKeyEntry("4F2A".repeat(10), null, "");

    assertThat(RunEntry.read(fields(open.toJson()))).isEqualTo(open);
    assertThat(RecoveryKeyEntry.read(fields(unproven.toJson()))).isEqualTo(unproven);
  }

  private static RecordFields fields(Json json) throws Exception {
    return CanonicalJson.parseRecord(CanonicalJson.encode(json), "test");
  }

  @Test
  void aFieldMoreOrLess_atAnyLevel_orAnotherNumber_isRefused() throws Exception {
    Json golden = CanonicalJson.parse(evidence().canonicalBytes());
    List<Json> changed = new ArrayList<>();
    edits(golden, changed::add);

    assertThat(changed).hasSizeGreaterThan(60);
    for (Json one : changed) {
      byte[] bytes = CanonicalJson.encode(one);
      assertThatThrownBy(() -> Evidence.parse(bytes))
          .as(new String(bytes, UTF_8))
          .isInstanceOf(MalformedRecord.class);
    }
    String text = new String(evidence().canonicalBytes(), UTF_8);
    assertThatThrownBy(
            () -> Evidence.parse(text.replace("evidence/1", "evidence/2").getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class);
    assertThatThrownBy(() -> Evidence.parse((text + " ").getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class);
  }

  /** Every way of giving one object in it a field more or one less that it must have. */
  private static void edits(Json value, Consumer<Json> each) {
    if (value instanceof Json.Arr list) {
      for (int i = 0; i < list.items().size(); i++) {
        int at = i;
        edits(
            list.items().get(i),
            edited -> {
              List<Json> items = new ArrayList<>(list.items());
              items.set(at, edited);
              each.accept(new Json.Arr(items));
            });
      }
    } else if (value instanceof Json.Obj object) {
      each.accept(with(object, "another", Json.of("x")));
      for (Map.Entry<String, Json> field : object.fields().entrySet()) {
        if (!field.getKey().equals("ended_at") && !field.getKey().equals("proven_at")) {
          TreeMap<String, Json> less = new TreeMap<>(object.fields());
          less.remove(field.getKey());
          each.accept(new Json.Obj(less));
        }
        edits(field.getValue(), edited -> each.accept(with(object, field.getKey(), edited)));
      }
    }
  }

  private static Json with(Json.Obj object, String name, Json value) {
    TreeMap<String, Json> fields = new TreeMap<>(object.fields());
    fields.put(name, value);
    return new Json.Obj(fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"IN_PARITY\"|\"UNKNOWN\"",
        "\"IN_PARITY\"|\"FINE\"",
        "\"host\":\"kms1\",\"spans\"|\"host\":\"kms1\",\"spams\"",
        "\"since\":\"2026-11-24T12:08:11Z\"|\"since\":\"2027-11-24T12:08:11Z\"",
        "run-start|run-stops",
        "\"hosts\":[\"kms1\"|\"hosts\":[\"kms1\\n\"",
        "\"held\":\"4F2A|\"held\":\"4F2",
        "\"identity\":\"c3c3|\"identity\":\"c3",
        "ed25519\\\"|ed25518",
      })
  void evidenceThatSaysWhatCannotBe_isRefused(String found, String replaced) {
    String text = new String(evidence().canonicalBytes(), UTF_8);
    assertThat(text).contains(found);

    assertThatThrownBy(() -> Evidence.parse(text.replace(found, replaced).getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class);
  }

  @Test
  void aHostTwice_isRefused() {
    String text = new String(evidence().canonicalBytes(), UTF_8);
    int from = text.indexOf("\"parity\":[") + "\"parity\":[".length();
    String host = text.substring(from, text.indexOf("],\"recovery_keys\""));
    String twice = text.substring(0, from) + host + "," + text.substring(from);

    assertThatThrownBy(() -> Evidence.parse(twice.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining("twice");
  }
}
