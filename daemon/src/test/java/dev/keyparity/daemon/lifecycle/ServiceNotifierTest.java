package dev.keyparity.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a program that writes down how it was called; real systemd is the host tests' matter. */
class ServiceNotifierTest {
  @TempDir Path directory;
  private Path program;
  private Path calls;

  @BeforeEach
  void makeProgram() throws IOException {
    program = directory.resolve("systemd-notify");
    calls = directory.resolve("calls");
    Files.writeString(program, "#!/bin/sh\necho \"$@\" >> " + calls + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void askedFor_isSentInTheNameOfThisProcess() {
    ServiceNotifier notifier =
        new ServiceNotifier(Map.of("NOTIFY_SOCKET", "/run/x"), program.toString());

    notifier.ready("leading");
    notifier.status("3 of 3");
    notifier.stopping();

    String pid = "--pid=" + ProcessHandle.current().pid();
    assertThat(calls)
        .hasContent(
            pid + " --ready --status=leading\n" + pid + " --status=3 of 3\n" + pid + " STOPPING=1");
  }

  @Test
  void notAskedFor_nothingIsRun() {
    new ServiceNotifier(Map.of(), program.toString()).ready("x");
    new ServiceNotifier(Map.of("NOTIFY_SOCKET", ""), program.toString()).ready("x");

    assertThat(calls).doesNotExist();
  }

  @Test
  void missingOrFailingProgram_changesNothing() throws IOException {
    Map<String, String> asked = Map.of("NOTIFY_SOCKET", "/run/x");
    Files.writeString(program, "#!/bin/sh\nexit 3\n");

    new ServiceNotifier(asked, program.toString()).ready("x");
    new ServiceNotifier(asked, directory.resolve("none").toString()).ready("x");

    assertThat(calls).doesNotExist();
  }
}
