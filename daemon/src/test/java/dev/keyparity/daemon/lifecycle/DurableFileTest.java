package dev.keyparity.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DurableFileTest {
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW = "new bytes".getBytes(StandardCharsets.UTF_8);

  /** Stands for kill -9: nothing of ours catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir Path directory;
  private DurableFile file;

  @BeforeEach
  void name() {
    file = DurableFile.at(directory.resolve("state.json"), DurableFile.OWNER_ONLY);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private List<String> names() {
    return List.of(directory.toFile().list());
  }

  @Test
  void write_makesAndReplaces() {
    assertThat(file.read(100)).isEmpty();

    file.write(OLD);
    file.write(NEW);

    assertThat(file.read(100)).contains(NEW);
    assertThat(names()).containsExactly("state.json");
  }

  @Test
  void writtenFile_hasTheModeWhateverTheUmaskOrTheFormerMode() throws IOException {
    DurableFile readable = DurableFile.at(directory.resolve("open"), DurableFile.WORLD_READABLE);
    readable.write(OLD);
    file.write(OLD);
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rwxrwxrwx"));

    file.write(NEW);

    assertThat(mode(readable.path())).isEqualTo("rw-r--r--");
    assertThat(mode(file.path())).isEqualTo("rw-------");
  }

  /** Nobody else may read it at any moment, not even under its temporary name. */
  @Test
  void mode_isRightFromTheFirstInstant() {
    List<Set<PosixFilePermission>> seen = new ArrayList<>();
    DurableFile watched =
        file.probedBy(
            (stage, path) -> {
              try (var entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                  seen.add(Files.getPosixFilePermissions(entry));
                }
              }
            });

    watched.write(NEW);

    assertThat(seen).hasSize(5).containsOnly(DurableFile.OWNER_ONLY);
  }

  @ParameterizedTest
  @EnumSource
  void killedAtAnyStage_leavesOldOrNewBytes(Stage at) {
    file.write(OLD);
    DurableFile dying =
        file.probedBy(
            (stage, path) -> {
              if (stage == at) {
                throw new Killed();
              }
            });

    assertThat(catchThrowable(() -> dying.write(NEW))).isInstanceOf(Killed.class);

    boolean renamed = at.compareTo(Stage.RENAMED) >= 0;
    assertThat(file.read(100)).contains(renamed ? NEW : OLD);
    boolean temporaryLeft = at != Stage.BEGUN && !renamed;
    assertThat(file.sweepLeftovers()).hasSize(temporaryLeft ? 1 : 0);
    assertThat(names()).containsExactly("state.json");
  }

  @ParameterizedTest
  @EnumSource
  void failedAtAnyStage_isNamedAndLeavesNoTemporary(Stage at) {
    file.write(OLD);
    DurableFile failing =
        file.probedBy(
            (stage, path) -> {
              if (stage == at) {
                throw new IOException("Input/output error");
              }
            });

    KeyparityException failure =
        catchThrowableOfType(KeyparityException.class, () -> failing.write(NEW));

    assertThat(failure.code()).isEqualTo(ErrorCode.IO_FAILED);
    assertThat(failure.operatorMessage())
        .isEqualTo("write " + file.path() + ": Input/output error");
    assertThat(names()).containsExactly("state.json");
  }

  @Test
  void stages_comeInTheOrderThatMakesItDurable() {
    List<Stage> stages = new ArrayList<>();

    file.probedBy((stage, path) -> stages.add(stage)).write(NEW);

    assertThat(stages).containsExactly(Stage.values());
  }

  @Test
  void writeNew_neverReplaces() {
    file.writeNew(OLD);

    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> file.writeNew(NEW));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(file.read(100)).contains(OLD);
    assertThat(names()).containsExactly("state.json");
  }

  @Test
  void sweep_leavesOthersAlone() throws IOException {
    Files.writeString(directory.resolve(".state.json.keyparity-tmp-1"), "x");
    Files.writeString(directory.resolve(".other.json.keyparity-tmp-1"), "x");
    Files.writeString(directory.resolve("state.json.keyparity-tmp-1"), "x");

    assertThat(file.sweepLeftovers())
        .containsExactly(directory.resolve(".state.json.keyparity-tmp-1"));
    assertThat(names()).hasSize(2);
  }

  @Test
  void largerThanExpected_isRefusedNotCut() {
    file.write(NEW);

    assertThat(file.read(NEW.length)).contains(NEW);
    KeyparityException refusal =
        catchThrowableOfType(KeyparityException.class, () -> file.read(NEW.length - 1));
    assertThat(refusal.code()).isEqualTo(ErrorCode.STATE_CORRUPT);
  }

  @Test
  void readSecret_demandsTheModeAndTheFile() throws IOException {
    KeyparityException missing =
        catchThrowableOfType(KeyparityException.class, () -> file.readSecret(100));
    file.write(NEW);
    assertThat(file.readSecret(100)).isEqualTo(NEW);
    Files.setPosixFilePermissions(
        file.path(), EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OTHERS_READ));

    KeyparityException tooOpen =
        catchThrowableOfType(KeyparityException.class, () -> file.readSecret(100));

    assertThat(missing.code()).isEqualTo(ErrorCode.UNREADABLE);
    assertThat(missing.operatorMessage()).endsWith("no such file or directory");
    assertThat(tooOpen.code()).isEqualTo(ErrorCode.UNREADABLE);
    assertThat(tooOpen.operatorMessage()).contains("mode r-----r-- (expected: at most rw-------)");
    assertThat(tooOpen.whatToDo()).isEqualTo("chmod u=rw,g=,o= " + file.path());
  }

  @Test
  void missingDirectory_isNamed() {
    DurableFile lost =
        DurableFile.at(directory.resolve("no/such/state.json"), DurableFile.OWNER_ONLY);

    KeyparityException failure =
        catchThrowableOfType(KeyparityException.class, () -> lost.write(NEW));

    assertThat(failure.code()).isEqualTo(ErrorCode.UNREADABLE);
    assertThat(lost.read(10)).isEmpty();
  }

  @Test
  void interruptedThread_writesAndKeepsItsFlag() {
    Thread.currentThread().interrupt();

    file.write(NEW);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(file.read(100)).contains(NEW);
  }

  @Test
  void delete_isQuietWhereThereIsNothing() {
    file.write(NEW);

    file.delete();
    file.delete();

    assertThat(file.read(100)).isEmpty();
  }
}
