package dev.keyparity.agent.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Reads {@link Attributes} through the JDK's {@code unix} view. */
final class LinuxAttributes {
  private static final String VIEW =
      "unix:dev,ino,size,nlink,mode,uid,gid,lastModifiedTime,ctime,"
          + "isRegularFile,isDirectory,isSymbolicLink";

  private static final Map<Integer, String> USERS = new ConcurrentHashMap<>();
  private static final Map<Integer, String> GROUPS = new ConcurrentHashMap<>();

  private static final int OTHERS_MAY_WRITE = 0022;

  private LinuxAttributes() {}

  static Attributes read(Path path, LinkOption... options) throws IOException {
    Map<String, Object> all = Files.readAttributes(path, VIEW, options);
    return new Attributes(
        kind(all),
        new Attributes.Node(get(all, "dev", Long.class), get(all, "ino", Long.class)),
        get(all, "size", Long.class),
        get(all, "nlink", Integer.class),
        get(all, "mode", Integer.class) & 07777,
        name(USERS, "owner", get(all, "uid", Integer.class), path, options),
        name(GROUPS, "group", get(all, "gid", Integer.class), path, options),
        get(all, "lastModifiedTime", FileTime.class).toInstant(),
        get(all, "ctime", FileTime.class).toInstant());
  }

  /** A name service may be far away, so a name is asked for once; a number without one again. */
  private static String name(
      Map<Integer, String> known, String attribute, int number, Path path, LinkOption... options)
      throws IOException {
    String name = known.get(number);
    if (name == null) {
      Map<String, Object> asked = Files.readAttributes(path, "unix:" + attribute, options);
      name = get(asked, attribute, UserPrincipal.class).getName();
      if (!name.equals(Integer.toString(number))) {
        known.put(number, name);
      }
    }
    return name;
  }

  private static Attributes.Kind kind(Map<String, Object> all) {
    if (get(all, "isRegularFile", Boolean.class)) {
      return Attributes.Kind.FILE;
    }
    if (get(all, "isDirectory", Boolean.class)) {
      return Attributes.Kind.DIRECTORY;
    }
    return get(all, "isSymbolicLink", Boolean.class)
        ? Attributes.Kind.SYMBOLIC_LINK
        : Attributes.Kind.SPECIAL;
  }

  private static <T> T get(Map<String, Object> all, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(all.get(name), name));
  }

  /** Whether root owns it and nobody else may write it. */
  static boolean onlyRootWrites(Path path) throws IOException {
    Map<String, Object> all = Files.readAttributes(path, "unix:uid,mode");
    return get(all, "uid", Integer.class) == 0
        && (get(all, "mode", Integer.class) & OTHERS_MAY_WRITE) == 0;
  }
}
