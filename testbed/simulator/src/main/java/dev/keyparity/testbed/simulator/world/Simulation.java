package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.testbed.simulator.history.Event;
import dev.keyparity.testbed.simulator.history.Violation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One world from its beginning until its run is over. */
public final class Simulation {
  private static final Duration AT_MOST = Duration.ofHours(3);
  private static final int FRAMES = 12;
  private static final Duration SETTING_UP = Duration.ofMinutes(10);

  private Simulation() {}

  /**
   * What came of a seed.
   *
   * @param transitions rows of the workflow's tables that fired
   * @param end the state of the run when it was looked at last
   * @param digest SHA-256 of the event log
   */
  public record Result(
      long seed,
      List<Violation> violations,
      Map<String, Integer> injected,
      Map<String, Integer> hit,
      Set<String> transitions,
      String end,
      String digest,
      List<String> log) {}

  /** Where something is thrown that nobody expected, that is a violation. */
  public static Result run(long seed, Weakness weakness) {
    // gRPC tells of every agent that dies in a call.
    LogManager.getLogManager().reset();
    World world = new World(seed, weakness);
    try {
      SimulatedOperator operator = setUp(world);
      world.time.run(world.time.instant().plus(AT_MOST), operator::isOver);
      Throwable escaped = world.time.escaped();
      if (escaped != null) {
        world.history.add(world.time.instant(), new Event.Escaped(trace(escaped)));
      }
      World.HOSTS.stream().map(world::host).forEach(SimulatedHost::searchDisk);
      List<String> log = world.history.lines();
      return new Result(
          seed,
          world.history.violations(),
          world.faultsInjected(),
          world.faultsHit(),
          world.transitions,
          operator.end(),
          world.history.digest(),
          log);
    } finally {
      world.end();
    }
  }

  /** What it is, and where: without what differs from one virtual machine to the next. */
  private static String trace(Throwable escaped) {
    return Stream.iterate(escaped, Objects::nonNull, Throwable::getCause)
        .map(
            one ->
                one
                    + Arrays.stream(one.getStackTrace())
                        .limit(FRAMES)
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                        .collect(Collectors.joining(", ", " (", ")")))
        .collect(Collectors.joining(" because of "));
  }

  private static SimulatedOperator setUp(World world) {
    for (String host : World.HOSTS) {
      world.hosts.put(host, new SimulatedHost(world, host));
    }
    scene(world);
    world.time.pass(SETTING_UP);
    World.HOSTS.stream().map(world::host).forEach(SimulatedHost::startAgent);
    world.ensemble.raiseForSetUp();
    declare(world);
    for (String name : List.of("coord1", "coord2")) {
      SimulatedCoordinator coordinator = new SimulatedCoordinator(world, name);
      world.coordinators.add(coordinator);
      coordinator.start();
    }
    world.time.after(Duration.ofSeconds(1), world.ensemble::start);
    new StatusReader(world).start();
    world.calmAfter(world.dice.millis(30_000, 240_000));
    Misfortunes.plan(world);
    SimulatedOperator operator = new SimulatedOperator(world);
    operator.start();
    return operator;
  }

  /** Who holds and serves which key at the beginning. */
  private static void scene(World world) {
    boolean different = world.dice.chance(0.6);
    for (int i = 0; i < World.HOSTS.size(); i++) {
      SimulatedHost host = world.host(World.HOSTS.get(i));
      if (i == 0 || different) {
        host.hold(World.MATERIAL.rings.get(i));
      }
    }
    world.time.pass(SETTING_UP);
    for (String name : World.HOSTS) {
      SimulatedHost host = world.host(name);
      if (!host.keyOnDisk().equals(Event.ABSENT)) {
        host.kms.begin(false);
      }
    }
    world.keys.kms.key("customer_pii", 4, "A");
  }

  /** Declares the service and proves its recovery key, where the store does not know them. */
  static void declare(World world) {
    FencingToken token = world.ensemble.present();
    RecordKey key = RecordKey.of(RecordKey.Kind.SPEC, World.SERVICE);
    if (token == null || world.ensemble.records.read(key).isPresent()) {
      return;
    }
    world.ensemble.records.write(token, new RecordWrite.Create(key, KeyService.declaration()));
    new Evidence(world.ensemble.records)
        .prove(
            token,
            World.SERVICE,
            before ->
                before.answered(
                    new RecoveryProofs.Challenge(
                        "c1",
                        World.MATERIAL.recovery.recipient().fingerprint().hex(),
                        "0".repeat(64),
                        world.time.instant().plusSeconds(60)),
                    "alice",
                    world.time.instant()));
  }
}
