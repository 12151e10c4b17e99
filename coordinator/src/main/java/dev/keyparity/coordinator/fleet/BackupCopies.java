package dev.keyparity.coordinator.fleet;

import dev.keyparity.proto.agent.v1.AcknowledgeCopyRequest;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.util.concurrent.CompletableFuture;

/**
 * Has a backup stored on another host, and has the host that made it note that. Thread-safe; never
 * blocks.
 *
 * <p>Two effects, each with a receipt of its own: the keeper stores, the owner notes the keeper's
 * signed word for it. The second is asked for only once the first is done.
 */
public final class BackupCopies {
  private final AgentCalls agents;

  public BackupCopies(AgentCalls agents) {
    this.agents = agents;
  }

  /**
   * One copy to be made.
   *
   * @param source a read of the owner
   * @param storing the keeper's act
   * @param noting the owner's act
   */
  public record Errand(String backup, AgentCall source, AgentCall storing, AgentCall noting) {}

  /**
   * What came of it.
   *
   * @param receipt of the last effect that was asked for: the owner's, or the keeper's if that is
   *     not one of a thing done
   * @param copyReceipt the keeper's signed word; empty if it did not store the copy
   */
  public record Outcome(Receipt receipt, PeerSigned copyReceipt) {
    /** Whether the effect of that receipt is in place. */
    public boolean isDone() {
      return receipt.getOutcome() == Receipt.Outcome.DONE
          || receipt.getOutcome() == Receipt.Outcome.SETTLED_DONE;
    }
  }

  /** Ends with the outcome, or fails as the agents' calls do. */
  public CompletableFuture<Outcome> run(Errand errand) {
    GetCopyRequest wanted = GetCopyRequest.newBuilder().setBackupId(errand.backup()).build();
    return agents
        .relayCopy(errand.source(), wanted, errand.storing())
        .thenCompose(stored -> note(errand, stored));
  }

  private CompletableFuture<Outcome> note(Errand errand, PutCopyReply stored) {
    Outcome kept = new Outcome(stored.getReply().getReceipt(), stored.getCopyReceipt());
    if (!kept.isDone()) {
      return CompletableFuture.completedFuture(kept);
    }
    AcknowledgeCopyRequest request =
        AcknowledgeCopyRequest.newBuilder()
            .setBackupId(errand.backup())
            .setCopyReceipt(stored.getCopyReceipt())
            .build();
    return agents
        .acknowledgeCopy(errand.noting(), request)
        .thenApply(noted -> new Outcome(noted.getReply().getReceipt(), stored.getCopyReceipt()));
  }
}
