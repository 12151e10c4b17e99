package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.inventory.ServiceSpec;
import java.util.Collection;

/** The live view of all agents. Thread-safe. */
public interface Fleet {

  /** Builds the snapshot of now: cheap, once a decision. */
  FleetSnapshot snapshot();

  /**
   * Follows exactly these services from now on: opens what is missing, closes what is not named,
   * keeps the rest. An empty collection lets all go.
   */
  void follow(Collection<ServiceSpec> services);

  /**
   * Takes the present record of an agent for good, however it compares with what was seen before:
   * what an operator asks for who knows why a host was {@code ROLLED_BACK}.
   */
  void acceptRecord(String service, String host);

  /**
   * Calls the listener after a report changed or a host became fresh or stale. Calls come on a
   * thread of the fleet's: enqueue, do not work.
   *
   * @return ends the listening
   */
  AutoCloseable listen(Listener listener);

  /** Told which service changed; reads a snapshot if it cares. */
  @FunctionalInterface
  interface Listener {
    void changed(String service);
  }
}
