package dev.keyparity.daemon.lifecycle;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Names an {@link IOException} on a file: no space, not readable, or something else. */
public final class IoFaults {
  /** Less than this left counts as full: a file system keeps a little for its own blocks. */
  private static final long NEARLY_NOTHING = 64 << 10;

  private IoFaults() {}

  /**
   * @param doing what was being done, such as {@code write}
   * @param wantedBytes how many bytes were to be written; 0 for a read
   */
  public static KeyparityException of(IOException e, String doing, Path file, long wantedBytes) {
    ErrorCode code = codeOf(e, file, wantedBytes);
    return new KeyparityException(
        code, "%s %s: %s".formatted(doing, file, reason(e)), whatToDo(code, file), e);
  }

  /**
   * Names a failure to listen.
   *
   * @param what who wanted to listen: {@code agent}
   */
  public static KeyparityException listening(IOException e, String what, String host, int port) {
    String address = host + ":" + port;
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof SocketException)) {
      cause = cause.getCause();
    }
    if (cause instanceof BindException && isLocal(host)) {
      return new KeyparityException(
          ErrorCode.PORT_IN_USE,
          "%s: cannot listen on %s: %s (expected: a free port)"
              .formatted(what, address, cause.getMessage()),
          "ss -ltnp 'sport = :%d' names who has it".formatted(port),
          e);
    }
    return new KeyparityException(
        ErrorCode.CONFIG_INVALID,
        "%s: cannot listen on %s: %s (expected: an address of this host)"
            .formatted(what, address, cause.getMessage()),
        "",
        e);
  }

  private static boolean isLocal(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static ErrorCode codeOf(IOException e, Path file, long wantedBytes) {
    if (e instanceof NoSuchFileException
        || e instanceof AccessDeniedException
        || e instanceof NotDirectoryException) {
      return ErrorCode.UNREADABLE;
    }
    return wantedBytes > 0 && isFull(e, file, wantedBytes)
        ? ErrorCode.DISK_FULL
        : ErrorCode.IO_FAILED;
  }

  /**
   * The JDK gives no errno. Its text is looked at besides the free space, for quotas and inodes.
   */
  private static boolean isFull(IOException e, Path file, long wantedBytes) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("No space left on device") || text.contains("quota exceeded")) {
      return true;
    }
    Path directory = file.toAbsolutePath().getParent();
    try {
      return directory != null
          && Files.getFileStore(directory).getUsableSpace() < wantedBytes + NEARLY_NOTHING;
    } catch (IOException unknown) {
      e.addSuppressed(unknown);
      return false;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException fse && fse.getReason() != null) {
      return fse.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String whatToDo(ErrorCode code, Path file) {
    return switch (code) {
      case DISK_FULL -> "make room: df -h " + file + "; df -i " + file;
      case UNREADABLE -> "look at owner and mode: namei -l " + file;
      default -> "";
    };
  }
}
