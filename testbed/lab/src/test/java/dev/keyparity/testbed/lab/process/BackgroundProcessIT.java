package dev.keyparity.testbed.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyparity.testbed.lab.TestTimeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundProcessIT {
  @TempDir Path directory;
  private final StartedProcesses started = new StartedProcesses();

  @AfterEach
  void end() {
    started.close();
  }

  @Test
  void process_started_livesInASessionOfItsOwnUntilTerminated() {
    BackgroundProcess process = sleeper("a", "");
    ProcessHandle handle = process.pid().orElseThrow();

    String session = Command.run(List.of("ps", "-o", "sid=", "-p", "" + handle.pid())).out();
    assertThat(session.strip()).isEqualTo(Long.toString(handle.pid()));
    assertThat(process.terminate(TestTimeouts.SOON)).isTrue();
    assertThat(process.isAlive()).isFalse();
    assertThat(process.terminate(TestTimeouts.SOON)).isTrue();
  }

  @Test
  void process_thatIgnoresSigterm_isEndedByForce() {
    BackgroundProcess process = sleeper("a", "trap '' TERM; echo ready; ");
    await().atMost(TestTimeouts.SOON).until(() -> process.tail().equals("ready\n"));

    assertThat(process.terminate(Duration.ofMillis(300))).isFalse();
    assertThat(process.isAlive()).isTrue();
    process.end();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void process_thatEndsAtOnce_isNotAliveAndLeavesWhatItSaid() {
    BackgroundProcess process = process("a");

    process.start(List.of("sh", "-c", "echo no such thing; exit 3", "a"), Map.of());

    await().atMost(TestTimeouts.SOON).until(() -> !process.isAlive());
    assertThat(process.tail()).isEqualTo("no such thing\n");
  }

  @Test
  void process_startedTwice_isRefused() {
    BackgroundProcess process = sleeper("a", "");

    assertThatThrownBy(() -> process.start(List.of("sleep", "1", "a"), Map.of()))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("runs already");
  }

  @Test
  void pidFile_ofAnotherProcess_namesNobodyAndNobodyIsSignalled() throws Exception {
    BackgroundProcess stranger = sleeper("stranger", "");
    long pid = stranger.pid().orElseThrow().pid();
    Files.writeString(directory.resolve("a.pid"), pid + "\n");

    BackgroundProcess mine = process("a");

    assertThat(mine.pid()).isEmpty();
    mine.end();
    mine.kill();
    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void pidFile_absentOrRubbish_namesNobody() throws Exception {
    PidFile pidFile = new PidFile(directory.resolve("a.pid"), "a");

    assertThat(pidFile.process()).isEmpty();
    for (String text : List.of("", "x", "-1", "0", "99999999999999999999")) {
      Files.writeString(pidFile.file(), text);
      assertThat(pidFile.process()).as(text).isEmpty();
    }
  }

  @Test
  void process_foundAgainThroughItsPidFile_isTheSame() {
    ProcessHandle handle = sleeper("a", "").pid().orElseThrow();

    BackgroundProcess found = process("a");

    assertThat(found.pid()).isEqualTo(Optional.of(handle));
    found.signal("STOP");
    found.kill();
    assertThat(handle.isAlive()).isFalse();
  }

  @Test
  void startedProcesses_whenTheirVirtualMachineIsTerminated_endToo() {
    List<String> command =
        List.of(
            JavaLauncher.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            InterruptedMain.class.getName(),
            directory.toString());
    BackgroundProcess owner = process(command.get(command.size() - 1));
    started.add(owner);
    owner.start(command, Map.of());
    PidFile child = new PidFile(directory.resolve("child.pid"), "child");
    await().atMost(TestTimeouts.START).until(() -> child.process().isPresent());

    assertThat(owner.terminate(TestTimeouts.SOON)).isTrue();

    assertThat(child.process()).isEmpty();
  }

  @Test
  void startedProcesses_keptRunning_surviveTheClose() {
    StartedProcesses kept = new StartedProcesses();
    BackgroundProcess process = sleeper("a", "");
    kept.add(process);

    kept.keepRunning();
    kept.close();

    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void startedProcesses_oneOfWhichCannotEnd_endTheOthersAndSaySo() {
    StartedProcesses several = new StartedProcesses();
    BackgroundProcess process = sleeper("a", "");
    several.add(process);
    several.add(
        () -> {
          throw new IllegalStateException("does not end");
        });

    assertThatThrownBy(several::close).hasMessage("does not end");
    assertThat(process.isAlive()).isFalse();
  }

  private BackgroundProcess sleeper(String mark, String first) {
    BackgroundProcess process = process(mark);
    // The loop keeps the shell, and with it the mark, from being replaced by its last command.
    String script = first + "while true; do sleep 0.2; done";
    process.start(List.of("sh", "-c", script, mark), Map.of());
    return process;
  }

  private BackgroundProcess process(String mark) {
    String file = Path.of(mark).getFileName().toString();
    BackgroundProcess process =
        new BackgroundProcess(
            file,
            new PidFile(directory.resolve(file + ".pid"), mark),
            directory.resolve(file + ".out"));
    started.add(process);
    return process;
  }
}
