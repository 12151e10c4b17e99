package dev.keyparity.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.agent.guard.state.InMemoryStateFiles;
import dev.keyparity.agent.store.Golden;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GateOverrideTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final long GIVEN = 360_000;

  private final InMemoryStateFiles files = new InMemoryStateFiles();
  private final GateOverrides overrides = new GateOverrides(files, "kms-prod");

  private static BootInstant at(Duration later) {
    return new BootInstant("boot-1", GIVEN + later.toMillis() / 10, NOON.plus(later));
  }

  private GateOverride give(Duration length, Duration later) {
    return overrides.give(length, "alice", "the vendor is on the phone", at(later), new Random());
  }

  private boolean isOverridden(BootInstant now) {
    return overrides.find().inForce(now).isPresent();
  }

  @Test
  void override_isAsItsGoldenFile() throws Exception {
    GateOverride override =
        new GateOverride(
            "20261124T120000Z-0a1b2c3d",
            "kms-prod",
            "alice (sudo)",
            "the vendor is on the phone",
            HALF_AN_HOUR,
            "0b7c5f0e-3f0f-4f55-9d3a-0d8a5f4b6c11",
            GIVEN,
            NOON);
    Golden.check("gate-override-1.json", override.canonicalBytes(), GateOverride::parse, override);
  }

  @Test
  void override_countsUntilItsTimeIsOver() {
    give(HALF_AN_HOUR, Duration.ZERO);

    assertThat(isOverridden(at(Duration.ZERO))).isTrue();
    assertThat(isOverridden(at(HALF_AN_HOUR.minusMillis(10)))).isTrue();
    assertThat(isOverridden(at(HALF_AN_HOUR))).isFalse();
    assertThat(overrides.find().given().get(0).left(at(Duration.ofMinutes(10))))
        .isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void clockSetBack_givesItNoMoreTime() {
    give(HALF_AN_HOUR, Duration.ZERO);
    BootInstant later = new BootInstant("boot-1", GIVEN + 200_000, NOON.minusSeconds(86_400));

    assertThat(isOverridden(later)).isFalse();
  }

  /** As after the memory image of a virtual machine was put back. */
  @Test
  void kernelClockThatWentBack_endsIt() {
    give(HALF_AN_HOUR, Duration.ZERO);

    assertThat(isOverridden(new BootInstant("boot-1", GIVEN - 1, NOON))).isFalse();
  }

  @Test
  void restartOfTheHost_endsIt() {
    give(HALF_AN_HOUR, Duration.ZERO);

    assertThat(isOverridden(new BootInstant("boot-2", GIVEN, NOON.plusSeconds(1)))).isFalse();
  }

  @Test
  void theOneGivenLast_counts() {
    give(Duration.ofHours(4), Duration.ZERO);
    give(Duration.ofMinutes(1), Duration.ofMinutes(1));

    assertThat(isOverridden(at(Duration.ofSeconds(90)))).isTrue();
    assertThat(isOverridden(at(Duration.ofMinutes(3)))).isFalse();
    assertThat(overrides.find().given()).hasSize(2);
  }

  @Test
  void oneForNoTime_endsThoseBeforeIt() {
    give(HALF_AN_HOUR, Duration.ZERO);
    GateOverride end = give(Duration.ZERO, Duration.ofMinutes(1));

    assertThat(end.isEnd()).isTrue();
    assertThat(isOverridden(at(Duration.ofMinutes(2)))).isFalse();
  }

  @Test
  void overrideOfMoreThanFourHours_isNeitherGivenNorRead() {
    assertThatThrownBy(() -> give(Duration.ofHours(5), Duration.ZERO))
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    GateOverride given = give(HALF_AN_HOUR, Duration.ZERO);
    String name = "gate/kms-prod/" + given.id() + ".json";
    String stored = new String(files.read(name).orElseThrow(), StandardCharsets.UTF_8);
    files.overwrite(name, stored.replace("\"length_s\":1800", "\"length_s\":18000"));

    assertThat(isOverridden(at(Duration.ofSeconds(1)))).isFalse();
    assertThat(overrides.find().problems()).singleElement().asString().contains("PT5H");
  }

  @Test
  void overrideOfAnotherService_doesNotCountHere() {
    GateOverride given = give(HALF_AN_HOUR, Duration.ZERO);
    files.write("gate/kms-lab/" + given.id() + ".json", given.canonicalBytes());

    assertThat(new GateOverrides(files, "kms-lab").find().inForce(at(Duration.ZERO))).isEmpty();
  }

  @Test
  void reason_isOneLineAndNotEmpty() {
    assertThatThrownBy(
            () -> overrides.give(HALF_AN_HOUR, "a", " ", at(Duration.ZERO), new Random()))
        .hasMessageContaining("reason");
    assertThatThrownBy(
            () -> overrides.give(HALF_AN_HOUR, "a", "x\ny", at(Duration.ZERO), new Random()))
        .hasMessageContaining("reason");
  }
}
