package dev.keyparity.coordinator.fleet;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every host of every followed service at one instant. Immutable: one decision, one snapshot.
 *
 * @param at the coordinator's wall clock
 * @param services by name
 */
public record FleetSnapshot(Instant at, Map<String, ServiceView> services) {

  /**
   * The hosts of one service, by name. Has an entry for each host the service declares, heard of or
   * not.
   */
  public record ServiceView(String service, SortedMap<String, HostView> hosts) {
    public ServiceView {
      hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    }

    public Optional<HostView> host(String name) {
      return Optional.ofNullable(hosts.get(name));
    }
  }

  public FleetSnapshot {
    services = Map.copyOf(services);
  }

  /** The hosts of a service; none of a service that is not followed. */
  public ServiceView hostsOf(String name) {
    return service(name).orElseGet(() -> new ServiceView(name, new TreeMap<>()));
  }

  public Optional<ServiceView> service(String name) {
    return Optional.ofNullable(services.get(name));
  }
}
