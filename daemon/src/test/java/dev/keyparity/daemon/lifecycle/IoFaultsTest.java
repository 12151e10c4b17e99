package dev.keyparity.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoFaultsTest {
  private static final Path FILE = Path.of("/var/lib/keyparity/state");

  @Test
  void permission_isUnreadable() {
    KeyparityException fault =
        IoFaults.of(new AccessDeniedException(FILE.toString()), "read", FILE, 0);

    assertThat(fault.code()).isEqualTo(ErrorCode.UNREADABLE);
    assertThat(fault.operatorMessage()).isEqualTo("read " + FILE + ": permission denied");
    assertThat(fault.whatToDo()).isEqualTo("look at owner and mode: namei -l " + FILE);
    assertThat(IoFaults.of(new NotDirectoryException(FILE.toString()), "list", FILE, 0).code())
        .isEqualTo(ErrorCode.UNREADABLE);
    assertThat(IoFaults.of(new NoSuchFileException(FILE.toString()), "read", FILE, 0).code())
        .isEqualTo(ErrorCode.UNREADABLE);
  }

  @Test
  void noSpaceAndQuota_areDiskFullOnWritesOnly() {
    IOException noSpace = new IOException("No space left on device");

    assertThat(IoFaults.of(noSpace, "write", FILE, 10).code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(IoFaults.of(noSpace, "read", FILE, 0).code()).isEqualTo(ErrorCode.IO_FAILED);
    assertThat(
            IoFaults.of(
                    new FileSystemException("f", null, "Disk quota exceeded"), "write", FILE, 10)
                .code())
        .isEqualTo(ErrorCode.DISK_FULL);
  }

  /** Whatever language the C library speaks: the free space tells as well. */
  @Test
  void moreBytesThanThereIsRoomFor_isDiskFull(@TempDir Path directory) throws IOException {
    long room = Files.getFileStore(directory).getUsableSpace();

    assertThat(
            IoFaults.of(new IOException("kein Platz"), "write", directory.resolve("x"), room + 1)
                .code())
        .isEqualTo(ErrorCode.DISK_FULL);
    assertThat(
            IoFaults.of(new IOException("E/A-Fehler"), "write", directory.resolve("x"), 1).code())
        .isEqualTo(ErrorCode.IO_FAILED);
  }

  @Test
  void takenPort_isPortInUse() throws IOException {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket()) {
      InetSocketAddress taken =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), first.getLocalPort());
      IOException refused = catchThrowableOfType(IOException.class, () -> second.bind(taken));

      KeyparityException fault =
          IoFaults.listening(
              new IOException("Failed to bind", refused), "agent", "127.0.0.1", taken.getPort());

      assertThat(fault.code()).isEqualTo(ErrorCode.PORT_IN_USE);
      assertThat(fault.operatorMessage())
          .startsWith("agent: cannot listen on 127.0.0.1:" + taken.getPort() + ": ")
          .endsWith("(expected: a free port)");
      assertThat(fault.whatToDo())
          .isEqualTo("ss -ltnp 'sport = :" + taken.getPort() + "' names who has it");
    }
  }

  @Test
  void addressOfAnotherHost_isAConfigurationFault() throws IOException {
    // 192.0.2.0/24 is for documentation (RFC 5737): never an address of this host.
    try (ServerSocket socket = new ServerSocket()) {
      IOException refused =
          catchThrowableOfType(
              IOException.class, () -> socket.bind(new InetSocketAddress("192.0.2.1", 7417)));

      assertThat(IoFaults.listening(refused, "agent", "192.0.2.1", 7417).code())
          .isEqualTo(ErrorCode.CONFIG_INVALID);
    }
  }
}
