package dev.keyparity.agent.guard.state;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import dev.keyparity.daemon.lifecycle.IoFaults;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State records as files of mode 0600 under one directory that is the agent's own.
 *
 * <p>After {@link #cutOff} it writes nothing more: what a killed process would not have written is
 * not written by a thread that outlived its agent either.
 */
public final class DirectoryStateFiles implements StateFiles {
  private static final Logger log = LoggerFactory.getLogger(DirectoryStateFiles.class);
  private static final int LARGEST = 4 << 20;
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

  private final Path directory;
  private final AtomicBoolean cutOff = new AtomicBoolean();

  public DirectoryStateFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  public Optional<byte[]> read(String name) {
    return DurableFile.at(file(name), DurableFile.OWNER_ONLY).read(LARGEST);
  }

  @Override
  public void write(String name, byte[] bytes) {
    if (cutOff.get()) {
      throw new KeyparityException(
          ErrorCode.CANCELLED, "state record " + name + ": this agent has stopped");
    }
    makeFolder(name);
    DurableFile.at(file(name), DurableFile.OWNER_ONLY).write(bytes);
  }

  private void makeFolder(String name) {
    Path folder = directory;
    try {
      for (String part : name.split("/", -1)) {
        if (!Files.isDirectory(folder)) {
          Files.createDirectory(
              folder,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
          DurableFile.forceDirectory(folder.toAbsolutePath().resolveSibling("."));
        }
        folder = folder.resolve(part);
      }
    } catch (FileAlreadyExistsException madeMeanwhile) {
      log.debug("folder {} was made by another thread", folder, madeMeanwhile);
    } catch (IOException e) {
      throw IoFaults.of(e, "make", folder, 1);
    }
  }

  @Override
  public List<String> names(String folder) {
    Path path = file(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        // A temporary file of a killed process begins with a dot; it was never renamed into place.
        if (!name.startsWith(".") && Files.isRegularFile(file)) {
          names.add(folder + "/" + name);
        }
      }
    } catch (IOException e) {
      throw IoFaults.of(e, "list", path, 0);
    }
    Collections.sort(names);
    return List.copyOf(names);
  }

  /** From now on every write fails; reads go on. */
  public void cutOff() {
    cutOff.set(true);
  }

  private Path file(String name) {
    Path file = directory;
    for (String part : name.split("/", -1)) {
      if (!PART.matcher(part).matches()) {
        throw new IllegalArgumentException(
            "state record: %s (expected: plain file names)".formatted(name));
      }
      file = file.resolve(part);
    }
    return file;
  }
}
