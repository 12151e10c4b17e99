package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.agent.guard.permit.Permits;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import java.util.List;
import java.util.Map;

/** Withdraws a stop that was begun and had no effect yet. */
public final class WithdrawStop implements Effect {
  private final Permits permits;

  public WithdrawStop(HostedService hosted) {
    this.permits = hosted.guard().permits();
  }

  @Override
  public EffectKind kind() {
    return EffectKind.WITHDRAW_STOP;
  }

  @Override
  public List<Act> warranted() {
    return List.of();
  }

  @Override
  public Map<String, String> prepare() {
    permits
        .begun()
        .filter(begun -> begun.effectStarted())
        .ifPresent(
            begun -> {
              throw new KeyparityException(
                      ErrorCode.STOP_UNDER_WAY,
                      "withdraw: the stop begun at %s may have had its effect (expected: none yet)"
                          .formatted(begun.at()),
                      "finish the stop, then start the KMS")
                  .withRule("I4");
            });
    return Map.of();
  }

  @Override
  public Outcome run() {
    permits.withdraw();
    return Outcome.done("no stop is begun", Map.of());
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    return permits.begun().isEmpty()
        ? new Settlement.Happened("no stop is begun", Map.of())
        : new Settlement.DidNotHappen("the stop is still begun");
  }
}
