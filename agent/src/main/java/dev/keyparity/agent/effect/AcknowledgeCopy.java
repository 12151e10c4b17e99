package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.agent.store.SignedCopyReceipt;
import dev.keyparity.daemon.warrant.Act;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps another host's signed word, beside the backup, that it holds a copy of it. */
public final class AcknowledgeCopy implements Effect {
  private final HostedService hosted;
  private final String backup;
  private final SignedCopyReceipt receipt;
  private final Set<String> hosts;

  /**
   * @param hosts whose receipts count: every host of the statement, or where nothing is approved
   *     yet, every agent of the trust domain that signs in its own name
   */
  public AcknowledgeCopy(
      HostedService hosted, String backup, SignedCopyReceipt receipt, Set<String> hosts) {
    this.hosted = hosted;
    this.backup = backup;
    this.receipt = receipt;
    this.hosts = Set.copyOf(hosts);
  }

  @Override
  public EffectKind kind() {
    return EffectKind.ACKNOWLEDGE_COPY;
  }

  @Override
  public List<Act> warranted() {
    return List.of();
  }

  @Override
  public Map<String, String> prepare() {
    return Map.of("backup", hosted.backups().record(backup).id());
  }

  @Override
  public Outcome run() {
    hosted.backups().acknowledgeCopy(backup, receipt, hosted.receiptCheck(), hosts);
    return Outcome.done("a copy of backup %s is acknowledged".formatted(backup), Map.of());
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    return new Settlement.RedoIsSafe();
  }
}
