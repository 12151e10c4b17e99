package dev.keyparity.coordinator.control;

import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.proto.agent.v1.KmsProcess;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.SettingChange;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Starts, stops and configures one KMS. Thread-safe; never blocks. Futures fail with {@code
 * KeyparityException}.
 */
public interface KmsControl {

  /**
   * What a start or stop came to.
   *
   * @param kms as the host saw it at the end of the act
   */
  record Controlled(Receipt receipt, KmsProcess kms) {}

  /**
   * What a setting's change came to.
   *
   * @param fileSha256 of the whole file after it
   * @param backupFile where the host keeps the file as it was
   */
  record Configured(Receipt receipt, String fileSha256, String backupFile) {}

  /**
   * Who must permit a stop.
   *
   * @param others every other host the service's statement lists
   * @param servesAgain newest signed "serves again" of hosts that were restarted, each of which
   *     ends the permits that were given for it
   */
  record Permits(List<String> others, List<PeerSigned> servesAgain) {
    public Permits {
      others = List.copyOf(others);
      servesAgain = List.copyOf(servesAgain);
    }
  }

  /**
   * Stops the KMS under permits: asks on the host, has every other host answer, hands the permits
   * over. Fails with {@code PERMIT_MISSING} if one is refused or silent; then nothing was stopped
   * and a new attempt may follow.
   *
   * @param stop the act on the host to stop, with its warrant
   */
  CompletableFuture<Controlled> stop(AgentCall stop, Permits permits);

  /**
   * Ends a stop that the host durably began: needs no new permits, and re-sends the same request.
   */
  CompletableFuture<Controlled> finishStop(AgentCall stop);

  CompletableFuture<Controlled> start(AgentCall start);

  /** Takes back a stop that was begun and had no effect yet. */
  CompletableFuture<Controlled> withdrawStop(AgentCall withdraw);

  /**
   * Writes settings into one file; it takes effect at the next start.
   *
   * @param change expects the digest of the whole file as read
   */
  CompletableFuture<Configured> configure(AgentCall change, List<SettingChange> settings);
}
