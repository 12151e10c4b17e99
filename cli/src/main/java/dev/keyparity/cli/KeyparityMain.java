package dev.keyparity.cli;

import dev.keyparity.cli.console.Console;
import dev.keyparity.cli.console.Terminal;
import dev.keyparity.cli.invocation.Surroundings;
import dev.keyparity.cli.link.TlsChannels;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/** The process: real streams, real clock, and the exit status. */
public final class KeyparityMain {
  private KeyparityMain() {}

  public static void main(String[] args) {
    silenceLogging();
    Map<String, String> environment = System.getenv();
    Clock clock = Clock.system(ZoneId.systemDefault());
    Console console =
        new Console(
            System.in,
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            Terminal.ofProcess(environment));
    Surroundings surroundings =
        new Surroundings(
            console,
            environment,
            clock,
            Path.of(environment.getOrDefault("HOME", System.getProperty("user.home"))),
            Path.of("/etc/keyparity"),
            target -> TlsChannels.load(target.tlsDirectory(), clock),
            KeyparityMain::secret);
    Runtime.getRuntime().addShutdownHook(new Thread(console::part, "parting"));
    System.exit(new CommandLineInterface(surroundings).run(args));
  }

  // Null is what Java before 22 answers where stdin and stdout are no terminal; later ones ask
  // whether it is one, which this release cannot be compiled against.
  @SuppressWarnings("SystemConsoleNull")
  private static char @Nullable [] secret(String prompt) {
    java.io.Console terminal = System.console();
    return terminal == null ? null : terminal.readPassword("%s", prompt);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /** Libraries log to nowhere: what an operator must know is in our own words on the console. */
  private static void silenceLogging() {
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    LogManager.getLogManager().reset();
  }
}
