package dev.keyparity.agent.gate;

import dev.keyparity.agent.control.Pause;
import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.guard.AgentGeneration;
import dev.keyparity.agent.guard.OperatorPolicy;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.store.InstallMarker;
import dev.keyparity.agent.store.KeyDirectoryPlace;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.KeyDirectoryReading;
import dev.keyparity.agent.store.MarkerFile;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The gate of one service before its KMS starts: reads what the decision needs, from this host
 * alone, and changes nothing.
 *
 * <p>The key directory is read until two reads are equal, for at most {@link #PATIENCE}; the rest
 * is read once.
 *
 * @param policy whose signatures count, by the agent's configuration
 * @param files the agent's state, below {@code stateDirectory}
 */
public record StartGate(
    String group,
    KeyDirectoryPlace place,
    Path stateDirectory,
    OperatorPolicy policy,
    StateFiles files,
    Disk disk,
    Pause pause) {
  /** How long a key directory that is being written to is waited for. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration BETWEEN = Duration.ofMillis(50);

  /** What the gate says now. */
  public GateDecision decide() {
    try {
      requireState();
      Optional<InstallMarker> marker = new MarkerFile(disk, stateDirectory, place.service()).read();
      Statements statements = new Statements(group, place.service(), place.host(), policy, files);
      KeyDirectoryReader reader = new KeyDirectoryReader(disk, place, Clock.systemUTC());
      Duration end = pause.now().plus(PATIENCE);
      KeyDirectoryReading earlier = reader.read();
      while (true) {
        pause.forAbout(BETWEEN);
        KeyDirectoryReading reading = reader.read();
        boolean settled = isSame(earlier, reading);
        if (settled || pause.now().compareTo(end) >= 0) {
          return GateDecision.of(
              GateFacts.of(marker.orElse(null), statements, reading.facts(), settled));
        }
        earlier = reading;
      }
    } catch (KeyparityException e) {
      return GateDecision.unreadable(e);
    }
  }

  /** Where nothing lies at all, the state is elsewhere: that is not the same as not enrolled. */
  private void requireState() {
    if (new AgentGeneration(files).current() == 0) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE,
          "state directory %s: no agent's state is there (expected: that of this host's agent)"
              .formatted(stateDirectory),
          "is its disk mounted, did the agent ever start? systemctl status keyparity-agent");
    }
  }

  private static boolean isSame(KeyDirectoryReading one, KeyDirectoryReading other) {
    return one.stamp().equals(other.stamp())
        && one.directoryDigest().equals(other.directoryDigest());
  }
}
