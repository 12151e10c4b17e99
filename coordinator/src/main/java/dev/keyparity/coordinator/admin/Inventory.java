package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.inventory.ServiceSpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The services that this coordinator leads. Thread-safe. */
public interface Inventory {

  /** Completes once the services are taken up under the present leadership; never without one. */
  CompletableFuture<List<ServiceSpec>> takenUp();

  /** As taken up now; empty before that. */
  List<ServiceSpec> services();

  /** One was applied or retired: takes the inventory up again. Completes when that was tried. */
  CompletableFuture<Void> changed();
}
