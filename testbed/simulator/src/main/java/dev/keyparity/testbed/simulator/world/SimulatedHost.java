package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.Operation;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.testbed.simulator.history.Event;
import dev.keyparity.testbed.simulator.time.Killed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host with a disk, a KMS and an agent. The agent may end before or after anything it makes
 * durable and any change of its KMS, and is started again some seconds later, as systemd would.
 */
final class SimulatedHost {
  private static final java.time.Duration START_AGAIN = java.time.Duration.ofSeconds(5);
  static final Path KEYS = Path.of("/keys");
  static final Path SECRING = KEYS.resolve("secring.gpg");

  private final World world;
  private final String name;
  final InMemoryDisk disk;
  final SimulatedKms kms;
  final HostState state;
  private byte @Nullable [] keySeen;
  private @Nullable SimulatedAgent agent;
  private boolean dying;
  private int stepsToLive = Integer.MAX_VALUE;
  private boolean cutsPower;
  private Instant fullUntil = Instant.MIN;
  private int incarnations;

  SimulatedHost(World world, String name) {
    this.world = world;
    this.name = name;
    this.disk = new InMemoryDisk(world.time);
    this.kms = new SimulatedKms(world, this);
    this.state = new HostState(this, world.weakness);
    disk.put(KEYS, Kind.DIRECTORY, "", 0700);
    disk.put(Path.of("/conf"), Kind.DIRECTORY, "", 0755);
    disk.put(Path.of("/conf/kms-site.xml"), Kind.FILE, "<configuration/>\n", 0644);
    disk.put(Path.of("/state"), Kind.DIRECTORY, "", 0700);
    disk.inject(this::before);
  }

  String name() {
    return name;
  }

  void hold(Material.Ring ring) {
    ring.files().forEach((file, content) -> disk.putFile(KEYS.resolve(file), content, 0600));
    keySeen = disk.content(SECRING).orElse(null);
  }

  String keyOnDisk() {
    return disk.content(SECRING).map(World.MATERIAL::nameOf).orElse(Event.ABSENT);
  }

  /** Where calls go; null while no agent runs. */
  @Nullable SimulatedAgent agent() {
    return dying ? null : agent;
  }

  int incarnation() {
    return incarnations;
  }

  void startAgent() {
    incarnations++;
    dying = false;
    try {
      agent = SimulatedAgent.start(world, this, incarnations);
      world.note("agent of %s runs".formatted(name));
    } catch (Killed atItsStart) {
      buried();
    } catch (KeyparityException refused) {
      world.note("agent of %s does not start: %s".formatted(name, refused.code()));
      world.time.after(START_AGAIN, this::startAgent);
    }
    seeKeyFile(false);
  }

  /** The agent dies at one of its next steps. */
  void doom(int steps, boolean withPower) {
    stepsToLive = steps;
    cutsPower = withPower;
    world.injected(withPower ? "power cut" : "agent crash");
  }

  void fill(java.time.Duration time) {
    fullUntil = world.time.instant().plus(time);
    world.injected("disk full");
  }

  private void before(Operation operation) throws IOException {
    step("does " + operation.kind());
    if (operation.needsRoom() && isFull()) {
      world.hit("disk full", "no room on %s for %s".formatted(name, operation.kind()));
      throw new IOException("No space left on device");
    }
  }

  private boolean isFull() {
    return world.time.instant().isBefore(fullUntil) && !world.isCalm();
  }

  void requireRoom() {
    if (isFull()) {
      world.hit("disk full", "no room on %s for a record".formatted(name));
      throw new KeyparityException(ErrorCode.DISK_FULL, "state: No space left on device");
    }
  }

  /** The agent does something durable, or is about to; it may end here. */
  void step(String what) {
    if (dying) {
      throw new Killed("agent of " + name);
    }
    seeKeyFile(false);
    if (--stepsToLive > 0) {
      return;
    }
    stepsToLive = Integer.MAX_VALUE;
    dying = true;
    SimulatedAgent ends = agent;
    if (ends != null) {
      ends.die();
      world.time.after(java.time.Duration.ZERO, this::buried);
    }
    String fault = cutsPower ? "power cut" : "agent crash";
    world.hit(fault, "%s on %s when it %s".formatted(fault, name, what));
    throw new Killed("agent of " + name);
  }

  /** What is left of an agent that died is removed. */
  private void buried() {
    SimulatedAgent dead = agent;
    agent = null;
    if (dead != null) {
      dead.close();
    }
    if (cutsPower) {
      kms.end(false);
      disk.restart(InMemoryDisk.Survival.ANYTHING, world.dice.fork());
      disk.inject(this::before);
      seeKeyFile(true);
    }
    boolean power = cutsPower;
    cutsPower = false;
    world.time.after(world.dice.millis(1_000, 10_000), () -> comeBack(power));
  }

  private void comeBack(boolean fromPowerCut) {
    if (fromPowerCut) {
      kms.boot();
      if (!keyOnDisk().equals(Event.ABSENT)) {
        kms.begin(false);
      }
    }
    startAgent();
  }

  /** Records what became of the key file. */
  void seeKeyFile(boolean byPowerCut) {
    byte[] now = disk.content(SECRING).orElse(null);
    if (now == keySeen) {
      return;
    }
    String before = keySeen == null ? Event.ABSENT : World.MATERIAL.nameOf(keySeen);
    keySeen = now;
    String after = keyOnDisk();
    if (!before.equals(after)) {
      Set<String> saved = SavedKeys.on(disk);
      world.record(new Event.KeyFileChanged(name, before, after, kms.runs(), saved, byPowerCut));
    }
  }
}
