package dev.keyparity.agent;

import com.google.protobuf.ByteString;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.fencing.RequestId;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.warrant.WarrantCheck;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.keyring.Digest;
import dev.keyparity.proto.agent.v1.AskPermitRequest;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.ControlReply;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.CopyChunk;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.FenceReply;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.GivePermitRequest;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.InstallReply;
import dev.keyparity.proto.agent.v1.InstallRequest;
import dev.keyparity.proto.agent.v1.OfferSealingKeyRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.PutCopyRequest;
import dev.keyparity.proto.agent.v1.PutStatementReply;
import dev.keyparity.proto.agent.v1.PutStatementRequest;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.ReportRequest;
import dev.keyparity.proto.agent.v1.SealReply;
import dev.keyparity.proto.agent.v1.SealRequest;
import dev.keyparity.proto.document.v1.PeerSigned;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A coordinator in miniature: what a run says to agents, call by call. */
final class TestLeader {
  static final String RUN = "0123456789ab-cdef";
  static final String STEP = "synchronize-key";

  private final TestFleet fleet;
  final long epoch;
  final String holder;
  @Nullable SignedDocument warrant;

  TestLeader(TestFleet fleet, long epoch, String holder) {
    this.fleet = fleet;
    this.epoch = epoch;
    this.holder = holder;
  }

  Envelope.Builder envelope(String host, String act, int attempt) {
    Envelope.Builder envelope =
        Envelope.newBuilder()
            .setProtocol(1)
            .setGroup(TestFleet.GROUP)
            .setService(TestFleet.SERVICE)
            .setEpoch(epoch)
            .setHolder(holder)
            .setRun(RUN)
            .setStep(STEP)
            .setAct(act)
            .setAttempt(attempt)
            .setHost(host)
            .setRequestId(RequestId.derive(TestFleet.SERVICE, RUN, STEP, act, host, attempt).hex())
            .setDeadlineMs(60_000)
            .setNonce(ByteString.copyFromUtf8("0123456789abcdef"));
    if (warrant != null) {
      envelope.setWarrant(WireDocuments.toMessage(warrant));
    }
    return envelope;
  }

  ReportReply report(String host) {
    return fleet
        .stub(host)
        .report(ReportRequest.newBuilder().setEnvelope(envelope(host, "report", 1)).build());
  }

  HostReport facts(String host) {
    return report(host).getReport();
  }

  FenceReply fence(String host) {
    return fleet
        .stub(host)
        .fence(FenceRequest.newBuilder().setEnvelope(envelope(host, "fence", 1)).build());
  }

  void fenceAll() {
    TestFleet.HOSTS.forEach(this::fence);
  }

  SignedDocument statement(long generation, TestRing approved) {
    return statement(generation, approved, TestFleet.HOSTS);
  }

  SignedDocument statement(long generation, TestRing approved, List<String> hosts) {
    IdentityStatement statement =
        new IdentityStatement(
            TestFleet.GROUP,
            TestFleet.SERVICE,
            generation,
            hosts,
            approved.identity().digest().hex(),
            approved.identity().fingerprints().stream().map(one -> one.hex()).sorted().toList(),
            new TreeMap<>(Map.of("secring.gpg", Digest.of(approved.secring()).hex())),
            approved.secring().length,
            Instant.now().truncatedTo(ChronoUnit.MILLIS));
    return SignedDocument.unsigned(statement.canonicalBytes())
        .signedBy("alice", fleet.alice, DocumentKind.STATEMENT);
  }

  SignedDocument warrant(String id, Act... acts) {
    return warrant(id, 0, acts);
  }

  /**
   * @param generation of the statement that operators knew of
   */
  SignedDocument warrant(String id, long generation, Act... acts) {
    return warrant(id, RUN, generation, acts);
  }

  /** One that belongs to no run. */
  SignedDocument standingWarrant(String id, long generation, Act... acts) {
    return warrant(id, null, generation, acts);
  }

  private SignedDocument warrant(String id, @Nullable String run, long generation, Act... acts) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Warrant content =
        new Warrant(
            id,
            TestFleet.GROUP,
            TestFleet.SERVICE,
            run,
            null,
            generation,
            now.minusSeconds(1),
            now.plusSeconds(3600),
            List.of(acts),
            "test",
            null);
    return SignedDocument.unsigned(content.canonicalBytes())
        .signedBy("alice", fleet.alice, DocumentKind.WARRANT);
  }

  static Act approve(SignedDocument statement) {
    return Act.of(
        Verb.APPROVE_IDENTITY,
        STEP,
        Act.EVERY_HOST,
        Map.of(WarrantCheck.STATEMENT_BOUND, Digest.of(statement.payload()).hex()));
  }

  static Act stop(String host) {
    return Act.of(Verb.STOP, STEP, host, Map.of());
  }

  /** The acts a run over hosts with these rings needs, and the statement it puts. */
  void warrantFor(SignedDocument statement, TestRing approved, Map<String, TestRing> givesWay) {
    List<Act> acts = new ArrayList<>();
    acts.add(approve(statement));
    TestFleet.HOSTS.forEach(host -> acts.add(stop(host)));
    givesWay.forEach(
        (host, ring) ->
            acts.add(
                Act.of(
                    Verb.INSTALL,
                    STEP,
                    host,
                    Map.of(
                        "replaces", Digest.of(ring.secring()).hex(),
                        "installs", Digest.of(approved.secring()).hex(),
                        "identity", approved.identity().digest().hex(),
                        "gives_way", ring.identity().primary().hex(),
                        "source", "kms1"))));
    warrant = warrant("w-1", acts.toArray(new Act[0]));
  }

  PutStatementReply putStatement(String host, SignedDocument statement) {
    return putStatement(host, statement, 1);
  }

  PutStatementReply putStatement(String host, SignedDocument statement, int attempt) {
    return fleet
        .stub(host)
        .putStatement(
            PutStatementRequest.newBuilder()
                .setEnvelope(envelope(host, "put-statement", attempt))
                .setStatement(WireDocuments.toMessage(statement))
                .build());
  }

  BackupReply backup(String host, int attempt) {
    return fleet
        .stub(host)
        .backup(
            BackupRequest.newBuilder()
                .setEnvelope(envelope(host, "backup", attempt))
                .setReason("test")
                .build());
  }

  /** Relays a backup's ciphertext to another host; answers its signed receipt. */
  PutCopyReply copy(String from, String backup, String to) throws Exception {
    Iterator<CopyChunk> chunks =
        fleet
            .stub(from)
            .getCopy(
                GetCopyRequest.newBuilder()
                    .setEnvelope(envelope(from, "get-copy", 1))
                    .setBackupId(backup)
                    .build());
    CompletableFuture<PutCopyReply> answer = new CompletableFuture<>();
    StreamObserver<PutCopyRequest> out =
        fleet
            .asyncStub(to)
            .putCopy(
                new StreamObserver<>() {
                  @Override
                  public void onNext(PutCopyReply reply) {
                    answer.complete(reply);
                  }

                  @Override
                  public void onError(Throwable e) {
                    answer.completeExceptionally(e);
                  }

                  @Override
                  public void onCompleted() {}
                });
    boolean first = true;
    while (chunks.hasNext()) {
      CopyChunk chunk = chunks.next();
      PutCopyRequest.Builder part = PutCopyRequest.newBuilder().setData(chunk.getData());
      if (first) {
        part.setEnvelope(envelope(to, "put-copy-" + from, 1)).setBackup(chunk.getBackup());
        first = false;
      }
      out.onNext(part.build());
    }
    out.onCompleted();
    return answer.get(60, TimeUnit.SECONDS);
  }

  /** Asks for permits and carries them; empty hosts are left out. */
  List<PeerSigned> permits(String asker, List<String> givers) {
    ByteString ask =
        fleet
            .stub(asker)
            .askPermit(AskPermitRequest.newBuilder().setEnvelope(envelope(asker, "ask", 1)).build())
            .getAsk();
    List<PeerSigned> permits = new ArrayList<>();
    for (String giver : givers) {
      permits.add(
          fleet
              .stub(giver)
              .givePermit(
                  GivePermitRequest.newBuilder()
                      .setEnvelope(envelope(giver, "give", 1))
                      .setAsk(ask)
                      .build())
              .getPermit());
    }
    return permits;
  }

  ControlReply control(
      String host, ControlRequest.Action action, int attempt, List<PeerSigned> permits) {
    return fleet
        .stub(host)
        .control(
            ControlRequest.newBuilder()
                .setEnvelope(
                    envelope(host, action.name().toLowerCase(java.util.Locale.ROOT), attempt))
                .setAction(action)
                .addAllPermits(permits)
                .build());
  }

  SealReply seal(String source, String target) {
    ByteString nonce =
        fleet
            .stub(source)
            .seal(
                SealRequest.newBuilder()
                    .setEnvelope(envelope(source, "seal", 1))
                    .setTarget(target)
                    .build())
            .getSourceNonce();
    PeerSigned offer =
        fleet
            .stub(target)
            .offerSealingKey(
                OfferSealingKeyRequest.newBuilder()
                    .setEnvelope(envelope(target, "offer", 1))
                    .setSource(source)
                    .setSourceNonce(nonce)
                    .build())
            .getOffer();
    return fleet
        .stub(source)
        .seal(
            SealRequest.newBuilder()
                .setEnvelope(envelope(source, "seal", 1))
                .setTarget(target)
                .setOffer(offer)
                .build());
  }

  InstallReply install(
      String host, int attempt, String replaces, SealReply sealed, String backup, PeerSigned copy) {
    return fleet
        .stub(host)
        .install(
            InstallRequest.newBuilder()
                .setEnvelope(envelope(host, "install", attempt).setExpectedDigest(replaces))
                .setBundle(sealed.getBundle())
                .setBundleSignature(sealed.getBundleSignature())
                .setBackupId(backup)
                .addCopyReceipts(copy)
                .build());
  }
}
