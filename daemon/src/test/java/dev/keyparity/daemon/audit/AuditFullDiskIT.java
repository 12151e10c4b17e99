package dev.keyparity.daemon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyparity.daemon.SettableClock;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real full file system, a small tmpfs, which only root can mount. */
class AuditFullDiskIT {
  @TempDir Path directory;

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  @Test
  void fullDisk_refusesTheRecordAndTakesTheNextOnceThereIsRoom_needsRoot() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root to mount a tmpfs");
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "mounts are not allowed here");
    try {
      fillAndRecover(disk);
      assertStateIsOldOrNew(disk);
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static void fillAndRecover(Path disk) throws IOException {
    Path file = disk.resolve("audit.log");
    Path ballast = disk.resolve("ballast");
    SettableClock clock = SettableClock.standing();
    try (AuditLog log = AuditLog.open(file, clock)) {
      AuditHead last = log.append("before", Map.of());
      Files.write(ballast, new byte[40 << 10]);

      KeyparityException refusal =
          catchThrowableOfType(
              KeyparityException.class,
              () -> log.append("large", Map.of("x", "y".repeat(50 << 10))));

      assertThat(refusal.code()).isEqualTo(ErrorCode.AUDIT_UNAVAILABLE);
      assertThat(refusal.context()).containsEntry("cause", "DISK_FULL");
      assertThat(log.head()).isEqualTo(last);
      assertThat(log.isWritable()).isFalse();
      assertThat(AuditVerifier.verify(file)).isEqualTo(new AuditVerdict.Intact(last));

      Files.delete(ballast);
      assertThat(log.append("after", Map.of()).sequence()).isEqualTo(2);
      assertThat(log.isWritable()).isTrue();
    }
    assertThat(AuditVerifier.verify(file).isIntact()).isTrue();
    assertThat(disk.toFile().list()).containsExactly("audit.log");
  }

  private static void assertStateIsOldOrNew(Path disk) throws IOException {
    DurableFile state = DurableFile.at(disk.resolve("state"), DurableFile.OWNER_ONLY);
    state.write(new byte[] {1});

    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> state.write(new byte[100 << 10]));

    assertThat(refusal.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(refusal.operatorMessage()).contains("No space left on device");
    assertThat(state.read(10)).contains(new byte[] {1});
    assertThat(disk.toFile().list()).contains("state").hasSize(2);
  }
}
