package dev.keyparity.agent.disk;

import dev.keyparity.agent.disk.Attributes.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Nodes, their names, and which changes of names are not yet forced. */
public final class InMemoryTree {

  /** A file, directory or something else. */
  public static final class Node {
    final Kind kind;
    final long inode;
    byte[] content = {};
    byte[] durable = {};
    int mode;
    String owner = "kms";
    String group = "kms";
    Instant changed = Instant.EPOCH;
    private Map<String, Node> entries = new TreeMap<>();

    private Node(Kind kind, long inode, int mode) {
      this.kind = kind;
      this.inode = inode;
      this.mode = mode;
    }

    public Instant changed() {
      return changed;
    }

    public byte[] content() {
      return content;
    }

    public String owner() {
      return owner;
    }

    public int mode() {
      return mode;
    }

    public Map<String, Node> entries() {
      return entries;
    }
  }

  /** Names given and taken in one step. */
  static final class Change {
    private final List<Assignment> assignments;
    private final Set<Node> unforced;

    Change(List<Assignment> assignments) {
      this.assignments = assignments;
      this.unforced = new HashSet<>();
      assignments.forEach(a -> unforced.add(a.directory));
    }
  }

  record Assignment(Node directory, String name, @Nullable Node node) {}

  private final List<Change> changes = new ArrayList<>();
  private final Map<Node, Map<String, Node>> base = new HashMap<>();
  private final Node root;
  private final Supplier<Instant> clock;
  private long inodes;

  InMemoryTree() {
    this(ticking());
  }

  InMemoryTree(Supplier<Instant> clock) {
    this.clock = clock;
    root = newNode(Kind.DIRECTORY, 0755);
  }

  private static Supplier<Instant> ticking() {
    AtomicLong ticks = new AtomicLong();
    return () -> Instant.EPOCH.plusMillis(ticks.incrementAndGet());
  }

  Node root() {
    return root;
  }

  Node newNode(Kind kind, int mode) {
    Node node = new Node(kind, ++inodes, mode);
    if (kind == Kind.DIRECTORY) {
      base.put(node, new TreeMap<>());
    }
    touch(node);
    return node;
  }

  void touch(Node node) {
    node.changed = clock.get();
  }

  int links(Node node) {
    return (int)
        base.keySet().stream()
            .flatMap(d -> d.entries.values().stream())
            .filter(n -> n == node)
            .count();
  }

  /** A change that may yet be lost. */
  void change(Assignment... assignments) {
    Change change = new Change(List.of(assignments));
    changes.add(change);
    change.assignments.forEach(a -> apply(a, a.directory.entries));
    change.assignments.forEach(a -> touch(a.directory));
  }

  /** A change that is certain at once: made by somebody else, long ago. */
  void assign(Node directory, String name, @Nullable Node node) {
    change(new Assignment(directory, name, node));
    changes.get(changes.size() - 1).unforced.clear();
  }

  void force(Node directory) {
    changes.forEach(c -> c.unforced.remove(directory));
  }

  /**
   * @param survives whether an unforced change of names is kept
   * @param random cuts unforced contents short; null keeps them
   */
  void losePower(Predicate<Change> survives, @Nullable Random random, boolean loseContents) {
    List<Node> all = new ArrayList<>(base.keySet());
    // Else what is drawn for whom depends on where the heap put them.
    all.sort(Comparator.comparingLong(node -> node.inode));
    all.forEach(d -> d.entries = new TreeMap<>(base.getOrDefault(d, Map.of())));
    for (Change change : changes) {
      if (change.unforced.isEmpty() || survives.test(change)) {
        change.assignments.forEach(a -> apply(a, a.directory.entries));
      }
    }
    changes.clear();
    for (Node directory : all) {
      base.put(directory, new TreeMap<>(directory.entries));
      for (Node node : directory.entries.values()) {
        if (random != null && !Arrays.equals(node.content, node.durable)) {
          node.content =
              loseContents
                  ? node.durable
                  : Arrays.copyOf(node.content, random.nextInt(node.content.length + 1));
        }
        node.durable = node.content;
      }
    }
  }

  /** All there is, to be put back later by {@link #load}. */
  Node save() {
    return copy(root);
  }

  /** Everything is as it was when it was saved, and durable. */
  void load(Node saved) {
    changes.clear();
    base.clear();
    root.entries = copy(saved).entries;
    settle(root);
  }

  private void settle(Node directory) {
    base.put(directory, new TreeMap<>(directory.entries));
    for (Node node : directory.entries.values()) {
      node.durable = node.content;
      if (node.kind == Kind.DIRECTORY) {
        settle(node);
      }
    }
  }

  private static Node copy(Node node) {
    Node copy = new Node(node.kind, node.inode, node.mode);
    copy.content = node.content;
    copy.durable = node.durable;
    copy.owner = node.owner;
    copy.group = node.group;
    copy.changed = node.changed;
    node.entries.forEach((name, child) -> copy.entries.put(name, copy(child)));
    return copy;
  }

  private static void apply(Assignment assignment, Map<String, Node> entries) {
    if (assignment.node == null) {
      entries.remove(assignment.name);
    } else {
      entries.put(assignment.name, assignment.node);
    }
  }
}
