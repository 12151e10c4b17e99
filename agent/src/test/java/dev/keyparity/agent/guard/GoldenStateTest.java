package dev.keyparity.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.guard.state.InMemoryStateFiles;
import dev.keyparity.daemon.fencing.FencingToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Stored records are byte for byte what earlier versions wrote and later ones must read. */
class GoldenStateTest {
  private final InMemoryStateFiles files = new InMemoryStateFiles();
  private final GuardFixture fixture = new GuardFixture();

  private static byte[] golden(String name) {
    try (InputStream in = GoldenStateTest.class.getResourceAsStream("/golden/guard/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertGolden(String golden, String record) {
    assertThat(new String(files.read(record).orElseThrow(), StandardCharsets.UTF_8))
        .isEqualTo(new String(golden(golden), StandardCharsets.UTF_8).strip());
  }

  @Test
  void fence_isAsInItsGoldenFile() {
    new Fence("prod", "kms-prod", 1_000_000, files).raise(new FencingToken("prod", 7, "coord1#1"));

    assertGolden("fence.json", "fence/kms-prod.json");
  }

  @Test
  void receipt_isAsInItsGoldenFile() {
    EffectRecord record =
        new EffectRecord(
            GuardFixture.key(1),
            EffectKind.STOP,
            EffectStage.DONE,
            GuardFixture.LEADER,
            "w-1",
            Instant.ofEpochMilli(1_795_500_000_000L),
            Instant.ofEpochMilli(1_795_500_000_250L),
            "stopped",
            new TreeMap<>(Map.of("process", "boot/100/500")));
    record.write(files);

    assertGolden("receipt.json", "receipts/kms-prod/" + record.id() + ".json");
    assertThat(new Receipts(files, "kms-prod").all()).containsExactly(record);
  }

  @Test
  void consumed_isAsInItsGoldenFile() {
    fixture.now = Instant.parse("2026-11-24T14:00:00Z");
    new Consumed("kms-prod", files)
        .use(fixture.warrant("w-1", GuardFixture.STOP), GuardFixture.key(1), fixture.now);

    assertGolden("consumed.json", "consumed/kms-prod.json");
  }

  @Test
  void standingUses_areAsInTheirGoldenFile() {
    new StandingUses("kms-prod", files)
        .use(GuardFixture.key(1), Instant.parse("2026-11-24T14:00:00Z"));

    assertGolden("standing-uses.json", "standing/kms-prod.json");
  }

  @Test
  void generation_isAsInItsGoldenFile() {
    new AgentGeneration(files).advance();

    assertGolden("generation.json", "generation.json");
  }

  @Test
  void timeFloor_isAsInItsGoldenFile() {
    new TimeFloor(
            java.time.Clock.fixed(
                Instant.ofEpochMilli(1_795_500_000_000L), java.time.ZoneOffset.UTC),
            files)
        .keep();

    assertGolden("time-floor.json", "time-floor.json");
  }
}
