package dev.keyparity.agent;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.lifecycle.Logging;
import dev.keyparity.daemon.status.StatusEndpoint;
import dev.keyparity.daemon.warrant.PinnedOperator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code agent.yaml} says, typed.
 *
 * @param group the coordinator group this agent is enrolled in
 * @param name this host's name in service files
 * @param refusesEffects {@code effects: refuse}
 * @param approvals how many different operators must sign a warrant for this host
 * @param largestEpochJump how far one fence may raise the epoch
 */
public record AgentConfig(
    String group,
    String name,
    HostPort listen,
    TlsFiles tls,
    Path stateDirectory,
    StatusEndpoint status,
    Logging.Verbosity logLevel,
    boolean refusesEffects,
    List<PinnedOperator> operators,
    int approvals,
    long largestEpochJump,
    List<Path> recoveryKeys,
    List<Service> services,
    List<Dependant> dependants,
    Clients clients) {

  /** How a KMS is controlled. */
  public enum ControlKind {
    COMMAND,
    SYSTEMD
  }

  /**
   * One KMS service on this host.
   *
   * @param configDirectory null if there is none to back up
   * @param owner null: as the profile says
   * @param kmsCa trusted for the KMS's own certificate; null: what Java trusts
   * @param gated {@code gate: on}
   */
  public record Service(
      String name,
      String profile,
      Path keyDirectory,
      @Nullable Path configDirectory,
      @Nullable String owner,
      @Nullable String group,
      URI kmsUrl,
      @Nullable Path kmsCa,
      Control control,
      @Nullable Path settingsDirectory,
      boolean gated) {}

  /**
   * How the KMS of one service is controlled.
   *
   * @param argument an argument of its command line that no other process has; null if none is told
   */
  public record Control(
      ControlKind kind,
      List<String> start,
      List<String> stop,
      List<String> status,
      @Nullable Path pidFile,
      @Nullable String argument,
      @Nullable String unit,
      String bus,
      Duration startDeadline,
      Duration stopDeadline) {}

  /**
   * A restart this agent may run by name.
   *
   * @param instance tells one start from the next; empty if nothing does
   */
  public record Dependant(
      String name, List<String> argv, List<String> instance, Duration deadline) {}

  /** Client configuration files this agent may edit. */
  public record Clients(@Nullable Path coreSite, @Nullable Path hdfsSite) {}
}
