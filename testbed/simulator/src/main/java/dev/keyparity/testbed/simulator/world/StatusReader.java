package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.parity.HostVerdict;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.testbed.simulator.history.Event;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Somebody who asks every coordinator that leads how the hosts stand, again and again. */
record StatusReader(World world) {
  private static final Duration EVERY = Duration.ofSeconds(1);

  void start() {
    world.time.after(EVERY, this::read);
  }

  private void read() {
    for (SimulatedCoordinator coordinator : world.coordinators) {
      SimulatedCoordinator.Life life = coordinator.life();
      if (life != null) {
        life.shown().ifPresent(parity -> record(life.holder(), parity));
      }
    }
    world.time.after(EVERY, this::read);
  }

  private void record(String holder, ServiceParity parity) {
    Map<String, String> verdicts = new TreeMap<>();
    Set<String> told = new TreeSet<>();
    for (ServiceParity.Host host : parity.hosts()) {
      HostVerdict verdict = host.verdict();
      verdicts.put(verdict.host(), verdict.verdict().map(Enum::name).orElse(""));
      if (host.isToldDrift()) {
        told.add(verdict.host());
      }
    }
    String approved =
        parity.identity().isEmpty() ? "" : World.MATERIAL.nameOfIdentity(parity.identity());
    world.record(new Event.Shown(holder, approved, verdicts, told));
  }
}
