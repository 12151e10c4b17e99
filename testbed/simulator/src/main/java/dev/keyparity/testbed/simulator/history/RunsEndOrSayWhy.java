package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.Optional;

/**
 * Once nothing goes wrong any more a run ends, or stands still with words an operator can use; and
 * nothing is thrown meanwhile that nobody expected.
 */
public final class RunsEndOrSayWhy implements Invariant {
  @Override
  public String number() {
    return "I11";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.Escaped escaped) {
      return Optional.of(escaped.toString());
    }
    if (!(event instanceof Event.RunStands run) || run.isTerminal()) {
      return Optional.empty();
    }
    if (run.patienceIsOver()) {
      return Optional.of("the run did not end: " + run.state() + ": " + run.sentence());
    }
    return run.sentence().isBlank()
        ? Optional.of("the run stands still without a word")
        : Optional.empty();
  }
}
