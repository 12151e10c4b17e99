package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.proto.agent.v1.HostReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fleet whose hosts the test sets. Thread-safe. */
public final class FakeFleet implements Fleet {
  private final Map<String, TreeMap<String, HostView>> hosts = new HashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private List<ServiceSpec> followed = List.of();

  public void report(String service, HostReport report) {
    put(service, new HostView(report.getHost(), Freshness.FRESH, "", Duration.ZERO, report, null));
  }

  public void silent(String service, String host, String reason) {
    put(service, new HostView(host, Freshness.NEVER_HEARD, reason, HostView.NEVER, null, null));
  }

  /** Any view, as old or untrustworthy as a test needs it. */
  public void put(String service, HostView view) {
    synchronized (this) {
      hosts.computeIfAbsent(service, s -> new TreeMap<>()).put(view.host(), view);
    }
    listeners.forEach(listener -> listener.changed(service));
  }

  public synchronized List<ServiceSpec> followed() {
    return followed;
  }

  @Override
  public synchronized FleetSnapshot snapshot() {
    Map<String, ServiceView> views = new HashMap<>();
    hosts.forEach((service, all) -> views.put(service, new ServiceView(service, all)));
    return new FleetSnapshot(Instant.EPOCH, views);
  }

  @Override
  public synchronized void follow(Collection<ServiceSpec> services) {
    followed = List.copyOf(services);
  }

  @Override
  public void acceptRecord(String service, String host) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable listen(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
