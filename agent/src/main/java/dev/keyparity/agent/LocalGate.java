package dev.keyparity.agent;

import dev.keyparity.agent.control.KernelClock;
import dev.keyparity.agent.control.Pause;
import dev.keyparity.agent.control.ProcessTable;
import dev.keyparity.agent.disk.LinuxDisk;
import dev.keyparity.agent.gate.GateDecision;
import dev.keyparity.agent.gate.GateLook;
import dev.keyparity.agent.gate.GateOverride;
import dev.keyparity.agent.gate.GateOverrides;
import dev.keyparity.agent.gate.GateScreen;
import dev.keyparity.agent.gate.OverridesSeen;
import dev.keyparity.agent.gate.StartGate;
import dev.keyparity.agent.guard.OperatorPolicy;
import dev.keyparity.agent.guard.state.DirectoryStateFiles;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.IoFaults;
import dev.keyparity.daemon.warrant.PinnedOperators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The start gate of one service as {@code agent.yaml} of this host declares it. Nobody else is
 * asked. Where that file cannot be used the gate refuses, and can still be overridden: the override
 * lies where a glance at the file, or the default, says that the state is.
 */
public final class LocalGate {
  /** Where an agent's configuration is. */
  public static final Path USUAL_CONFIG = Path.of("/etc/keyparity/agent.yaml");

  private final GateScreen screen;
  private final Path stateDirectory;
  private final @Nullable AgentConfig config;
  private final AgentConfig.@Nullable Service service;
  private final @Nullable KeyparityException fault;
  private final KernelClock kernel;

  private LocalGate(
      GateScreen screen,
      Path stateDirectory,
      @Nullable AgentConfig config,
      AgentConfig.@Nullable Service service,
      @Nullable KeyparityException fault,
      Clock clock) {
    this.screen = screen;
    this.stateDirectory = stateDirectory;
    this.config = config;
    this.service = service;
    this.fault = fault;
    this.kernel = ProcessTable.ofHost(clock);
  }

  /**
   * @param named the service; null where the file declares one alone
   */
  public static LocalGate of(Path file, @Nullable String named, Clock clock) {
    String elsewhere = file.equals(USUAL_CONFIG) ? "" : " --agent-config " + file;
    AgentConfig config = null;
    try {
      config = AgentConfigFile.read(file);
      AgentConfig.Service service = choose(config, file, named);
      String options = config.services().size() > 1 ? " --service " + service.name() : "";
      return new LocalGate(
          new GateScreen(service.name(), config.name(), options + elsewhere),
          config.stateDirectory(),
          config,
          service,
          null,
          clock);
    } catch (KeyparityException e) {
      String name = named == null ? "" : named;
      String options = named == null ? "" : " --service " + named;
      return new LocalGate(
          new GateScreen(name, "this host", options + elsewhere),
          config == null ? AgentConfigFile.stateDirectoryAtAGlance(file) : config.stateDirectory(),
          null,
          null,
          e,
          clock);
    }
  }

  private static AgentConfig.Service choose(AgentConfig config, Path file, @Nullable String named) {
    List<AgentConfig.Service> fitting =
        config.services().stream()
            .filter(one -> named == null || one.name().equals(named))
            .toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    String declared =
        config.services().stream()
            .map(AgentConfig.Service::name)
            .collect(Collectors.joining(", ", "[", "]"));
    throw new KeyparityException(
        ErrorCode.NO_SUCH_SERVICE,
        "%s: service %s (expected: one of %s)"
            .formatted(file, named == null ? "not named" : named, declared),
        "name it with --service; where keyparity no longer guards it, remove the drop-in of its unit");
  }

  public String service() {
    return screen.service();
  }

  public String host() {
    return screen.host();
  }

  /** Whether {@code agent.yaml} says that there is no gate. */
  public boolean isOff() {
    return service != null && !service.gated();
  }

  /** What the gate says now; takes a moment, seconds while the key directory is written to. */
  public GateLook look() {
    GateDecision decision = gate().map(StartGate::decide).orElseGet(this::unreadable);
    return new GateLook(screen, decision, overrides());
  }

  private GateDecision unreadable() {
    return GateDecision.unreadable(Objects.requireNonNull(fault));
  }

  private Optional<StartGate> gate() {
    if (config == null || service == null) {
      return Optional.empty();
    }
    return Optional.of(
        new StartGate(
            config.group(),
            ServiceWiring.place(config.name(), service),
            stateDirectory,
            new OperatorPolicy(new PinnedOperators(config.operators()), config.approvals()),
            new DirectoryStateFiles(stateDirectory),
            new LinuxDisk(new SecureRandom()),
            Pause.real()));
  }

  /** Every override that was given. */
  public OverridesSeen overrides() {
    return new OverridesSeen(found(), kernel.now());
  }

  private GateOverrides.Found found() {
    if (service().isEmpty()) {
      return new GateOverrides.Found(List.of(), List.of());
    }
    // Below a directory that must not be entered nothing can be told from nothing.
    return Files.isDirectory(stateDirectory) && !Files.isExecutable(stateDirectory)
        ? new GateOverrides.Found(
            List.of(), List.of(stateDirectory + ": not readable (expected: by root)"))
        : files().find();
  }

  private GateOverrides files() {
    return new GateOverrides(new DirectoryStateFiles(stateDirectory), service());
  }

  /**
   * Lets the KMS start on this host for a while whatever is found, or ends that.
   *
   * @param length zero to end it
   * @param by who says so
   */
  public GateOverride override(Duration length, String by, String reason) {
    if (service().isEmpty()) {
      throw new KeyparityException(
          ErrorCode.USAGE, "service: not known (expected: --service NAME)", "");
    }
    GateOverride given = files().give(length, by, reason, kernel.now(), new SecureRandom());
    handToItsOwner(given);
    return given;
  }

  /** What root writes here the agent, which is not root, must be able to read. */
  private void handToItsOwner(GateOverride given) {
    Path folder = stateDirectory.resolve("gate");
    Path ofService = folder.resolve(service());
    try {
      UserPrincipal owner = Files.getOwner(stateDirectory, LinkOption.NOFOLLOW_LINKS);
      for (Path path : List.of(folder, ofService, ofService.resolve(given.id() + ".json"))) {
        if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
          Files.setOwner(path, owner);
        }
      }
    } catch (IOException e) {
      throw IoFaults.of(e, "hand to the agent", ofService, 0);
    }
  }
}
