package dev.keyparity.daemon.identity;

import dev.keyparity.daemon.lifecycle.IoFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tells, without reading it, that a file is another one than before. */
record FileStamp(FileTime modified, long size, @Nullable Object inode) {
  /** Whoever reads it says what is missing, and what makes it. */
  private static final FileStamp ABSENT = new FileStamp(FileTime.fromMillis(0), -1, null);

  /** Taken before the files are read, so that a change in between is seen the next time. */
  static List<FileStamp> of(TlsFiles files) {
    List<FileStamp> stamps = new ArrayList<>();
    for (Path file : List.of(files.key(), files.chain(), files.bundle())) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.add(new FileStamp(now.lastModifiedTime(), now.size(), now.fileKey()));
      } catch (NoSuchFileException e) {
        stamps.add(ABSENT);
      } catch (IOException e) {
        throw IoFaults.of(e, "read", file, 0);
      }
    }
    return List.copyOf(stamps);
  }
}
