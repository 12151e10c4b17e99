package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.permit.Permits;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Everything that stands between a request and an effect, for one service on this host.
 *
 * <ol>
 *   <li>The leadership is the one this host is fenced for; the request id is its own.
 *   <li>A settled record of the same id is the answer; a running effect is joined; an open record
 *       is settled by looking, never by blind repetition.
 *   <li>No later attempt was seen, and the earlier one is settled.
 *   <li>The run is not aborted, and a warrant covers the act where one is needed.
 *   <li>The effect's own checks pass.
 *   <li>Under the lock that a fence takes too: the leadership is looked at once more, the audit
 *       line is written, the warrant's use, the effect's promises and the begun record are made
 *       durable.
 *   <li>The effect happens, its record is completed, its end is audited.
 * </ol>
 *
 * <p>Effects of one service happen one after the other on the executor it was given; an effect goes
 * on when its caller goes away. Thread-safe.
 */
public final class ServiceGuard {
  private static final int MOST_WAITING = 32;

  private final String service;
  private final HostGuard host;
  private final Executor oneAtATime;
  private final EndOfEffect waiting;

  private final Object lock = new Object();
  private final Fence fence;
  private final Receipts receipts;
  private final Consumed consumed;
  private final StandingUses standing;
  private final Revocations revocations;
  private final WarrantGate warrants;
  private final Statements statements;
  private final Permits permits;
  private final Map<RequestKey, CompletableFuture<EffectRecord>> underWay = new HashMap<>();
  private final EffectLines lines;
  private final EffectRunner runner;

  /**
   * Reads what the host durably knows of the service.
   *
   * @param oneAtATime runs what it is given one after the other
   * @throws KeyparityException {@link ErrorCode#STATE_CORRUPT} if a record does not parse
   */
  public ServiceGuard(String service, HostGuard host, Executor oneAtATime) {
    this(service, host, oneAtATime, EndOfEffect.byTheClock());
  }

  /**
   * @param waiting how calls wait for the end of their effect
   */
  public ServiceGuard(String service, HostGuard host, Executor oneAtATime, EndOfEffect waiting) {
    this.service = service;
    this.host = host;
    this.oneAtATime = oneAtATime;
    this.waiting = waiting;
    this.fence = new Fence(host.group(), service, host.largestJump(), host.files());
    this.receipts = new Receipts(host.files(), service);
    this.consumed = new Consumed(service, host.files());
    this.standing = new StandingUses(service, host.files());
    this.revocations = new Revocations(service, host.files());
    this.statements =
        new Statements(host.group(), service, host.host(), host.policy(), host.files());
    this.warrants =
        new WarrantGate(host.group(), service, host.policy(), host.time(), statements, revocations);
    this.permits =
        new Permits(
            service, host.host(), host.files(), host.signer(), host.verifier(), host.monotonic());
    this.lines = new EffectLines(host.audit());
    this.runner = new EffectRunner(receipts, lock, lines, this::now);
    runner.markInterrupted(host.unended().of(service));
  }

  public Statements statements() {
    return statements;
  }

  public Permits permits() {
    return permits;
  }

  /** The leadership this host is bound to; empty before the first fence. */
  public Optional<FencingToken> fencedFor() {
    synchronized (lock) {
      return fence.highest();
    }
  }

  /**
   * Binds this host to a leadership. After it returned, no effect of a former one can begin.
   *
   * @return what was begun and has not ended
   */
  public List<String> raiseFence(FencingToken token) {
    synchronized (lock) {
      boolean isNew = !Optional.of(token).equals(fence.highest());
      if (isNew) {
        // Refusals are not audited here: anybody may try, and the log must not be filled by it.
        fence.check(token);
        host.audit().record("fence", withService(Map.of("token", token.toString())));
        host.generation().advance();
      }
      fence.raise(token);
      return underWay();
    }
  }

  /** Effects begun and not ended, one sentence each. */
  public List<String> underWay() {
    synchronized (lock) {
      List<String> all = new ArrayList<>();
      underWay.keySet().forEach(key -> all.add(key + ": under way"));
      for (EffectRecord open : receipts.open()) {
        if (!underWay.containsKey(open.key())) {
          all.add("%s: begun at %s, end unknown".formatted(open.key(), open.begunAt()));
        }
      }
      return List.copyOf(all);
    }
  }

  /** Lets a call of the leadership pass that leaves no receipt: asks, permits, seals. */
  public void admit(FencingToken token, String addressedHost) {
    requireEffectsAllowed();
    requireAddressed(addressedHost);
    synchronized (lock) {
      fence.admit(token);
    }
  }

  /** A warrant by which the target may be given this host's key in this run, or a refusal. */
  public Approved requireInstallWarrant(
      @Nullable SignedDocument document, String target, String source, String run) {
    synchronized (lock) {
      return warrants.requireInstall(document, target, source, run);
    }
  }

  /** Refuses a run that operators aborted. */
  public void requireRunNotAborted(String run) {
    synchronized (lock) {
      warrants.requireRunNotAborted(run);
    }
  }

  /** Writes an audit line before something that leaves no receipt. */
  public void audit(String event, Map<String, String> fields) {
    host.audit().record(event, withService(fields));
  }

  /** Verifies a revocation; it is not kept yet. */
  public Revocation checkRevocation(SignedDocument document) {
    host.policy().requireApproved(document, DocumentKind.REVOCATION, service, Set.of(Verb.ABORT));
    return RevocationReader.read(document, host.group(), service);
  }

  /** Keeps a revocation that {@link #checkRevocation} let pass; durable on return. */
  public void keepRevocation(SignedDocument document) {
    Revocation revocation = checkRevocation(document);
    synchronized (lock) {
      revocations.keep(document, revocation);
    }
  }

  public boolean holdsRevocation(SignedDocument document) {
    synchronized (lock) {
      return revocations.holds(document.payload());
    }
  }

  /**
   * Does an effect, or answers with the record of it.
   *
   * @throws KeyparityException if it is refused; then nothing was done. {@link
   *     ErrorCode#DEADLINE_EXCEEDED} if the caller's patience ends first; the effect goes on
   */
  public EffectRecord perform(Call call, Effect effect) {
    requireEffectsAllowed();
    requireAddressed(call.key().host());
    CompletableFuture<EffectRecord> end;
    synchronized (lock) {
      fence.admit(call.token());
      requireOwnId(call);
      Optional<EffectRecord> known = receipts.find(call.key());
      if (known.isPresent() && known.get().stage().isSettled()) {
        return known.get();
      }
      end = underWay.get(call.key());
      if (end == null) {
        end = submit(call, effect);
      }
    }
    return await(end, call);
  }

  private CompletableFuture<EffectRecord> submit(Call call, Effect effect) {
    if (underWay.size() >= MOST_WAITING) {
      throw new KeyparityException(
          ErrorCode.OVERLOADED,
          "%d requests wait for this service (expected: fewer)".formatted(underWay.size()),
          "");
    }
    CompletableFuture<EffectRecord> end = new CompletableFuture<>();
    underWay.put(call.key(), end);
    oneAtATime.execute(() -> carryOut(call, effect, end));
    return end;
  }

  private void carryOut(Call call, Effect effect, CompletableFuture<EffectRecord> end) {
    EffectRecord record;
    try {
      record = beginOrSettle(call, effect);
    } catch (RuntimeException | Error e) {
      ended(call);
      end.completeExceptionally(e);
      return;
    }
    // No longer under way before anybody is told of the end, so that a repetition finds the record.
    ended(call);
    end.complete(record);
  }

  private void ended(Call call) {
    synchronized (lock) {
      underWay.remove(call.key());
    }
  }

  private EffectRecord beginOrSettle(Call call, Effect effect) {
    Optional<EffectRecord> known;
    Optional<EffectRecord> earlier;
    synchronized (lock) {
      fence.admit(call.token());
      known = receipts.find(call.key());
      earlier = receipts.newestBefore(call.key());
    }
    if (known.isPresent()) {
      return known.get().stage().isSettled()
          ? known.get()
          : runner.settle(known.get(), effect, () -> fence.admit(call.token()));
    }
    Approved approved = approve(call, effect);
    if (earlier.isPresent() && !earlier.get().stage().isSettled()) {
      runner.requireSettled(earlier.get(), effect, approved.id());
    }
    Map<String, String> facts = effect.prepare();
    effect.check(approved);
    EffectRecord begun;
    synchronized (lock) {
      fence.admit(call.token());
      begun = begin(call, effect, approved, facts);
    }
    return runner.run(begun, effect);
  }

  private Approved approve(Call call, Effect effect) {
    synchronized (lock) {
      if (effect.kind() != EffectKind.REVOKE) {
        warrants.requireRunNotAborted(call.key().run());
      }
      List<Act> acts = effect.warranted();
      if (acts.isEmpty()) {
        return Approved.NOT_NEEDED;
      }
      Approved approved = requireEither(call, acts, effect);
      if (approved.isStanding()) {
        standing.require(call.key(), host.time().now());
      } else {
        consumed.require(approved.require(), call.key());
      }
      return approved;
    }
  }

  private Approved requireEither(Call call, List<Act> acts, Effect effect) {
    try {
      Approved approved = Approved.NOT_NEEDED;
      for (Act act : acts) {
        approved = warrants.require(call.warrant(), act, call.key().run());
      }
      return approved;
    } catch (KeyparityException e) {
      return coveredByAnother(effect, call, e);
    }
  }

  /** The refusal that stands is the first one: it names the act that was asked for. */
  private Approved coveredByAnother(Effect effect, Call call, KeyparityException refusal) {
    if (refusal.code() != ErrorCode.WARRANT_MISMATCH) {
      throw refusal;
    }
    for (Act other : effect.alsoCoveredBy()) {
      try {
        return warrants.require(call.warrant(), other, call.key().run());
      } catch (KeyparityException e) {
        if (e.code() != ErrorCode.WARRANT_MISMATCH) {
          throw e;
        }
      }
    }
    throw refusal;
  }

  private EffectRecord begin(
      Call call, Effect effect, Approved approved, Map<String, String> facts) {
    Instant now = now();
    EffectRecord begun =
        new EffectRecord(
            call.key(),
            effect.kind(),
            EffectStage.BEGUN,
            call.token(),
            approved.id(),
            now,
            now,
            "begun",
            new TreeMap<>(facts));
    lines.begun(begun, String.join(",", approved.operators()));
    try {
      keep(begun, call, effect, approved);
    } catch (KeyparityException e) {
      lines.notBegun(begun, e.operatorMessage());
      throw e;
    }
    return begun;
  }

  private void keep(EffectRecord begun, Call call, Effect effect, Approved approved) {
    host.generation().advance();
    if (approved.warrant() != null) {
      host.time().keep();
      remember(approved, call.key());
    }
    effect.commit(approved);
    try {
      receipts.write(begun);
    } catch (RuntimeException e) {
      effect.abandon();
      throw e;
    }
  }

  private void remember(Approved approved, RequestKey key) {
    if (approved.isStanding()) {
      standing.use(key, host.time().now());
    } else {
      consumed.use(approved.require(), key, host.time().now());
    }
  }

  private EffectRecord await(CompletableFuture<EffectRecord> end, Call call) {
    try {
      return waiting.await(end, call.patience());
    } catch (ExecutionException | CompletionException e) {
      if (e.getCause() instanceof KeyparityException refusal) {
        throw refusal;
      }
      throw new KeyparityException(
          ErrorCode.INTERNAL,
          "%s: failed; the agent's log has the reason".formatted(call.key()),
          "",
          e.getCause());
    } catch (TimeoutException e) {
      throw new KeyparityException(
          ErrorCode.DEADLINE_EXCEEDED,
          "%s: still under way (expected: an end within %d ms)"
              .formatted(call.key(), call.patience().toMillis()),
          "ask again with the same request id");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(
          ErrorCode.CANCELLED, "%s: the agent is stopping".formatted(call.key()), "", e);
    }
  }

  private void requireEffectsAllowed() {
    if (host.refusesEffects()) {
      throw new KeyparityException(
          ErrorCode.EFFECTS_REFUSED,
          "host %s: effects are refused by its own configuration".formatted(host.host()),
          "set effects: allow in agent.yaml on that host");
    }
  }

  private void requireAddressed(String addressed) {
    if (!addressed.equals(host.host())) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_HOST,
          "host: %s (expected: %s, this agent's)".formatted(addressed, host.host()),
          "does the service file name the right address for that host?");
    }
  }

  private static void requireOwnId(Call call) {
    if (!call.claimedId().equals(call.key().id().hex())) {
      throw new KeyparityException(
              ErrorCode.USAGE,
              "request id: %s (expected: %s, derived from its own fields)"
                  .formatted(call.claimedId(), call.key().id()),
              "")
          .withRule("I6");
    }
  }

  private Instant now() {
    return host.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Map<String, String> withService(Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(fields);
    all.put("service", service);
    return all;
  }
}
