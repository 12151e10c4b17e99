package dev.keyparity.keyring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real GnuPG with a home of its own under a short path (its agent's socket needs one); closing
 * ends its agent and removes the home.
 */
public final class Gpg implements AutoCloseable {
  private static final long SECONDS = 120;

  private final String program;
  private final Path home;

  private Gpg(String program) {
    this.program = program;
    try {
      this.home =
          Files.createTempDirectory(
              Path.of("/tmp"),
              "kp",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** GnuPG 1.4, which keeps {@code secring.gpg}. */
  public static Gpg classic() {
    return new Gpg("gpg1");
  }

  /** GnuPG 2.2. */
  public static Gpg modern() {
    return new Gpg("gpg");
  }

  public Path home() {
    return home;
  }

  /** Runs it and returns its standard output; any exit code but 0 is an error. */
  public byte[] run(byte[] input, String... arguments) {
    Result result = tryRun(input, arguments);
    if (result.exit() != 0) {
      throw new IllegalStateException(program + " " + List.of(arguments) + ": " + result.errors());
    }
    return result.output();
  }

  /** What came of a run that may fail. */
  @SuppressWarnings("ArrayRecordComponent") // a test's value, never compared
  public record Result(int exit, byte[] output, String errors) {}

  public Result tryRun(byte[] input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program, "--homedir", home.toString(), "--batch", "--no-tty", "--yes"));
    if (program.equals("gpg1")) {
      command.add("--quick-random");
    } else {
      command.addAll(List.of("--pinentry-mode", "loopback"));
    }
    command.addAll(List.of(arguments));
    try {
      Path errors = Files.createTempFile(home, "err", "");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      Thread feeder = new Thread(() -> feed(process, input));
      feeder.start();
      byte[] output;
      try (InputStream out = process.getInputStream()) {
        output = out.readAllBytes();
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(program + " hangs: " + command);
      }
      feeder.join();
      return new Result(process.exitValue(), output, Files.readString(errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void feed(Process process, byte[] input) {
    try (var in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // It may end before it has read all; its exit code tells.
    }
  }

  /** Makes a key from a parameter file and lets nothing ask for anything. */
  public void generate(String... lines) {
    String parameters = String.join("\n", lines) + "\n%commit\n";
    run(parameters.getBytes(StandardCharsets.UTF_8), "--gen-key", "-");
  }

  /** The bytes of a file in its home. */
  public byte[] file(String name) {
    try {
      return Files.readAllBytes(home.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] exportSecret(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--export-secret-keys");
    return run(new byte[0], arguments.toArray(String[]::new));
  }

  /** All fingerprints of secret keys and subkeys, as gpg lists them, in its order. */
  public List<String> secretFingerprints() {
    String listing =
        new String(
            run(new byte[0], "--with-colons", "--with-fingerprint", "--with-fingerprint", "-K"),
            StandardCharsets.UTF_8);
    return listing.lines().filter(l -> l.startsWith("fpr:")).map(l -> l.split(":", -1)[9]).toList();
  }

  @Override
  public void close() {
    try {
      if (program.equals("gpg")) {
        new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
            .redirectErrorStream(true)
            .start()
            .waitFor(SECONDS, TimeUnit.SECONDS);
      }
      try (Stream<Path> all = Files.walk(home)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
