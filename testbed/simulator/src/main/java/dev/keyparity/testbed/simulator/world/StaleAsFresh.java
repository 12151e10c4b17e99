package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** A fleet in which a report counts for ever. */
record StaleAsFresh(Fleet real) implements Fleet {

  @Override
  public FleetSnapshot snapshot() {
    FleetSnapshot seen = real.snapshot();
    TreeMap<String, HostView> views = new TreeMap<>();
    for (String name : World.HOSTS) {
      seen.service(World.SERVICE)
          .flatMap(hosts -> hosts.host(name))
          .ifPresent(view -> views.put(name, fresh(view)));
    }
    return new FleetSnapshot(
        seen.at(), Map.of(World.SERVICE, new ServiceView(World.SERVICE, views)));
  }

  private static HostView fresh(HostView view) {
    return view.freshness() == HostView.Freshness.STALE
        ? new HostView(
            view.host(),
            HostView.Freshness.FRESH,
            "",
            view.age(),
            view.lastReportOrNull(),
            view.headerOrNull())
        : view;
  }

  @Override
  public void follow(Collection<ServiceSpec> services) {
    real.follow(services);
  }

  @Override
  public void acceptRecord(String service, String host) {
    real.acceptRecord(service, host);
  }

  @Override
  public AutoCloseable listen(Listener listener) {
    return real.listen(listener);
  }
}
