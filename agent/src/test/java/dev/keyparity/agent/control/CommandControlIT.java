package dev.keyparity.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real commands on real processes: a shell script that keeps a sleeping process as its KMS. */
class CommandControlIT extends KmsControlContract {
  private static final long OWN_PID = ProcessHandle.current().pid();
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Path pidFile;
  private Path script;
  private String argument;

  @BeforeEach
  void writeScript() throws IOException {
    pidFile = folder.resolve("kms.pid");
    script = folder.resolve("kms.sh");
    // A number of seconds that no other process sleeps, so that it tells this KMS from all others.
    argument = "100000." + ProcessHandle.current().pid() + System.nanoTime() % 1_000_000;
    Files.writeString(
        script,
        """
        case $1 in
        start) [ -e '%1$s/broken' ] && { echo cannot bind port; exit 7; }
               sleep %3$s & echo $! > '%2$s' ;;
        stop)  [ -e '%1$s/hung' ] && exit 0
               [ -e '%1$s/dawdling' ] && { sleep %3$s; exit 0; }
               [ -e '%2$s' ] && kill $(cat '%2$s') ; rm -f '%2$s' ;;
        status) [ -e '%1$s/unclear' ] && exit 4
               [ -e '%2$s' ] || exit 3
               echo "kms (pid $(cat '%2$s')) is running at http://h:9600" ;;
        slow)  sleep 30 ;;
        esac
        """
            .formatted(folder, pidFile, argument));
  }

  @AfterEach
  void endWhatIsLeft() throws IOException {
    // By its pid first: until it is executed a child has the shell's arguments and not its own.
    control().look().living().filter(it -> it.process().pid() != OWN_PID).ifPresent(this::end);
    for (long pid : processes().withArgument(argument)) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private void end(ProcessSighting.Lives living) {
    ProcessHandle.of(living.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static ProcessTable processes() {
    return ProcessTable.ofHost(Clock.systemUTC());
  }

  private DeclaredCommand command(String verb, Duration deadline) {
    return new DeclaredCommand(
        List.of("/bin/sh", script.toString(), verb), deadline, folder.resolve("out/" + verb));
  }

  private CommandControl control(boolean pidFileDeclared, @Nullable String declaredArgument) {
    return new CommandControl(
        new CommandControl.Declared(
            command("start", LONG),
            command("stop", LONG),
            pidFileDeclared ? null : command("status", LONG),
            pidFileDeclared ? pidFile : null,
            declaredArgument,
            LONG,
            SHORT),
        processes(),
        Pause.real());
  }

  @Override
  KmsControl control() {
    return control(true, null);
  }

  @Override
  void breakStart() {
    touch("broken");
  }

  @Override
  void hangStop() {
    touch("hung");
  }

  private void touch(String name) {
    try {
      Files.createFile(folder.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void statusCommand_namesTheProcessToo() {
    KmsControl byStatus = control(false, null);
    assertThat(byStatus.look()).isInstanceOf(ProcessSighting.NoProcess.class);
    byStatus.start();

    assertThat(byStatus.look().living()).isEqualTo(control().look().living());
  }

  @Test
  void statusCommand_thatCannotTell_isNotAWordOfBeingStopped() {
    touch("unclear");

    assertThat(control(false, null).look()).isInstanceOf(ProcessSighting.CannotTell.class);
  }

  @Test
  void failedStart_saysWhatTheCommandSaid() {
    breakStart();

    ControlResult result = control().start();

    assertThat(result.detail()).contains("exit code 7");
    assertThat(result.output()).contains("cannot bind port");
  }

  @Test
  void lostPidFile_withADeclaredArgument_isNotAWordOfBeingStopped() throws IOException {
    control().start();
    // The shell's child has the shell's arguments until it is executed.
    Awaitility.await().until(() -> !processes().withArgument(argument).isEmpty());
    Files.delete(pidFile);

    assertThat(control().look()).isInstanceOf(ProcessSighting.NoProcess.class);
    assertThat(control(true, argument).look().living()).isPresent();
  }

  @Test
  void pidFile_thatNamesAnotherProgramByNow_isToldByTheArgument() throws IOException {
    Files.writeString(pidFile, Long.toString(ProcessHandle.current().pid()));

    assertThat(control(true, argument).look()).isInstanceOf(ProcessSighting.NoProcess.class);
  }

  @Test
  void pidFile_withRubbish_isNotAWordOfBeingStopped() throws IOException {
    Files.writeString(pidFile, "12x");
    assertThat(control().look()).isInstanceOf(ProcessSighting.CannotTell.class);
    Files.writeString(pidFile, "");
    assertThat(control().look()).isInstanceOf(ProcessSighting.CannotTell.class);
  }

  @Test
  void command_thatDoesNotEnd_isEndedAtItsDeadline() {
    DeclaredCommand.Result result = command("slow", Duration.ofMillis(200)).run();

    assertThat(result.inTime()).isFalse();
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void stopCommand_whoseChildOutlivesItsDeadline_isSeenUntilItEnds_byTheNextAgentToo() {
    KmsControl control = control(true, null);
    control.start();
    touch("dawdling");
    assertThat(control.stopAtLarge()).isEmpty();

    ControlResult result =
        new CommandControl(
                new CommandControl.Declared(
                    command("start", LONG),
                    command("stop", Duration.ofMillis(500)),
                    null,
                    pidFile,
                    null,
                    LONG,
                    SHORT),
                processes(),
                Pause.real())
            .stop();

    assertThat(result.isDone()).isFalse();
    KmsControl afterRestart = control(true, null);
    assertThat(afterRestart.stopAtLarge()).isPresent();
    // The command itself was ended at its deadline, and may need a moment to be gone.
    String alone = "the stop command still runs: process \\[\\d+]";
    Awaitility.await()
        .untilAsserted(() -> assertThat(afterRestart.stopAtLarge().orElseThrow()).matches(alone));
    long child = Long.parseLong(afterRestart.stopAtLarge().orElseThrow().replaceAll("\\D", ""));
    ProcessHandle.of(child).orElseThrow().destroyForcibly();
    Awaitility.await().untilAsserted(() -> assertThat(afterRestart.stopAtLarge()).isEmpty());
    assertThat(afterRestart.look().living()).as("started by us, and no stop").isPresent();
  }

  @Test
  void command_isRunWithoutAShell() {
    DeclaredCommand.Result result =
        new DeclaredCommand(
                List.of("/bin/echo", "$HOME", ";", "exit", "3"), LONG, folder.resolve("out/echo"))
            .run();

    assertThat(result.tail()).isEqualTo("$HOME ; exit 3\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void output_ofACommand_isReadableByUsAloneAndCutToItsTail() throws IOException {
    Path output = folder.resolve("out/yes");
    DeclaredCommand.Result result =
        new DeclaredCommand(List.of("/bin/sh", "-c", "seq 1 5000; echo last"), LONG, output).run();

    assertThat(result.tail()).hasSize(4096).endsWith("last\n");
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(output)))
        .isEqualTo("rw-------");
  }

  @Test
  void zombie_doesNotLive() throws Exception {
    Process parent =
        new ProcessBuilder("/bin/sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
    try {
      String line = parent.inputReader().readLine();
      long child = Long.parseLong(line);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(processes().find(child)).isEmpty());
      assertThat(Files.exists(Path.of("/proc/" + child))).isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void processTable_agreesWithTheKernelAboutThisProcess() {
    ProcessTable table = processes();
    var self = table.find(ProcessHandle.current().pid()).orElseThrow();

    assertThat(table.lives(self)).isTrue();
    assertThat(table.now().ticks()).isGreaterThanOrEqualTo(self.startTicks());
    assertThat(
            Duration.between(
                    table.startOf(self),
                    ProcessHandle.current().info().startInstant().orElseThrow())
                .abs())
        .isLessThan(Duration.ofSeconds(2));
  }
}
