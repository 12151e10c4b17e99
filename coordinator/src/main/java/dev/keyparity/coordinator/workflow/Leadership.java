package dev.keyparity.coordinator.workflow;

import java.util.Optional;

/**
 * Whether this coordinator may act. Thread-safe. Once a term is gone it never comes back: a later
 * leadership has a higher epoch.
 */
@FunctionalInterface
public interface Leadership {
  /** The term it holds and has fenced for, or empty. Asked again before each act. */
  Optional<Term> term();
}
