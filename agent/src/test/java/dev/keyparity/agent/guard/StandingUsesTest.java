package dev.keyparity.agent.guard;

import static dev.keyparity.agent.guard.Refusals.assertRefused;

import dev.keyparity.agent.guard.state.InMemoryStateFiles;
import dev.keyparity.daemon.fault.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandingUsesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T14:00:00Z");

  private final InMemoryStateFiles files = new InMemoryStateFiles();
  private StandingUses uses = new StandingUses("kms-prod", files);

  private static RequestKey key(String run, String act, int attempt) {
    return new RequestKey("kms-prod", run, "synchronize-key", act, "kms2", attempt);
  }

  private void threeRuns() {
    for (int run = 1; run <= StandingUses.MOST_RUNS; run++) {
      uses.use(key("run-" + run, "install", 1), NOW.plusSeconds(run));
    }
  }

  @Test
  void oneRunMoreThanADayAllows_isRefused_alsoByTheNextProcess() {
    threeRuns();
    RequestKey next = key("run-4", "install", 1);

    assertRefused(ErrorCode.WARRANT_CONSUMED, "", () -> uses.require(next, NOW.plusSeconds(60)));
    uses = new StandingUses("kms-prod", files);
    assertRefused(ErrorCode.WARRANT_CONSUMED, "", () -> uses.use(next, NOW.plusSeconds(60)));
  }

  @Test
  void runThatActedAlready_goesOn() {
    threeRuns();

    uses.use(key("run-3", "start", 1), NOW.plusSeconds(60));
    uses.use(key("run-3", "start", 1), NOW.plusSeconds(61));
  }

  @Test
  void aDayLater_anotherMayAct() {
    threeRuns();

    uses.use(key("run-4", "install", 1), NOW.plus(Duration.ofHours(24)).plusSeconds(2));
  }

  @Test
  void attemptsOfOneAct_areBounded() {
    for (int attempt = 1; attempt <= Consumed.MOST_ATTEMPTS; attempt++) {
      uses.use(key("run-1", "start", attempt), NOW);
    }
    RequestKey next = key("run-1", "start", Consumed.MOST_ATTEMPTS + 1);

    assertRefused(ErrorCode.WARRANT_CONSUMED, "", () -> uses.require(next, NOW));
    uses.require(key("run-1", "install", 1), NOW);
  }
}
