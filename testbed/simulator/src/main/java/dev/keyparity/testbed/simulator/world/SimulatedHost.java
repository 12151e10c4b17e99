package dev.keyparity.testbed.simulator.world;

import com.google.protobuf.ByteString;
import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.InMemoryTree;
import dev.keyparity.agent.disk.Operation;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.testbed.simulator.history.Event;
import dev.keyparity.testbed.simulator.time.Killed;
import dev.keyparity.testbed.simulator.time.SkewedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host with a disk, a KMS and an agent. The agent may end before or after anything it makes
 * durable and any change of its KMS, and is started again some seconds later, as systemd would.
 */
final class SimulatedHost {
  private static final Duration START_AGAIN = Duration.ofSeconds(5);

  private static final int HEADS = 600;

  /** Where an end means most. */
  private static final List<String> TURNING_POINTS =
      List.of(
          "is about to stop its KMS",
          "stopped its KMS",
          "is about to start its KMS",
          "started its KMS",
          "is about to write permits",
          "wrote permits",
          "is about to write receipts",
          "wrote receipts",
          "wrote fence",
          "wrote statements",
          "is about to audit effect-begun",
          "audited effect-begun",
          "audited effect-ended",
          "does MOVE",
          "does SYNC_FILE",
          "does SYNC_DIRECTORY");

  static final Path KEYS = Path.of("/keys");
  static final Path SECRING = KEYS.resolve("secring.gpg");

  private final World world;
  private final String name;
  final SkewedClock clock;
  final InMemoryDisk disk;
  final SimulatedKms kms;
  final HostState state;
  private byte @Nullable [] keySeen;
  private @Nullable SimulatedAgent agent;
  private boolean dying;
  private int stepsToLive = Integer.MAX_VALUE;
  private String diesAt = "";
  private boolean cutsPower;
  private @Nullable Image image;
  private boolean goesBack;
  private Instant fullUntil = Instant.MIN;
  private int incarnations;

  SimulatedHost(World world, String name) {
    this.world = world;
    this.name = name;
    this.clock = new SkewedClock(world.time);
    this.disk = new InMemoryDisk(clock);
    this.kms = new SimulatedKms(world, this);
    this.state = new HostState(this, world.weakness);
    disk.put(KEYS, Kind.DIRECTORY, "", 0700);
    disk.put(Path.of("/conf"), Kind.DIRECTORY, "", 0755);
    disk.put(Path.of("/conf/kms-site.xml"), Kind.FILE, "<configuration/>\n", 0644);
    disk.put(Path.of("/state"), Kind.DIRECTORY, "", 0700);
    disk.inject(this::before);
    if (world.weakness.has(Weakness.BACKUP_NOT_FORCED)) {
      disk.pretendToForce(Path.of("/state/backups"));
    }
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

  /** Its agent is about to cause an effect. */
  void begins(String kind) {
    if (kind.equals("acknowledge-copy") && world.strikes(Fault.BACKUP_DAMAGED_LATE)) {
      damageBackup(world.dice);
    }
  }

  /** A record of the agent's state is written. */
  void kept(String record, byte[] bytes) {
    world.search("a state record", bytes);
    if (record.startsWith("fence/")) {
      world.record(new Event.Fenced(name, world.asker()));
    }
    if (record.startsWith("statement/")) {
      try {
        SignedDocument signed = SignedDocument.parse(bytes);
        String identity = IdentityStatement.parse(signed.payload()).keyIdentity();
        world.record(new Event.Approved(name, World.MATERIAL.nameOfIdentity(identity)));
      } catch (MalformedRecord e) {
        throw new IllegalStateException(record, e);
      }
    }
  }

  private void changedByAgent(byte @Nullable [] now) {
    if (now != null && world.weakness.has(Weakness.KEY_STAGED_ELSEWHERE)) {
      disk.putFile(Path.of("/state/secring.part"), now, 0600);
    }
    // Where nobody looks before a start, a stranger just behind each install puts it to the test.
    boolean isCertain = world.weakness.has(Weakness.STRANGERS_UNSEEN_AND_REVERIFICATION_OFF);
    if (world.strikes(Fault.KEY_CHANGED_BACK) || isCertain) {
      world.time.after(
          world.dice.millis(10, isCertain ? 100 : 3_000),
          () -> {
            if (!kms.runs()) {
              changeKeyFromOutside(world.dice);
            }
          });
    }
  }

  /** Looks through everything outside the key directory. */
  void searchDisk() {
    disk.files().entrySet().stream()
        .filter(file -> !file.getKey().startsWith(KEYS + "/"))
        .forEach(file -> world.search(file.getKey() + " on " + name, file.getValue()));
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
      if (world.isCalm()) {
        state.mend();
      }
      world.time.after(START_AGAIN, this::startAgent);
    }
    seeKeyFile(Event.AGENT);
  }

  /** The agent dies at one of its next steps, or when it next does a certain thing. */
  void doom(Dice dice, boolean withPower) {
    stepsToLive = dice.upTo(80);
    diesAt = dice.chance(0.5) ? TURNING_POINTS.get(dice.upTo(TURNING_POINTS.size()) - 1) : "";
    cutsPower = withPower;
  }

  void fill(Duration time) {
    fullUntil = world.time.instant().plus(time);
  }

  /** Somebody else restarts its KMS. */
  void restartFromOutside(Duration time) {
    if (kms.runs()) {
      world.hit(Fault.KMS_RESTARTED, "somebody restarts the KMS of " + name);
      kms.end(false);
      world.time.after(
          time,
          () -> {
            if (!kms.runs() && !dying) {
              kms.begin(false);
            }
          });
    }
  }

  /** Somebody puts another key there, and perhaps what was there back later. */
  void changeKeyFromOutside(Dice dice) {
    byte[] before = disk.content(SECRING).orElse(null);
    world.hit(Fault.KEY_CHANGED, "somebody changes the key of " + name);
    Material.Ring other = World.MATERIAL.rings.get(dice.upTo(World.MATERIAL.rings.size()) - 1);
    other.files().forEach((file, content) -> disk.putFile(KEYS.resolve(file), content, 0600));
    seeKeyFile(Event.STRANGER);
    if (before != null && dice.chance(0.5)) {
      String held = World.MATERIAL.nameOf(before);
      world.time.after(
          dice.millis(1_000, 60_000),
          () -> {
            if (keyOnDisk().equals(other.name()) && !held.equals("unknown")) {
              World.MATERIAL
                  .ring(held)
                  .files()
                  .forEach((file, content) -> disk.putFile(KEYS.resolve(file), content, 0600));
              seeKeyFile(Event.STRANGER);
            }
          });
    }
  }

  /** One bit of one backup, or of a copy of another host's, flips. */
  void damageBackup(Dice dice) {
    List<Map.Entry<String, byte[]>> all =
        disk.files().entrySet().stream()
            .filter(file -> file.getKey().endsWith(".tar.gpg"))
            .toList();
    if (!all.isEmpty()) {
      Map.Entry<String, byte[]> one = all.get(dice.upTo(all.size()) - 1);
      byte[] bytes = one.getValue();
      // Where the recovery keys' part is a damage does not show to the host itself.
      bytes[dice.upTo(dice.chance(0.5) ? Math.min(HEADS, bytes.length) : bytes.length) - 1] ^= 1;
      world.record(new Event.BackupDamaged(name));
      disk.overwrite(disk.require(Path.of(one.getKey())), bytes);
      world.hit(Fault.BACKUP_DAMAGED, "a bit of a backup on %s flips".formatted(name));
    }
  }

  /** One record of the agent's state is cut short. */
  void tearState(Dice dice) {
    state
        .tear(dice)
        .ifPresent(
            record -> {
              world.hit(Fault.STATE_TORN, "%s of %s is cut short".formatted(record, name));
              fall();
            });
  }

  /** Everything on the host as it is now, in case it is rolled back later. */
  private record Image(InMemoryTree.Node disk, Map<String, byte[]> state, ByteString audit) {}

  void keepImage() {
    image =
        new Image(
            disk.save(),
            state.save(),
            ByteString.copyFrom(world.ensemble.folders().auditBytes(name)));
  }

  /** The whole host is restored from an image taken earlier. */
  void rollBack() {
    if (image != null && !dying) {
      world.hit(Fault.HOST_ROLLED_BACK, name + " is restored from a snapshot");
      goesBack = true;
      fall();
    }
  }

  /** Its agent ends now. */
  private void fall() {
    dying = true;
    SimulatedAgent ends = agent;
    if (ends != null) {
      ends.die(cutsPower || goesBack);
    }
    world.time.after(Duration.ZERO, this::buried);
  }

  private void before(Operation operation) throws IOException {
    step("does " + operation.kind());
    boolean waits = operation.needsRoom() && operation.path().startsWith(KEYS.toString());
    if (waits && world.time.running() != null && world.strikes(Fault.SLOW_DISK)) {
      world.hit(Fault.SLOW_DISK, "%s waits for its disk".formatted(name));
      world.time.sleep(world.dice.millis(100, 10_000));
      step("goes on");
    }
    if (operation.needsRoom() && isFull()) {
      world.hit(Fault.DISK_FULL, "no room on %s for %s".formatted(name, operation.kind()));
      throw new IOException("No space left on device");
    }
  }

  private boolean isFull() {
    return world.time.instant().isBefore(fullUntil) && !world.isCalm();
  }

  void requireRoom() {
    if (isFull()) {
      world.hit(Fault.DISK_FULL, "no room on %s for a record".formatted(name));
      throw new KeyparityException(ErrorCode.DISK_FULL, "state: No space left on device");
    }
  }

  /** The agent does something durable, or is about to; it may end here. */
  void step(String what) {
    if (dying) {
      throw new Killed("agent of " + name);
    }
    seeKeyFile(Event.AGENT);
    boolean lives = diesAt.isEmpty() ? --stepsToLive > 0 : !what.equals(diesAt);
    if (lives) {
      return;
    }
    stepsToLive = Integer.MAX_VALUE;
    diesAt = "";
    Fault fault = cutsPower ? Fault.POWER_CUT : Fault.AGENT_CRASH;
    world.hit(fault, "%s on %s when it %s".formatted(fault, name, what));
    if (agent == null) {
      dying = true;
    } else {
      fall();
    }
    throw new Killed("agent of " + name);
  }

  /** What is left of an agent that died is removed. */
  private void buried() {
    SimulatedAgent dead = agent;
    agent = null;
    if (dead != null) {
      dead.close();
    }
    boolean power = cutsPower || goesBack;
    if (power) {
      kms.end(false);
      disk.restart(InMemoryDisk.Survival.ANYTHING, world.dice.fork());
      seeKeyFile(Event.POWER);
      world.record(new Event.BackupsThere(name, world.saved.on(disk)));
      restoreImage();
      disk.inject(this::before);
    }
    cutsPower = false;
    goesBack = false;
    world.time.after(world.dice.millis(1_000, 10_000), () -> comeBack(power));
  }

  private void restoreImage() {
    Image old = image;
    if (goesBack && old != null) {
      disk.load(old.disk());
      state.load(old.state());
      world.ensemble.folders().putAudit(name, old.audit().toByteArray());
      world.record(new Event.HostRolledBack(name));
      seeKeyFile(Event.SNAPSHOT);
    }
  }

  private void comeBack(boolean fromPowerCut) {
    if (fromPowerCut) {
      kms.boot();
      if (!keyOnDisk().equals(Event.ABSENT)) {
        kms.begin(false);
      }
    }
    kms.agentIsBack();
    startAgent();
  }

  private void tellOfChange() {
    SimulatedAgent there = agent();
    if (there != null) {
      there.keysChanged();
    }
  }

  /** Records what became of the key file. */
  void seeKeyFile(String by) {
    byte[] now = disk.content(SECRING).orElse(null);
    if (now == keySeen) {
      return;
    }
    String before = keySeen == null ? Event.ABSENT : World.MATERIAL.nameOf(keySeen);
    keySeen = now;
    if (by.equals(Event.AGENT)) {
      changedByAgent(now);
    }
    String after = keyOnDisk();
    boolean isUnseen = by.equals(Event.STRANGER) && world.weakness.has(Weakness.STRANGERS_UNSEEN);
    if (!isUnseen && !world.strikes(Fault.NOTICE_LOST)) {
      world.time.after(world.dice.millis(1, 20), this::tellOfChange);
    }
    if (!before.equals(after)) {
      Set<String> saved = world.saved.on(disk);
      world.record(
          new Event.KeyFileChanged(
              name, before, after, kms.runs(), kms.runs() ? kms.serving() : "", saved, by));
    }
  }
}
