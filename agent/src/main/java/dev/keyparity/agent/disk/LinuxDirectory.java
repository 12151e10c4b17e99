package dev.keyparity.agent.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.keyparity.agent.disk.Attributes.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory of Linux held open.
 *
 * @see LinuxDisk
 */
final class LinuxDirectory implements HeldDirectory {
  private final LinuxDisk disk;
  private final Path path;
  private final SecureDirectoryStream<Path> held;
  private final FileChannel itself;

  /** Found when it is needed first: directories on the way to another do not need it. */
  private @Nullable Path handle;

  LinuxDirectory(LinuxDisk disk, Path path, SecureDirectoryStream<Path> held, FileChannel itself) {
    this.disk = disk;
    this.path = path;
    this.held = held;
    this.itself = itself;
  }

  /** {@code /proc/self/fd/NUMBER}: this directory whatever its name. */
  private Path handle() throws IOException {
    Path known = handle;
    if (known == null) {
      known = disk.descriptors().pathOf(itself);
      handle = known;
    }
    return known;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Attributes attributes() throws IOException {
    return LinuxAttributes.read(handle());
  }

  @Override
  public Optional<Attributes> attributes(String name) throws IOException {
    try {
      return Optional.of(LinuxAttributes.read(handle().resolve(component(name)), NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    // A stream can be iterated once, so each listing opens its own on the same directory.
    try (DirectoryStream<Path> again = held.newDirectoryStream(Path.of("."), NOFOLLOW_LINKS)) {
      for (Path entry : again) {
        names.add(entry.getName(entry.getNameCount() - 1).toString());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return List.copyOf(names);
  }

  @Override
  public HeldDirectory openDirectory(String name) throws IOException {
    requireKind(name, Kind.DIRECTORY);
    return disk.hold(path.resolve(name), held.newDirectoryStream(component(name), NOFOLLOW_LINKS));
  }

  @Override
  public String readLink(String name) throws IOException {
    return Files.readSymbolicLink(handle().resolve(component(name))).toString();
  }

  @Override
  public HeldDirectory createDirectory(String name, Ownership ownership) throws IOException {
    Files.createDirectory(
        handle().resolve(component(name)),
        PosixFilePermissions.asFileAttribute(Ownership.PRIVATE_DIRECTORY.permissions()));
    HeldDirectory made = openDirectory(name);
    try {
      own(((LinuxDirectory) made).handle(), ownership);
      return made;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  @Override
  public ReadableFile openFile(String name) throws IOException {
    // Looked at before, because opening a FIFO waits and opening a device may do anything.
    requireKind(name, Kind.FILE);
    FileChannel channel =
        LinuxDisk.channel(held, component(name), Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS));
    try {
      Path opened = disk.descriptors().pathOf(channel);
      refuseUnless(LinuxAttributes.read(opened).kind(), Kind.FILE, name);
      return new LinuxReadableFile(channel, opened);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public WritableFile createFile(String name, Ownership ownership) throws IOException {
    FileChannel channel =
        LinuxDisk.channel(
            held,
            component(name),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(ownership.permissions()));
    try {
      own(disk.descriptors().pathOf(channel), ownership);
      return new LinuxWritableFile(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      deleteQuietly(name, e);
      throw e;
    }
  }

  /** Owner first: giving a file away may clear bits of its mode. */
  private static void own(Path handle, Ownership wanted) throws IOException {
    Attributes now = LinuxAttributes.read(handle);
    PosixFileAttributeView view = Files.getFileAttributeView(handle, PosixFileAttributeView.class);
    UserPrincipalLookupService names = handle.getFileSystem().getUserPrincipalLookupService();
    if (wanted.group() != null && !wanted.group().equals(now.group())) {
      view.setGroup(names.lookupPrincipalByGroupName(wanted.group()));
    }
    if (wanted.owner() != null && !wanted.owner().equals(now.owner())) {
      view.setOwner(names.lookupPrincipalByName(wanted.owner()));
    }
    // The umask can only have taken bits away, so nobody saw more than the mode allows.
    if (LinuxAttributes.read(handle).mode() != wanted.mode()) {
      view.setPermissions(wanted.permissions());
    }
  }

  @Override
  public void move(String name, HeldDirectory target, String newName) throws IOException {
    held.move(component(name), ofThisDisk(target).held, component(newName));
  }

  @Override
  public void link(String name, HeldDirectory target, String newName) throws IOException {
    // link(2) does not follow a symbolic link that stands under the old name.
    Files.createLink(
        ofThisDisk(target).handle().resolve(component(newName)), handle().resolve(component(name)));
  }

  private static LinuxDirectory ofThisDisk(HeldDirectory directory) {
    if (directory instanceof LinuxDirectory linux) {
      return linux;
    }
    throw new IllegalArgumentException("directory: " + directory + " (expected: of this disk)");
  }

  @Override
  public void deleteFile(String name) throws IOException {
    held.deleteFile(component(name));
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    held.deleteDirectory(component(name));
  }

  @Override
  public void sync() throws IOException {
    itself.force(true);
  }

  @Override
  public void close() throws IOException {
    try (itself) {
      held.close();
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private void requireKind(String name, Kind kind) throws IOException {
    BasicFileAttributes found =
        held.getFileAttributeView(component(name), BasicFileAttributeView.class, NOFOLLOW_LINKS)
            .readAttributes();
    refuseUnless(kindOf(found), kind, name);
  }

  private static Kind kindOf(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return Kind.FILE;
    }
    if (attributes.isDirectory()) {
      return Kind.DIRECTORY;
    }
    return attributes.isSymbolicLink() ? Kind.SYMBOLIC_LINK : Kind.SPECIAL;
  }

  private void refuseUnless(Kind found, Kind wanted, String name) throws UnsafeFileException {
    if (found != wanted) {
      throw UnsafeFileException.wrongKind(path.resolve(name), found, wanted);
    }
  }

  private void deleteQuietly(String name, Exception reason) {
    try {
      held.deleteFile(component(name));
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static Path component(String name) {
    Path component = Path.of(name);
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || component.getNameCount() != 1
        || component.isAbsolute()) {
      throw new IllegalArgumentException("name: " + name + " (expected: one path component)");
    }
    return component;
  }
}
