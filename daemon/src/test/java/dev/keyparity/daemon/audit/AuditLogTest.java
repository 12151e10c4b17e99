package dev.keyparity.daemon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.Golden;
import dev.keyparity.daemon.SettableClock;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir Path directory;

  private final SettableClock clock = SettableClock.standing();
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("audit.log");
  }

  private AuditHead write(int records) {
    try (AuditLog log = AuditLog.open(file, clock)) {
      for (int i = 0; i < records; i++) {
        log.append("install", Map.of("host", "kms" + (i % 3 + 1), "attempt", "" + i));
        clock.advance(Duration.ofSeconds(1));
      }
      return log.head();
    }
  }

  private List<AuditRecord> read() {
    List<AuditRecord> records = new ArrayList<>();
    assertThat(AuditVerifier.scan(file, List.of(), records::add).isIntact()).isTrue();
    return records;
  }

  @Test
  void log_isTheGoldenFile() throws IOException {
    try (AuditLog log = AuditLog.open(file, clock)) {
      log.append("agent-started", Map.of("version", "0.1.0"));
      clock.advance(Duration.ofMillis(877));
      log.append(
          "install",
          Map.of(
              "host", "kms2", "request", "00112233445566778899aabbccddeeff", "note", "ü\n\"x\""));
      log.append("install-done", Map.of());
    }

    byte[] golden = Golden.bytes("audit-1.log", Files.readAllBytes(file));

    assertThat(Files.readString(file)).isEqualTo(new String(golden, StandardCharsets.UTF_8));
  }

  @Test
  void emptyLog_hasTheEmptyHead() throws IOException {
    try (AuditLog log = AuditLog.open(file, clock)) {
      assertThat(log.head()).isEqualTo(AuditHead.EMPTY);
      assertThat(log.isWritable()).isTrue();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void append_isOnDiskWhenItReturns() {
    try (AuditLog log = AuditLog.open(file, clock)) {
      AuditHead head = log.append("stop", Map.of("host", "kms1"));

      assertThat(AuditVerifier.verify(file)).isEqualTo(new AuditVerdict.Intact(head));
      assertThat(head.sequence()).isEqualTo(1);
    }
  }

  @Test
  void reopenedLog_goesOnWhereItEnded() {
    AuditHead before = write(3);

    try (AuditLog log = AuditLog.open(file, clock)) {
      assertThat(log.head()).isEqualTo(before);
      log.append("start", Map.of());
    }

    assertThat(read()).extracting(AuditRecord::sequence).containsExactly(1L, 2L, 3L, 4L);
    assertThat(read().get(3).previous()).isEqualTo(before.digest());
  }

  @Test
  void secondWriter_isRefused() {
    try (AuditLog log = AuditLog.open(file, clock)) {
      KeyparityException refusal =
          catchThrowableOfType(KeyparityException.class, () -> AuditLog.open(file, clock));

      assertThat(refusal.code()).isEqualTo(ErrorCode.AUDIT_UNAVAILABLE);
      assertThat(refusal.operatorMessage()).contains("another process has it open");
      log.append("still-works", Map.of());
    }
    assertThat(read()).hasSize(1);
  }

  @Test
  void closedLog_takesNothing() {
    AuditLog log = AuditLog.open(file, clock);
    log.close();

    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> log.append("late", Map.of()));

    assertThat(refusal.code()).isEqualTo(ErrorCode.AUDIT_UNAVAILABLE);
    assertThat(refusal.operatorMessage()).endsWith(": closed");
    assertThat(log.isWritable()).isFalse();
    assertThat(read()).isEmpty();
  }

  /** Every length a crash can leave of the last line: nothing acknowledged is lost. */
  @Test
  void tornLastLine_atEveryLength_isKeptCutOffAndRecorded() throws IOException {
    AuditHead good = write(2);
    byte[] acknowledged = Files.readAllBytes(file);
    write(1);
    byte[] whole = Files.readAllBytes(file);

    for (int length = acknowledged.length + 1; length < whole.length; length++) {
      Path torn = directory.resolve("torn-" + length + ".log");
      Files.write(torn, java.util.Arrays.copyOf(whole, length));

      try (AuditLog log = AuditLog.open(torn, clock)) {
        assertThat(log.head().sequence()).as("length %d", length).isEqualTo(3);
      }

      List<AuditRecord> records = new ArrayList<>();
      assertThat(AuditVerifier.scan(torn, List.of(good), records::add).isIntact()).isTrue();
      AuditRecord repair = records.get(2);
      byte[] tail = java.util.Arrays.copyOfRange(whole, acknowledged.length, length);
      assertThat(repair.event()).isEqualTo(AuditLog.TAIL_REPAIRED);
      assertThat(repair.fields())
          .isEqualTo(
              Map.of(
                  "bytes", "" + tail.length,
                  "kept_in", torn.getFileName() + ".torn-3",
                  "sha256", AuditRecord.sha256(tail)));
      assertThat(Files.readAllBytes(directory.resolve(torn.getFileName() + ".torn-3")))
          .isEqualTo(tail);
    }
  }

  @Test
  void zerosBehindTheLog_asAFileSystemMayLeave_areATornTail() throws IOException {
    write(2);
    Files.write(file, new byte[100], StandardOpenOption.APPEND);

    try (AuditLog log = AuditLog.open(file, clock)) {
      assertThat(log.head().sequence()).isEqualTo(3);
    }
    assertThat(read().get(2).fields()).containsEntry("bytes", "100");
  }

  /** Killed after the tail was kept and cut, before the repair was recorded. */
  @Test
  void crashDuringTheRepair_isRecordedAtTheNextOpening() throws IOException {
    write(2);
    Files.writeString(directory.resolve("audit.log.torn-3"), "{\"at\":");

    try (AuditLog log = AuditLog.open(file, clock)) {
      assertThat(log.head().sequence()).isEqualTo(3);
    }

    assertThat(read().get(2).event()).isEqualTo(AuditLog.TAIL_REPAIRED);
    assertThat(write(0).sequence()).as("recorded once only").isEqualTo(3);
  }

  /** Killed after the tail was kept, before it was cut: it is kept again, nothing is lost. */
  @Test
  void crashBeforeTheCut_keepsBothCopies() throws IOException {
    write(2);
    Files.writeString(file, "{\"at\":", StandardOpenOption.APPEND);
    Files.writeString(directory.resolve("audit.log.torn-3"), "{\"at\":");

    write(0);

    assertThat(read().get(2).fields())
        .containsEntry("kept_in", "audit.log.torn-3,audit.log.torn-3.2")
        .containsEntry("bytes", "6,6");
    assertThat(directory.resolve("audit.log.torn-3.2")).hasContent("{\"at\":");
  }

  @Test
  void brokenLog_isNotOpened() throws IOException {
    write(3);
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("kms2", "kms9"));

    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> AuditLog.open(file, clock));

    assertThat(refusal.code()).isEqualTo(ErrorCode.AUDIT_BROKEN);
    assertThat(refusal.operatorMessage())
        .isEqualTo(
            "audit log %s, line 2, byte %d: audit record: digest is not that of its content"
                .formatted(file, text.indexOf('\n') + 1));
    assertThat(Files.readString(file)).as("left as it is for inquiry").contains("kms9");
  }

  @Test
  void directoryInItsPlace_isUnavailable() throws IOException {
    Files.createDirectory(file);

    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> AuditLog.open(file, clock));

    assertThat(refusal.code()).isEqualTo(ErrorCode.AUDIT_UNAVAILABLE);
  }

  /** An interrupted thread, such as a cancelled call's, must not take the log with it. */
  @Test
  void interruptedThread_stillAppendsAndKeepsItsFlag() {
    try (AuditLog log = AuditLog.open(file, clock)) {
      Thread.currentThread().interrupt();

      log.append("stop", Map.of());

      assertThat(Thread.interrupted()).isTrue();
      log.append("start", Map.of());
    }
    assertThat(read()).hasSize(2);
  }
}
