package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.leadership.Leadership.Coordinator;
import dev.keyparity.coordinator.leadership.Leadership.Group;
import dev.keyparity.coordinator.statuspage.Sheet;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What the status page shows: the same read models that operators' clients are answered from.
 * Thread-safe.
 */
final class StatusSheets implements Sheet.Source {
  /** A page that cannot say who leads should say so soon. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final String coordinator;
  private final Leadership leadership;
  private final Groups groups;
  private final Inventory inventory;
  private final StatusBoard board;
  private final Clock clock;

  /**
   * @param coordinator our own name
   */
  StatusSheets(
      String coordinator,
      Leadership leadership,
      Groups groups,
      Inventory inventory,
      StatusBoard board,
      Clock clock) {
    this.coordinator = coordinator;
    this.leadership = leadership;
    this.groups = groups;
    this.inventory = inventory;
    this.board = board;
    this.clock = clock;
  }

  @Override
  public Sheet sheet() {
    Optional<FencingToken> token = leadership.token();
    if (token.isPresent()) {
      boolean isTakenUp = inventory.takenUp().isDone();
      Sheet sheet =
          new Sheet.Leading(
              token.get().epoch(), isTakenUp, board.sheets(inventory.services(), clock.instant()));
      // A leadership that ended while it was put together knew nothing any more.
      if (leadership.holds(token.get())) {
        return sheet;
      }
    }
    return standingBy();
  }

  private Sheet standingBy() {
    try {
      Group group = groups.read(PATIENCE);
      return group
          .leader()
          .map(leader -> led(leader, group.epoch()))
          .orElse(
              new Sheet.StandingBy(
                  true,
                  "Nobody leads at the moment: hosts are not compared, and runs stand still."));
    } catch (KeyparityException e) {
      return new Sheet.StandingBy(true, "Who leads cannot be told: " + e.operatorMessage());
    }
  }

  private Sheet led(Coordinator leader, long epoch) {
    return leader.name().equals(coordinator)
        ? new Sheet.StandingBy(
            true,
            "%s led in epoch %d and is cut off from ZooKeeper, or has just begun: it shows nothing"
                    .formatted(coordinator, epoch)
                + " that it cannot vouch for.")
        : new Sheet.StandingBy(
            false,
            "%s leads (epoch %d); clients reach it at %s."
                .formatted(leader.name(), epoch, leader.address()));
  }
}
