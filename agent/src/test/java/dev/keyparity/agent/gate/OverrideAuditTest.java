package dev.keyparity.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.guard.GuardFixture;
import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.agent.store.Golden;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which overrides stand in the audit log already. */
class OverrideAuditTest {
  private static final String RECORD = "gate-audited/kms-prod.json";

  private final GuardFixture fixture = new GuardFixture();
  private final GateOverrides overrides = new GateOverrides(fixture.files, "kms-prod");

  @BeforeEach
  void giveTwo() {
    for (int minute = 0; minute < 2; minute++) {
      overrides.give(
          Duration.ofMinutes(30),
          "alice",
          "the vendor is on the phone",
          new BootInstant(
              "boot-1",
              360_000 + minute * 6_000L,
              Instant.parse("2026-11-24T12:00:00Z").plusSeconds(60L * minute)),
          new Random(minute));
    }
  }

  private void takeUp() {
    new OverrideAudit("kms-prod", overrides, fixture.host()).takeUp();
  }

  /** What the reader makes of it: the events that are told once more. */
  private List<String> toldWith(byte[] record) {
    fixture.files.write(RECORD, record);
    fixture.audited.clear();
    takeUp();
    return List.copyOf(fixture.audited);
  }

  @Test
  void overridesTakenUp_areAsTheirGoldenFile() throws Exception {
    takeUp();

    Golden.check(
        "gate-audited-1.json",
        fixture.files.read(RECORD).orElseThrow(),
        this::toldWith,
        List.of(),
        RECORD);
  }

  @Test
  void override_isToldOnce() {
    takeUp();
    takeUp();

    assertThat(fixture.audited).hasSize(2);
  }
}
