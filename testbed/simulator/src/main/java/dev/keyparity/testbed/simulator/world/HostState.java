package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.guard.state.StateFiles;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Durable records of one agent: each write is there wholly or not at all, across a power cut. */
final class HostState implements StateFiles {
  private final SimulatedHost host;
  private final Weakness weakness;
  private final TreeMap<String, byte[]> records = new TreeMap<>();

  HostState(SimulatedHost host, Weakness weakness) {
    this.host = host;
    this.weakness = weakness;
  }

  @Override
  public Optional<byte[]> read(String name) {
    return Optional.ofNullable(records.get(name)).map(byte[]::clone);
  }

  @Override
  public void write(String name, byte[] bytes) {
    host.step("is about to write " + folder(name));
    host.requireRoom();
    boolean forgotten =
        (weakness == Weakness.RECEIPTS_FORGOTTEN && name.startsWith("receipts/"))
            || (weakness == Weakness.PERMITS_FORGOTTEN && name.startsWith("permits/"));
    if (!forgotten) {
      records.put(name, bytes.clone());
    }
    host.step("wrote " + folder(name));
  }

  private static String folder(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  @Override
  public List<String> names(String folder) {
    return records.keySet().stream().filter(name -> name.startsWith(folder + "/")).toList();
  }
}
