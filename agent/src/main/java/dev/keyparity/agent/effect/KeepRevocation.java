package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.util.List;
import java.util.Map;

/** Keeps an operators' word that a warrant or a run is good no longer. It warrants itself. */
public final class KeepRevocation implements Effect {
  private final HostedService hosted;
  private final SignedDocument document;

  public KeepRevocation(HostedService hosted, SignedDocument document) {
    this.hosted = hosted;
    this.document = document;
  }

  @Override
  public EffectKind kind() {
    return EffectKind.REVOKE;
  }

  @Override
  public List<Act> warranted() {
    return List.of();
  }

  @Override
  public Map<String, String> prepare() {
    Revocation revocation = hosted.guard().checkRevocation(document);
    return revocation.run() == null
        ? Map.of("revoked_warrant", String.valueOf(revocation.warrant()))
        : Map.of("revoked_run", revocation.run());
  }

  @Override
  public Outcome run() {
    hosted.guard().keepRevocation(document);
    return Outcome.done("revoked", Map.of());
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    return hosted.guard().holdsRevocation(document)
        ? new Settlement.Happened("revoked", Map.of())
        : new Settlement.DidNotHappen("not revoked yet");
  }
}
