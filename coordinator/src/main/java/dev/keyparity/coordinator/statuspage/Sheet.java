package dev.keyparity.coordinator.statuspage;

import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one coordinator can say at one moment. Immutable. */
public sealed interface Sheet {

  /**
   * It leads.
   *
   * @param isTakenUp whether it has read which services there are
   */
  record Leading(long epoch, boolean isTakenUp, List<Service> services) implements Sheet {
    public Leading {
      services = List.copyOf(services);
    }
  }

  /**
   * It does not lead.
   *
   * @param isTrouble whether somebody should lead and nobody is known to
   * @param sentence who leads, or why that cannot be told
   */
  record StandingBy(boolean isTrouble, String sentence) implements Sheet {}

  /**
   * One service that it leads.
   *
   * @param runOrNull the open run, or the last one
   * @param matrixOrNull the last decrypt matrix
   * @param isRead whether all that is on record of it was read: else some of it lacks here
   */
  record Service(
      ServiceStatus status,
      @Nullable Run runOrNull,
      @Nullable MatrixResult matrixOrNull,
      boolean isRead) {}

  /** Whoever knows; must be quick and must not wait for the network. Thread-safe. */
  @FunctionalInterface
  interface Source {
    Sheet sheet();
  }
}
