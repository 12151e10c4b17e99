package dev.keyparity.agent.guard.permit;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.PeerSigner;
import dev.keyparity.daemon.identity.PeerVerifier;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One host's stop permits for one service: {@link PermitState} made durable, its documents signed
 * and verified.
 *
 * <p>Each decision that must outlive a crash is on disk before the method that took it returns.
 * Thread-safe.
 */
public final class Permits {
  private static final String STOP_RULE = "I4";

  private final String service;
  private final String host;
  private final StateFiles files;
  private final PeerSigner signer;
  private final PeerVerifier verifier;
  private final Supplier<Duration> monotonic;
  private final Set<PermitRule> rules = PermitRule.all();

  private PermitState state;
  private long memberGeneration;
  private @Nullable ServesAgain servedAgain;

  /** In memory: a stop of ours may come down on whatever process lives now. */
  private boolean effectUnderWay;

  /**
   * Reads what the host durably knows.
   *
   * @param monotonic time since an origin of its choice, by a clock nobody can set
   * @throws KeyparityException {@link ErrorCode#STATE_CORRUPT} if the record does not parse
   */
  public Permits(
      String service,
      String host,
      StateFiles files,
      PeerSigner signer,
      PeerVerifier verifier,
      Supplier<Duration> monotonic) {
    this.service = service;
    this.host = host;
    this.files = files;
    this.signer = signer;
    this.verifier = verifier;
    this.monotonic = monotonic;
    PermitRecord record = PermitRecord.read(files, service, host).orElse(PermitRecord.NONE);
    state = new PermitState(host, record.nonceHighWater(), null, Map.of(), record.begun());
    memberGeneration = record.memberGeneration();
    servedAgain = record.servedAgain();
  }

  /** Makes a fresh nonce and the question that carries it to every other host. */
  public synchronized byte[] ask(Electorate electorate) {
    PermitState asked = next(state.ask(electorate, monotonic.get(), rules));
    // Advanced before the write: if that fails, nobody knows whether the nonce is on disk.
    state = new PermitState(host, asked.nonceHighWater(), null, state.given(), state.begun());
    persist();
    state = asked;
    return PermitDocuments.encode(
        new Ask(
            service, electorate.generation(), host, asked.nonceHighWater(), standing(electorate)));
  }

  /**
   * Permits another host's stop, and cancels the own ask.
   *
   * @param facts observed after the ask arrived
   */
  public synchronized PeerDocument give(byte[] ask, Electorate electorate, GiverFacts facts) {
    Ask asked = parsed("ask", () -> PermitDocuments.parseAsk(ask));
    requireService("ask", asked.service());
    state = next(state.give(asked, electorate, monotonic.get(), rules));
    byte[] permit =
        PermitDocuments.encode(
            new Permit(
                service,
                electorate.generation(),
                asked.asker(),
                asked.nonce(),
                host,
                standing(electorate),
                facts.serves(),
                facts.serves() ? facts.servingIdentity() : ""));
    return new PeerDocument(permit, signer.sign(PermitDocuments.PERMIT, permit));
  }

  /**
   * Begins a stop; durable when this returns.
   *
   * @param released hosts whose permit an operator's warrant makes unnecessary
   * @param process the living process of the KMS, null if there is none
   * @param now this instant, on the clock of process start times
   */
  public synchronized void begin(
      List<PeerDocument> permits,
      Set<String> released,
      Electorate electorate,
      @Nullable ProcessInstance process,
      BootInstant now) {
    PermitState begun = begun(permits, released, electorate, process, now);
    persist(begun);
    state = begun;
    effectUnderWay = true;
  }

  /**
   * Takes up a stop that was begun before, to finish it: from then on it is over only when a
   * process serves that was started after this. Durable on return.
   *
   * @param living the process of the KMS, which is to be stopped; null if there is none
   * @return false if none is begun, or it ended meanwhile: then it needs permits of its own
   */
  public synchronized boolean resume(@Nullable ProcessInstance living, BootInstant now) {
    if (state.begun() == null) {
      return false;
    }
    mayStillEnd(living, now);
    effectUnderWay = true;
    return true;
  }

  /**
   * The begun stop may still end the process that lives now: that one serves only until then, and
   * is no sign that the stop is over. Durable on return.
   */
  public synchronized void mayStillEnd(@Nullable ProcessInstance living, BootInstant now) {
    PermitState renewed = state.renewed(living, now);
    persist(renewed);
    state = renewed;
  }

  /** The stop that was begun or taken up came to its end, or will not be tried now. */
  public synchronized void effectOver() {
    effectUnderWay = false;
  }

  /** Refuses what {@link #begin} would refuse now, and changes nothing. */
  public synchronized void check(
      List<PeerDocument> permits, Set<String> released, Electorate electorate, BootInstant now) {
    begun(permits, released, electorate, null, now);
  }

  private PermitState begun(
      List<PeerDocument> permits,
      Set<String> released,
      Electorate electorate,
      @Nullable ProcessInstance process,
      BootInstant now) {
    List<Permit> verified = new ArrayList<>();
    for (PeerDocument permit : permits) {
      verified.add(verifiedPermit(permit));
    }
    long nonce = state.ask() == null ? 0 : state.ask().nonce();
    BegunStop proposed =
        new BegunStop(
            nonce,
            electorate.generation(),
            now.wallClock().truncatedTo(ChronoUnit.MILLIS),
            now.bootId(),
            now.ticks(),
            process == null ? "" : process.text(),
            false);
    return next(state.begin(verified, released, electorate, proposed, monotonic.get(), rules));
  }

  private Permit verifiedPermit(PeerDocument document) {
    Permit permit = parsed("permit", () -> PermitDocuments.parsePermit(document.payload()));
    requireService("permit", permit.service());
    requireSigner("permit", PermitDocuments.PERMIT, document, permit.giver());
    return permit;
  }

  /** The stop is about to be asked for: it can be withdrawn no longer. Durable on return. */
  public synchronized void effectStarting() {
    PermitState started = state.effectStarting();
    persist(started);
    state = started;
  }

  /**
   * Ends the begun stop if a process started after it serves, and the stop itself is not still
   * under way: it would take that process down, too.
   *
   * @return whether it ended now
   */
  public synchronized boolean endIfServesAgain(ProcessInstance serving, Instant started) {
    BegunStop begun = state.begun();
    if (begun == null || effectUnderWay || !begun.isBefore(serving)) {
      return false;
    }
    ServesAgain word =
        new ServesAgain(
            service,
            host,
            begun.generation(),
            begun.nonce(),
            started.truncatedTo(ChronoUnit.MILLIS));
    PermitState ended = state.ended();
    record(ended, memberGeneration, word).write(files, service);
    state = ended;
    servedAgain = word;
    return true;
  }

  /** Withdraws a begun stop that had no effect yet; durable on return. */
  public synchronized void withdraw() {
    PermitState withdrawn = next(state.withdraw());
    persist(withdrawn);
    state = withdrawn;
  }

  /** Hears that another host serves again, which ends the permit given to it. */
  public synchronized void hear(PeerDocument document) {
    ServesAgain word =
        parsed("serves-again", () -> PermitDocuments.parseServesAgain(document.payload()));
    requireService("serves-again", word.service());
    requireSigner("serves-again", PermitDocuments.SERVES_AGAIN, document, word.host());
    state = state.servesAgain(word);
  }

  /** Durably records that this host holds and serves the approved key under a statement. */
  public synchronized void becomeMember(long generation) {
    if (generation > memberGeneration) {
      record(state, generation, servedAgain).write(files, service);
      memberGeneration = generation;
    }
  }

  public synchronized boolean isMember(long generation) {
    return generation > 0 && memberGeneration == generation;
  }

  public synchronized Optional<BegunStop> begun() {
    return Optional.ofNullable(state.begun());
  }

  /** The signed word that the newest begun stop is over; empty if none ended or one is begun. */
  public Optional<PeerDocument> servesAgain() {
    ServesAgain word;
    synchronized (this) {
      word = state.begun() == null ? servedAgain : null;
    }
    if (word == null) {
      return Optional.empty();
    }
    byte[] payload = PermitDocuments.encode(word);
    return Optional.of(
        new PeerDocument(payload, signer.sign(PermitDocuments.SERVES_AGAIN, payload)));
  }

  private Standing standing(Electorate electorate) {
    return memberGeneration == electorate.generation() ? Standing.MEMBER : Standing.JOINING;
  }

  private void persist() {
    persist(state);
  }

  private void persist(PermitState next) {
    record(next, memberGeneration, servedAgain).write(files, service);
  }

  private static PermitRecord record(
      PermitState state, long memberGeneration, @Nullable ServesAgain servedAgain) {
    return new PermitRecord(state.nonceHighWater(), memberGeneration, state.begun(), servedAgain);
  }

  private static PermitState next(PermitDecision decision) {
    if (decision instanceof PermitDecision.Allowed allowed) {
      return allowed.state();
    }
    PermitDecision.Refused refused = (PermitDecision.Refused) decision;
    throw new KeyparityException(refused.code(), refused.reason(), "")
        .withRule(refused.code() == ErrorCode.LAST_SERVING ? "I5" : STOP_RULE);
  }

  private void requireService(String what, String named) {
    if (!named.equals(service)) {
      throw new KeyparityException(
              ErrorCode.PERMIT_MISSING,
              "%s: of service %s (expected: %s)".formatted(what, named, service),
              "")
          .withRule(STOP_RULE);
    }
  }

  private void requireSigner(String what, String format, PeerDocument document, String named) {
    var verification = verifier.verify(format, document.payload(), document.signature());
    if (!verification.isBy(Role.AGENT, named)) {
      String signer = verification.orElseThrow(what + " of " + named).toString();
      throw new KeyparityException(
              ErrorCode.SIGNATURE_INVALID,
              "%s of %s: signed by %s (expected: that agent)".formatted(what, named, signer),
              "")
          .withRule(STOP_RULE);
    }
  }

  private interface Parsing<T> {
    T parse() throws MalformedRecord;
  }

  private static <T> T parsed(String what, Parsing<T> parsing) {
    try {
      return parsing.parse();
    } catch (MalformedRecord | IllegalArgumentException e) {
      throw new KeyparityException(
          ErrorCode.USAGE, "%s: %s".formatted(what, e.getMessage()), "", e);
    }
  }
}
