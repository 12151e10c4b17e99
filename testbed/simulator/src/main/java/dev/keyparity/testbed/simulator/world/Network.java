package dev.keyparity.testbed.simulator.world;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Which ways are cut, one direction each, and since when. */
final class Network {
  static final String STORE = "store";

  private final World world;
  private final Map<String, Instant> cutSince = new HashMap<>();

  Network(World world) {
    this.world = world;
  }

  void cut(String from, String to, Duration time) {
    String way = from + ">" + to;
    if (cutSince.putIfAbsent(way, world.time.instant()) == null) {
      world.note("cut off: " + way);
      world.time.after(time, () -> cutSince.remove(way));
    }
  }

  /** For how long nothing has come through; zero if it does. */
  Duration cutFor(String from, String to) {
    Instant since = cutSince.get(from + ">" + to);
    return since == null || world.isCalm()
        ? Duration.ZERO
        : Duration.between(since, world.time.instant()).plusMillis(1);
  }

  boolean isCut(String from, String to) {
    boolean cut = !cutFor(from, to).isZero();
    if (cut) {
      world.hit(Fault.PARTITION, "nothing comes from %s to %s".formatted(from, to));
    }
    return cut;
  }
}
