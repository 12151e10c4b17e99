package dev.keyparity.coordinator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.fleet.HostView.Contact;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostViewTest {
  /** Words are for people: the same ones may come from any agent. */
  @ParameterizedTest
  @CsvSource({
    "NEVER_HEARD, CONNECTING, anything, true",
    "NEVER_HEARD, OPEN, anything, true",
    "NEVER_HEARD, FAILED, connecting, false",
    "STALE, OPEN, anything, true",
    "STALE, FAILED, the agent has gone silent, false",
    "FRESH, OPEN, '', false",
    "ROLLED_BACK, OPEN, generation 4, false"
  })
  void isAwaited_goesByStateAndNotByWords(
      Freshness freshness, Contact contact, String reason, boolean awaited) {
    HostView view =
        new HostView("kms1", freshness, reason, Duration.ofSeconds(9), null, null, contact);

    assertThat(view.isAwaited()).isEqualTo(awaited);
  }
}
