package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.MembershipChange;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.WarrantCheck;
import dev.keyparity.keyring.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps an identity statement that operators signed, in the place of an older one. Which hosts it
 * adds or drops against the one on record must be allowed by name: fewer hosts mean fewer permits.
 */
public final class KeepStatement implements Effect {
  private final HostedService hosted;
  private final String step;
  private final SignedDocument document;

  public KeepStatement(HostedService hosted, String step, SignedDocument document) {
    this.hosted = hosted;
    this.step = step;
    this.document = document;
  }

  @Override
  public EffectKind kind() {
    return EffectKind.PUT_STATEMENT;
  }

  private String digest() {
    return Digest.of(document.payload()).hex();
  }

  @Override
  public List<Act> warranted() {
    Map<String, String> bound = Map.of(WarrantCheck.STATEMENT_BOUND, digest());
    List<Act> acts = new ArrayList<>();
    acts.add(Act.of(Verb.APPROVE_IDENTITY, step, hosted.host(), bound));
    hosted
        .guard()
        .statements()
        .held()
        .ifPresent(
            held ->
                MembershipChange.between(held.statement().hosts(), hostsOr(held.statement()))
                    .forEach((host, verb) -> acts.add(Act.of(verb, step, host, bound))));
    return acts;
  }

  /** What does not parse is refused before it is kept, whoever allowed it. */
  private List<String> hostsOr(IdentityStatement held) {
    try {
      return IdentityStatement.parse(document.payload()).hosts();
    } catch (MalformedRecord e) {
      return held.hosts();
    }
  }

  @Override
  public Map<String, String> prepare() {
    Statements.Held offered = hosted.guard().statements().check(document);
    return Map.of(
        "statement", digest(), "generation", Long.toString(offered.statement().generation()));
  }

  @Override
  public Outcome run() {
    Statements statements = hosted.guard().statements();
    statements.keep(statements.check(document));
    // A host that holds and serves the approved key is a member from here on.
    new KmsLooks(hosted).look();
    return Outcome.done("the identity statement is on record", Map.of());
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    String wanted = earlier.facts().getOrDefault("statement", "");
    boolean held =
        hosted.guard().statements().held().filter(h -> h.digest().equals(wanted)).isPresent();
    return held
        ? new Settlement.Happened("the identity statement is on record", Map.of())
        : new Settlement.DidNotHappen("another identity statement, or none, is on record");
  }
}
