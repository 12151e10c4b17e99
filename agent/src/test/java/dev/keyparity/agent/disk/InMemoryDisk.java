package dev.keyparity.agent.disk;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryTree.Node;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that fills up, fails and loses power where a test says so. It remembers what was
 * forced: after {@link #restart} only that is certain to be there.
 *
 * <p>What survives a cut, besides what was forced: nothing, everything, or an arbitrary choice. A
 * file's content that was not forced may be there, be cut short or be missing. Each change of names
 * is kept or lost as a whole. A change is certain once every directory it touched was forced.
 */
public final class InMemoryDisk implements Disk {

  /** What becomes of what was not forced. */
  public enum Survival {
    NOTHING,
    EVERYTHING,
    ANYTHING
  }

  /** Decides before each operation whether it works. */
  @FunctionalInterface
  public interface Faults {
    void before(Operation operation) throws IOException;
  }

  private final InMemoryTree tree;
  private final List<Operation> operations = new ArrayList<>();
  private Faults faults = operation -> {};
  private boolean cut;
  private @Nullable Path pretended;

  /** With a clock of its own: each change is a millisecond later. */
  public InMemoryDisk() {
    this.tree = new InMemoryTree();
  }

  /**
   * @param clock by which changes are dated
   */
  public InMemoryDisk(InstantSource clock) {
    this.tree = new InMemoryTree(clock::instant);
  }

  /** Every operation so far that was begun. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** Counts from 1 again, with these faults. */
  public void inject(Faults newFaults) {
    operations.clear();
    faults = newFaults;
  }

  /** Power fails before the n-th operation from now. */
  public void cutPowerBefore(int n) {
    inject(
        operation -> {
          if (operation.number() == n) {
            cut = true;
            throw new PowerCut(operation);
          }
        });
  }

  /** From the n-th operation from now on, those that match fail with this message. */
  public void failFrom(int n, Predicate<Operation> which, String message) {
    inject(
        operation -> {
          if (operation.number() >= n && which.test(operation)) {
            throw new IOException(message);
          }
        });
  }

  /** Power comes back. */
  public void restart(Survival survival, Random random) {
    tree.losePower(
        switch (survival) {
          case NOTHING -> change -> false;
          case EVERYTHING -> change -> true;
          case ANYTHING -> change -> random.nextBoolean();
        },
        survival == Survival.EVERYTHING ? null : random,
        survival == Survival.NOTHING);
    cut = false;
    inject(operation -> {});
  }

  void begin(Operation.Kind kind, Path path) throws IOException {
    if (cut) {
      throw new PowerCut(new Operation(operations.size() + 1, kind, path.toString()));
    }
    Operation operation = new Operation(operations.size() + 1, kind, path.toString());
    operations.add(operation);
    faults.before(operation);
  }

  void alive() {
    if (cut) {
      throw new PowerCut(new Operation(0, Operation.Kind.SYNC_FILE, "(any)"));
    }
  }

  InMemoryTree tree() {
    return tree;
  }

  @Override
  public HeldDirectory open(Path directory) throws IOException {
    alive();
    Node at = tree.root();
    Path path = Path.of("/");
    for (Path name : directory.toAbsolutePath()) {
      path = path.resolve(name);
      Node next = at.entries().get(name.toString());
      if (next == null) {
        throw new NoSuchFileException(path.toString());
      }
      if (next.kind != Kind.DIRECTORY) {
        throw UnsafeFileException.wrongKind(path, next.kind, Kind.DIRECTORY);
      }
      at = next;
    }
    return new InMemoryDirectory(this, directory, at);
  }

  @Override
  public HeldDirectory openOrCreate(Path directory) throws IOException {
    alive();
    Path path = Path.of("/");
    HeldDirectory at = open(path);
    for (Path name : directory.toAbsolutePath()) {
      path = path.resolve(name);
      HeldDirectory above = at;
      if (above.attributes(name.toString()).isEmpty()) {
        above.createDirectory(name.toString(), Ownership.PRIVATE_DIRECTORY);
        above.sync();
      }
      at = above.openDirectory(name.toString());
    }
    return at;
  }

  // What tests do beside the code under test: at once durable, no faults.

  /** Puts something there, as another process would. */
  public Node put(Path path, Kind kind, String content, int mode) {
    Node node = tree.newNode(kind, mode);
    node.content = content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    node.durable = node.content;
    tree.assign(parent(path), name(path), node);
    return node;
  }

  public void putFile(Path path, byte[] content, int mode) {
    Node node = put(path, Kind.FILE, "", mode);
    node.content = content.clone();
    node.durable = node.content;
  }

  /** Writes into an existing file, as a process would that holds it open. */
  public void overwrite(Node node, byte[] content) {
    node.content = content.clone();
    node.durable = node.content;
    tree.touch(node);
  }

  /** A file system's clock is coarse: two changes may have one time. */
  public void changedAt(Node node, java.time.Instant time) {
    node.changed = time;
  }

  public void hardLink(Path path, Path existing) {
    tree.assign(parent(path), name(path), require(existing));
  }

  public void remove(Path path) {
    tree.assign(parent(path), name(path), null);
  }

  public void rename(Path from, Path to) {
    Node node = require(from);
    remove(from);
    tree.assign(parent(to), name(to), node);
  }

  /** Forcing anything below comes to nothing from now on, and says that it worked. */
  public void pretendToForce(Path below) {
    pretended = below;
  }

  boolean pretendsToForce(Path path) {
    return pretended != null && path.startsWith(pretended);
  }

  /** All there is, to be put back later by {@link #load}. */
  public Node save() {
    return tree.save();
  }

  /** Everything is as it was when it was saved, as after a restore from a snapshot. */
  public void load(Node saved) {
    tree.load(saved);
  }

  /** Contents of all files by path, as they are now. */
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    collect("", tree.root(), files);
    return files;
  }

  private static void collect(String path, Node node, Map<String, byte[]> files) {
    node.entries()
        .forEach(
            (name, child) -> {
              if (child.kind == Kind.DIRECTORY) {
                collect(path + "/" + name, child, files);
              } else if (child.kind == Kind.FILE) {
                files.put(path + "/" + name, child.content.clone());
              }
            });
  }

  /** The content of a file as it is now, not copied; empty if there is none. */
  public Optional<byte[]> content(Path path) {
    Node at = tree.root();
    for (Path name : path) {
      at = at == null ? null : at.entries().get(name.toString());
    }
    return at == null ? Optional.empty() : Optional.of(at.content);
  }

  public Node require(Path path) {
    Node at = tree.root();
    for (Path name : path) {
      at = at.entries().get(name.toString());
      if (at == null) {
        throw new AssertionError("no such file in the test's disk: " + path);
      }
    }
    return at;
  }

  private Node parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? tree.root() : require(parent);
  }

  private static String name(Path path) {
    return path.getName(path.getNameCount() - 1).toString();
  }
}
