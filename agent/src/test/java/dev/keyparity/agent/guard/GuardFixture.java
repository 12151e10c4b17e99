package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.InMemoryStateFiles;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.PinnedOperator;
import dev.keyparity.daemon.warrant.PinnedOperators;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One host's guard in memory, with two pinned operators and a clock that is set by hand. */
public final class GuardFixture {
  static final String SERVICE = "kms-prod";
  static final String HOST = "kms2";
  static final String RUN = "0123456789ab-cdef";
  static final FencingToken LEADER = new FencingToken("prod", 7, "coord1#1");
  static final Act STOP = Act.of(Verb.STOP, "restart-kms", HOST, Map.of());

  public final InMemoryStateFiles files = new InMemoryStateFiles();
  final OperatorKey alice = OperatorKey.generate();
  final OperatorKey bob = OperatorKey.generate();
  public final List<String> audited = new ArrayList<>();
  private final List<Map.Entry<String, Map<String, String>>> lines = new ArrayList<>();
  Instant now = Instant.parse("2026-11-24T14:00:00Z");
  Duration monotonic = Duration.ZERO;
  int approvals = 1;
  boolean refusesEffects;
  @Nullable RuntimeException auditFailure;
  boolean loseNextLine;

  /** A new process on the same durable records. */
  ServiceGuard start() {
    return start(Runnable::run);
  }

  ServiceGuard start(Executor executor) {
    return new ServiceGuard(SERVICE, host(), executor);
  }

  public HostGuard host() {
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    return new HostGuard(
        "prod",
        HOST,
        refusesEffects,
        HostGuard.LARGEST_JUMP,
        policy(),
        files,
        this::audit,
        unended(),
        new AgentGeneration(files),
        new TimeFloor(clock, files),
        FakePeers.agent(HOST),
        new FakePeers(),
        clock,
        () -> monotonic);
  }

  OperatorPolicy policy() {
    return new OperatorPolicy(
        new PinnedOperators(
            List.of(
                PinnedOperator.unlimited("alice", alice.publicKey()),
                PinnedOperator.unlimited("bob", bob.publicKey()))),
        approvals);
  }

  /** What a start reads of the log. */
  private UnendedEffects unended() {
    UnendedEffects unended = new UnendedEffects();
    lines.forEach(line -> unended.read(line.getKey(), line.getValue()));
    return unended;
  }

  /** Beginnings that the log tells no end of. */
  List<Map<String, String>> endless() {
    return unended().of(SERVICE);
  }

  private void audit(String event, Map<String, String> fields) {
    if (auditFailure != null) {
      throw auditFailure;
    }
    if (files.isOff()) {
      throw new IllegalStateException("audited after the power cut");
    }
    if (loseNextLine) {
      loseNextLine = false;
      return;
    }
    audited.add(event + " " + new TreeMap<>(fields));
    lines.add(Map.entry(event, Map.copyOf(fields)));
  }

  /** A guard that is fenced for {@link #LEADER}. */
  ServiceGuard fenced() {
    ServiceGuard guard = start();
    guard.raiseFence(LEADER);
    return guard;
  }

  static RequestKey key(int attempt) {
    return new RequestKey(SERVICE, RUN, "restart-kms", "stop", HOST, attempt);
  }

  Call call(RequestKey key, @Nullable SignedDocument warrant) {
    return call(LEADER, key, warrant);
  }

  static Call call(FencingToken token, RequestKey key, @Nullable SignedDocument warrant) {
    return new Call(token, key, key.id().hex(), warrant, Duration.ofSeconds(20));
  }

  Warrant warrant(String id, Act... acts) {
    return new Warrant(
        id,
        "prod",
        SERVICE,
        RUN,
        null,
        0,
        now.minusSeconds(60),
        now.plusSeconds(3600),
        List.of(acts),
        "test",
        null);
  }

  SignedDocument signed(Warrant warrant) {
    return SignedDocument.unsigned(warrant.canonicalBytes())
        .signedBy("alice", alice, DocumentKind.WARRANT);
  }

  SignedDocument stopWarrant() {
    return signed(warrant("w-1", STOP));
  }

  IdentityStatement statement(long generation, String identity, String... hosts) {
    return new IdentityStatement(
        "prod",
        SERVICE,
        generation,
        List.of(hosts),
        identity,
        List.of("4F2A".repeat(10)),
        new TreeMap<>(Map.of("secring.gpg", "ab".repeat(32))),
        4885,
        now);
  }

  SignedDocument signed(IdentityStatement statement) {
    return SignedDocument.unsigned(statement.canonicalBytes())
        .signedBy("alice", alice, DocumentKind.STATEMENT);
  }

  SignedDocument revokedRun(String run) {
    Revocation revocation = new Revocation("prod", SERVICE, null, run, now, "wrong host");
    return SignedDocument.unsigned(revocation.canonicalBytes())
        .signedBy("alice", alice, DocumentKind.REVOCATION);
  }
}
