package dev.keyparity.agent.disk;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryTree.Assignment;
import dev.keyparity.agent.disk.InMemoryTree.Node;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A directory of an {@link InMemoryDisk} held open. */
final class InMemoryDirectory implements HeldDirectory {
  private final InMemoryDisk disk;
  private final Path path;
  private final Node node;

  InMemoryDirectory(InMemoryDisk disk, Path path, Node node) {
    this.disk = disk;
    this.path = path;
    this.node = node;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Attributes attributes() {
    disk.alive();
    return attributesOf(node);
  }

  @Override
  public Optional<Attributes> attributes(String name) {
    disk.alive();
    return Optional.ofNullable(node.entries().get(component(name))).map(this::attributesOf);
  }

  private Attributes attributesOf(Node of) {
    return new Attributes(
        of.kind,
        new Attributes.Node(1, of.inode),
        of.content.length,
        of.kind == Kind.DIRECTORY ? 2 : disk.tree().links(of),
        of.mode,
        of.owner,
        of.group,
        of.changed,
        of.changed);
  }

  @Override
  public List<String> names() {
    disk.alive();
    return List.copyOf(node.entries().keySet());
  }

  @Override
  public HeldDirectory openDirectory(String name) throws IOException {
    disk.alive();
    return new InMemoryDirectory(disk, path.resolve(name), require(name, Kind.DIRECTORY));
  }

  @Override
  public String readLink(String name) throws IOException {
    disk.alive();
    Node link = node.entries().get(component(name));
    if (link == null || link.kind != Kind.SYMBOLIC_LINK) {
      throw new NotLinkException(path.resolve(name).toString());
    }
    return new String(link.content, StandardCharsets.UTF_8);
  }

  @Override
  public HeldDirectory createDirectory(String name, Ownership ownership) throws IOException {
    disk.begin(Operation.Kind.CREATE_DIRECTORY, path.resolve(name));
    requireFree(name);
    Node made = disk.tree().newNode(Kind.DIRECTORY, ownership.mode());
    own(made, ownership);
    disk.tree().change(new Assignment(node, name, made));
    return new InMemoryDirectory(disk, path.resolve(name), made);
  }

  @Override
  public ReadableFile openFile(String name) throws IOException {
    disk.alive();
    return new Reading(require(name, Kind.FILE));
  }

  @Override
  public WritableFile createFile(String name, Ownership ownership) throws IOException {
    disk.begin(Operation.Kind.CREATE, path.resolve(name));
    requireFree(name);
    Node made = disk.tree().newNode(Kind.FILE, ownership.mode());
    own(made, ownership);
    disk.tree().change(new Assignment(node, name, made));
    return new Writing(made, path.resolve(name));
  }

  private static void own(Node made, Ownership ownership) {
    made.owner = ownership.owner() == null ? "keyparity" : ownership.owner();
    made.group = ownership.group() == null ? "keyparity" : ownership.group();
  }

  @Override
  public void move(String name, HeldDirectory target, String newName) throws IOException {
    InMemoryDirectory other = (InMemoryDirectory) target;
    disk.begin(Operation.Kind.MOVE, other.path.resolve(newName));
    Node moved = node.entries().get(component(name));
    if (moved == null) {
      throw new NoSuchFileException(path.resolve(name).toString());
    }
    disk.tree()
        .change(
            new Assignment(node, name, null),
            new Assignment(other.node, component(newName), moved));
    disk.tree().touch(moved);
  }

  @Override
  public void link(String name, HeldDirectory target, String newName) throws IOException {
    InMemoryDirectory other = (InMemoryDirectory) target;
    disk.begin(Operation.Kind.LINK, other.path.resolve(newName));
    other.requireFree(newName);
    disk.tree().change(new Assignment(other.node, newName, require(name, Kind.FILE)));
  }

  @Override
  public void deleteFile(String name) throws IOException {
    disk.begin(Operation.Kind.DELETE, path.resolve(name));
    if (node.entries().get(component(name)) == null) {
      throw new NoSuchFileException(path.resolve(name).toString());
    }
    disk.tree().change(new Assignment(node, name, null));
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    disk.begin(Operation.Kind.DELETE_DIRECTORY, path.resolve(name));
    if (!require(name, Kind.DIRECTORY).entries().isEmpty()) {
      throw new DirectoryNotEmptyException(path.resolve(name).toString());
    }
    disk.tree().change(new Assignment(node, name, null));
  }

  @Override
  public void sync() throws IOException {
    disk.begin(Operation.Kind.SYNC_DIRECTORY, path);
    if (!disk.pretendsToForce(path)) {
      disk.tree().force(node);
    }
  }

  @Override
  public void close() {}

  private Node require(String name, Kind kind) throws IOException {
    Node found = node.entries().get(component(name));
    if (found == null) {
      throw new NoSuchFileException(path.resolve(name).toString());
    }
    if (found.kind != kind) {
      throw UnsafeFileException.wrongKind(path.resolve(name), found.kind, kind);
    }
    return found;
  }

  private void requireFree(String name) throws IOException {
    if (node.entries().containsKey(component(name))) {
      throw new FileAlreadyExistsException(path.resolve(name).toString());
    }
  }

  private static String component(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
      throw new IllegalArgumentException("name: " + name + " (expected: one path component)");
    }
    return name;
  }

  private final class Reading implements ReadableFile {
    private final Node file;
    private final InputStream stream;

    Reading(Node file) {
      this.file = file;
      this.stream = new ByteArrayInputStream(file.content);
    }

    @Override
    public Attributes attributes() {
      disk.alive();
      return attributesOf(file);
    }

    @Override
    public InputStream stream() {
      return stream;
    }

    @Override
    public void close() {}
  }

  private final class Writing implements WritableFile {
    private final Node file;
    private final Path name;

    Writing(Node file, Path name) {
      this.file = file;
      this.name = name;
    }

    @Override
    public OutputStream stream() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          try {
            disk.begin(Operation.Kind.WRITE, name);
          } catch (IOException e) {
            append(bytes, offset, length / 2); // what fails half-way leaves the first half
            throw e;
          }
          append(bytes, offset, length);
        }
      };
    }

    private void append(byte[] bytes, int offset, int length) {
      int at = file.content.length;
      file.content = Arrays.copyOf(file.content, at + length);
      System.arraycopy(bytes, offset, file.content, at, length);
      disk.tree().touch(file);
    }

    @Override
    public void sync() throws IOException {
      disk.begin(Operation.Kind.SYNC_FILE, name);
      if (!disk.pretendsToForce(name)) {
        file.durable = file.content;
      }
    }

    @Override
    public void close() {}
  }
}
