package dev.keyparity.testbed.simulator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.proto.agent.v1.Envelope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Durable records of one agent: each write is there wholly or not at all, across a power cut. */
final class HostState implements StateFiles {
  private final SimulatedHost host;
  private final Weakness weakness;
  private final TreeMap<String, byte[]> records = new TreeMap<>();
  private final TreeMap<String, byte[]> torn = new TreeMap<>();

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
        (weakness.has(Weakness.RECEIPTS_FORGOTTEN) && name.startsWith("receipts/"))
            || (weakness.has(Weakness.FENCE_IN_MEMORY) && name.startsWith("fence/"))
            || (weakness.has(Weakness.PERMITS_FORGOTTEN) && name.startsWith("permits/"));
    if (!forgotten) {
      records.put(name, tooEarly(name, bytes));
      torn.remove(name);
    }
    host.kept(name, bytes);
    host.step("wrote " + folder(name));
  }

  private byte[] tooEarly(String name, byte[] bytes) {
    return weakness.has(Weakness.RECEIPT_BEFORE_EFFECT) && name.startsWith("receipts/")
        ? new String(bytes, UTF_8)
            .replace("\"stage\":\"BEGUN\"", "\"stage\":\"DONE\"")
            .getBytes(UTF_8)
        : bytes.clone();
  }

  /** The envelope as from the holder that this host is bound to, if the epoch is the same. */
  Envelope withTheHolderOnRecord(Envelope envelope) {
    byte[] fence = records.get("fence/" + World.SERVICE + ".json");
    String text = fence == null ? "" : new String(fence, UTF_8);
    String holder = text.replaceAll(".*\"holder\":\"([^\"]*)\".*", "$1");
    return text.contains("\"epoch\":" + envelope.getEpoch() + ",")
        ? envelope.toBuilder().setHolder(holder).build()
        : envelope;
  }

  /** Cuts one record short; answers which. */
  Optional<String> tear(Dice dice) {
    if (records.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = List.copyOf(records.keySet());
    String name = names.get(dice.upTo(names.size()) - 1);
    byte[] whole = records.getOrDefault(name, new byte[0]);
    records.put(name, Arrays.copyOf(whole, whole.length / 2));
    torn.putIfAbsent(name, whole);
    return Optional.of(folder(name));
  }

  /** The operator puts whole records back where some were cut short. */
  void mend() {
    records.putAll(torn);
    torn.clear();
  }

  Map<String, byte[]> save() {
    return new TreeMap<>(records);
  }

  void load(Map<String, byte[]> saved) {
    records.clear();
    records.putAll(saved);
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
