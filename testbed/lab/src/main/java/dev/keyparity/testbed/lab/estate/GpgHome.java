package dev.keyparity.testbed.lab.estate;

import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A home of gpg's with one secret key, beside that key's file, for this user only. Gone when
 * closed, and when this virtual machine ends for whatever reason but SIGKILL.
 *
 * <p>gpg reaches it by a link in /tmp, which holds nothing: the path of a socket must be short.
 */
public final class GpgHome implements AutoCloseable {
  private static final String DECRYPT = "timeout 60 gpg --batch --quiet --decrypt \"$1\"";

  private final Path home;
  private final Path shortcut;
  private final StartedProcesses ending = new StartedProcesses();

  private GpgHome(Path home, Path shortcut) {
    this.home = home;
    this.shortcut = shortcut;
    ending.add(this::remove);
  }

  public static GpgHome withSecretKey(Path armoured) {
    try {
      // Both are for their owner only.
      Path home = Files.createTempDirectory(armoured.toAbsolutePath().resolveSibling(""), "gnupg-");
      GpgHome gpg = new GpgHome(home, Files.createTempDirectory("keyparity-gpg-"));
      Files.createSymbolicLink(gpg.gnupgHome(), home);
      gpg.run("gpg", "--batch", "--quiet", "--import", armoured.toString());
      return gpg;
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "making a home for gpg", e);
    }
  }

  private Path gnupgHome() {
    return shortcut.resolve("h");
  }

  public void run(String... command) {
    Command.run(List.of(command), environment(), Duration.ofMinutes(1)).orThrow();
  }

  private Map<String, String> environment() {
    return Map.of("GNUPGHOME", gnupgHome().toString());
  }

  /**
   * The content of each file of that name in an encrypted tar, with nothing but gpg and tar. It
   * comes through a pipe: no key of a backup is ever in a file of ours.
   */
  public List<byte[]> filesIn(Path backup, String name) {
    String list = DECRYPT + " | tar --list";
    String names =
        Command.run(
                List.of("bash", "-o", "pipefail", "-c", list, "list", backup.toString()),
                environment(),
                Duration.ofMinutes(1))
            .orThrow()
            .out();
    List<byte[]> contents = new ArrayList<>();
    for (String member : names.lines().toList()) {
      if (Path.of(member).endsWith(name)) {
        contents.add(extract(backup, member));
      }
    }
    return contents;
  }

  private byte[] extract(Path backup, String member) {
    String open = DECRYPT + " | tar --extract --to-stdout -- \"$2\"";
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-o", "pipefail", "-c", open, "open", backup.toString(), member)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment());
    try {
      Process process = builder.start();
      byte[] content = process.getInputStream().readAllBytes();
      int exit = process.waitFor();
      EstateFailure.check(
          exit == 0, "%s: %s: exit %d of gpg and tar".formatted(backup, member, exit));
      return content;
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "opening " + backup, e);
    } catch (InterruptedException e) {
      throw LabException.interrupted("opening " + backup, e);
    }
  }

  private void remove() {
    // Nothing is asked whether it worked: gpg may not have got as far as an agent.
    Command.run(List.of("gpgconf", "--homedir", gnupgHome().toString(), "--kill", "all"));
    Command.run(List.of("rm", "-rf", home.toString(), shortcut.toString())).orThrow();
  }

  @Override
  public void close() {
    ending.close();
  }
}
