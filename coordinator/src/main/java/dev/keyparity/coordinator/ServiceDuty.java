package dev.keyparity.coordinator;

import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import java.time.Duration;

/**
 * What is done for one service while this coordinator leads. Made anew for every leadership and
 * used by one thread: it remembers nothing of earlier ones.
 */
@FunctionalInterface
public interface ServiceDuty {
  /**
   * Does what is to be done now.
   *
   * @param fenced which hosts are fenced, and the token that calls to them carry
   * @return how long it may rest unless something happens
   */
  Duration turn(Fenced fenced) throws InterruptedException;

  /** This one and then another, in one turn. */
  default ServiceDuty and(ServiceDuty other) {
    return fenced -> {
      Duration rest = turn(fenced);
      Duration otherRest = other.turn(fenced);
      return rest.compareTo(otherRest) < 0 ? rest : otherRest;
    };
  }
}
