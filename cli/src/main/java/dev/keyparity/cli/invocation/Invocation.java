package dev.keyparity.cli.invocation;

import dev.keyparity.cli.console.Console;
import dev.keyparity.cli.console.OutputFormat;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.link.ChannelSource;
import dev.keyparity.cli.link.Coordinators;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.AdminGrpc;
import dev.keyparity.wording.Times;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of the command, as its verb sees it. Confined to one thread. */
public final class Invocation implements AutoCloseable {
  /** For questions that a coordinator answers from memory. */
  public static final Duration QUICK = Duration.ofSeconds(10);

  /** For questions that make it ask every host first. */
  public static final Duration THOROUGH = Duration.ofMinutes(5);

  private static final String FILE = "cli.yaml";

  private final Surroundings surroundings;
  private final GlobalOptions options;
  private @Nullable Target target;
  private @Nullable ChannelSource channels;
  private @Nullable Coordinators coordinators;

  public Invocation(Surroundings surroundings, GlobalOptions options) {
    this.surroundings = surroundings;
    this.options = options;
  }

  public Console console() {
    return surroundings.console();
  }

  public Clock clock() {
    return surroundings.clock();
  }

  public Path home() {
    return surroundings.home();
  }

  /** Asks for a line that is not shown while it is typed; null where nobody can be asked. */
  public char @Nullable [] secret(String prompt) {
    return surroundings.secrets().apply(prompt);
  }

  public OutputFormat format() {
    return options.output;
  }

  /** Whether a person reads the results; else progress and questions are all that is said. */
  public boolean isForPeople() {
    return options.output == OutputFormat.table;
  }

  public Page page() {
    return new Page(console().terminal().width(), new Times(clock()));
  }

  public Times times() {
    return new Times(clock());
  }

  /** Prints the result in the format that was asked for. */
  public void show(View view) {
    options.output.show(console(), view, page());
  }

  /** Whether colour is wanted at all; the console knows which streams could show it. */
  public boolean wantsColour() {
    return !options.noColor
        && surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty()
        && !surroundings.environment().getOrDefault("TERM", "").equals("dumb");
  }

  public Duration timeout(Duration usual) {
    return options.timeout == null ? usual : options.timeout;
  }

  /** Asks the leader a question that it answers from memory. */
  public <T> T ask(Function<AdminGrpc.AdminBlockingStub, T> question) {
    return coordinators().ask(timeout(QUICK), question);
  }

  /** Asks the leader a question for which it asks the hosts. */
  public <T> T askThoroughly(Function<AdminGrpc.AdminBlockingStub, T> question) {
    return coordinators().ask(timeout(THOROUGH), question);
  }

  public Coordinators coordinators() {
    if (coordinators == null) {
      coordinators = new Coordinators(target().coordinators(), channels());
    }
    return coordinators;
  }

  /** The name under which this person acts: that of their certificate. */
  public String operator() {
    return channels().operator();
  }

  /** Who runs the command on this machine; behind sudo, who that was before. */
  public String person() {
    String before = surroundings.environment().getOrDefault("SUDO_USER", "");
    return before.isEmpty() ? System.getProperty("user.name") : before + " (sudo)";
  }

  private ChannelSource channels() {
    if (channels == null) {
      channels = surroundings.channels().apply(target());
    }
    return channels;
  }

  /**
   * Whom to talk to: what the options say, and what they leave open from the context.
   *
   * @throws KeyparityException {@link ErrorCode#CONFIG_INVALID} if that does not name both
   *     coordinators and a TLS directory
   */
  public Target target() {
    if (target == null) {
      target = resolveTarget();
    }
    return target;
  }

  private Target resolveTarget() {
    boolean complete = !options.coordinators.isEmpty() && options.tlsDirectory != null;
    boolean contextMatters = !complete || options.context != null;
    Target context = contextMatters ? contexts().named(options.context) : null;
    Path tlsDirectory = options.tlsDirectory;
    if (tlsDirectory == null && context != null) {
      tlsDirectory = context.tlsDirectory();
    }
    if (!options.coordinators.isEmpty() && tlsDirectory != null) {
      return new Target(options.coordinators, tlsDirectory);
    }
    if (context == null || tlsDirectory == null) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          options.coordinators.isEmpty()
              ? "coordinator: not given (expected: a context in cli.yaml, or --coordinator)"
              : "TLS directory: not given (expected: a context in cli.yaml, or --tls-dir)",
          "keyparity --coordinator HOST:7418 --tls-dir DIR …, or write both into cli.yaml once");
    }
    return new Target(context.coordinators(), tlsDirectory);
  }

  private Contexts contexts() {
    if (options.config != null) {
      return Contexts.read(options.config);
    }
    return Contexts.readWhatIsThere(
        List.of(
            surroundings.system().resolve(FILE),
            surroundings.home().resolve(".config/keyparity").resolve(FILE)));
  }

  @Override
  public void close() {
    if (coordinators != null) {
      coordinators.close();
    }
  }
}
