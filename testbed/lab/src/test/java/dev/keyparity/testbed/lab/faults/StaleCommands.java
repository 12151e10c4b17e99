package dev.keyparity.testbed.lab.faults;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.fencing.RequestId;
import dev.keyparity.daemon.identity.ExpectedPeer;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.wire.GrpcFaults;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.seal.SealedBundle;
import dev.keyparity.keyring.seal.SealedFile;
import dev.keyparity.keyring.seal.SealingKeyPair;
import dev.keyparity.keyring.seal.SealingOffer;
import dev.keyparity.proto.agent.v1.AcknowledgeCopyRequest;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import dev.keyparity.proto.agent.v1.AnchorAuditRequest;
import dev.keyparity.proto.agent.v1.AskPermitRequest;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.GivePermitRequest;
import dev.keyparity.proto.agent.v1.InstallRequest;
import dev.keyparity.proto.agent.v1.OfferSealingKeyRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.PutCopyRequest;
import dev.keyparity.proto.agent.v1.PutStatementRequest;
import dev.keyparity.proto.agent.v1.RevokeRequest;
import dev.keyparity.proto.agent.v1.RunDependantRequest;
import dev.keyparity.proto.agent.v1.SealRequest;
import dev.keyparity.proto.agent.v1.SettingChange;
import dev.keyparity.proto.agent.v1.SettingName;
import dev.keyparity.proto.agent.v1.WriteSettingRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whatever a leader can send that changes something, sent to real agents under a leadership that is
 * not the present one, with a coordinator's genuine certificate. Each command is well-formed, so
 * that nothing but the leadership stands in its way that early.
 */
final class StaleCommands implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 20;

  private final Map<String, ManagedChannel> channels = new LinkedHashMap<>();
  private final byte[] bundle;
  private final Map<String, Integer> accepted = new TreeMap<>();
  private final Map<String, Integer> refusedOtherwise = new TreeMap<>();
  private int sent;
  private int refused;

  /** As the named coordinator, to agents at their addresses by host. */
  StaleCommands(java.nio.file.Path tls, Map<String, String> agents) {
    TlsIdentity identity = TlsIdentity.load(TlsFiles.in(tls), Clock.systemUTC());
    agents.forEach(
        (host, address) ->
            channels.put(
                host,
                NettyChannelBuilder.forTarget(
                        address, identity.channelCredentials(ExpectedPeer.named(Role.AGENT, host)))
                    .build()));
    bundle = bundle();
  }

  /** What became of all commands so far. */
  record Verdict(
      int sent, int refused, Map<String, Integer> accepted, Map<String, Integer> refusedOtherwise) {
    int acceptedCount() {
      return accepted.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  Verdict verdict() {
    return new Verdict(sent, refused, Map.copyOf(accepted), Map.copyOf(refusedOtherwise));
  }

  /** Every kind of command to every agent. */
  void sendAll(FencingToken token, String run) {
    channels.forEach(
        (host, channel) -> {
          for (Map.Entry<String, Command> command : commands().entrySet()) {
            Envelope envelope = envelope(token, host, run, command.getKey());
            send(command.getKey(), () -> command.getValue().send(channel, envelope));
          }
        });
  }

  private interface Command {
    void send(ManagedChannel channel, Envelope envelope);
  }

  private void send(String kind, Runnable call) {
    sent++;
    try {
      call.run();
      accepted.merge(kind, 1, Integer::sum);
    } catch (StatusRuntimeException e) {
      boolean forLeadership =
          GrpcFaults.detailOf(e)
              .map(KeyparityException::code)
              .filter(code -> code == ErrorCode.STALE_LEADER)
              .isPresent();
      if (forLeadership) {
        refused++;
      } else {
        refusedOtherwise.merge(kind + ": " + e.getStatus(), 1, Integer::sum);
      }
    }
  }

  private static Envelope envelope(FencingToken token, String host, String run, String act) {
    byte[] nonce = new byte[16];
    new SecureRandom().nextBytes(nonce);
    return Envelope.newBuilder()
        .setProtocol(1)
        .setGroup(token.group())
        .setService(FaultEstate.SERVICE)
        .setEpoch(token.epoch())
        .setHolder(token.holder())
        .setRun(run)
        .setStep("synchronize-key")
        .setAct(act)
        .setAttempt(1)
        .setHost(host)
        .setRequestId(
            RequestId.derive(FaultEstate.SERVICE, run, "synchronize-key", act, host, 1).hex())
        .setExpectedDigest("absent")
        .setDeadlineMs(1000 * DEADLINE_SECONDS)
        .setNonce(ByteString.copyFrom(nonce))
        .build();
  }

  private Map<String, Command> commands() {
    Map<String, Command> all = new LinkedHashMap<>();
    all.put("fence", (c, e) -> to(c).fence(FenceRequest.newBuilder().setEnvelope(e).build()));
    all.put("ask", (c, e) -> to(c).askPermit(AskPermitRequest.newBuilder().setEnvelope(e).build()));
    all.put(
        "give", (c, e) -> to(c).givePermit(GivePermitRequest.newBuilder().setEnvelope(e).build()));
    all.put("backup", (c, e) -> to(c).backup(BackupRequest.newBuilder().setEnvelope(e).build()));
    all.put("copy", StaleCommands::putCopy);
    all.put(
        "acknowledge",
        (c, e) ->
            to(c).acknowledgeCopy(AcknowledgeCopyRequest.newBuilder().setEnvelope(e).build()));
    all.put(
        "offer",
        (c, e) ->
            to(c)
                .offerSealingKey(
                    OfferSealingKeyRequest.newBuilder().setEnvelope(e).setSource("kms1").build()));
    all.put(
        "seal",
        (c, e) -> to(c).seal(SealRequest.newBuilder().setEnvelope(e).setTarget("kms2").build()));
    all.put(
        "install",
        (c, e) ->
            to(c)
                .install(
                    InstallRequest.newBuilder()
                        .setEnvelope(e)
                        .setBundle(ByteString.copyFrom(bundle))
                        .build()));
    all.put(
        "statement",
        (c, e) -> to(c).putStatement(PutStatementRequest.newBuilder().setEnvelope(e).build()));
    all.put("revoke", (c, e) -> to(c).revoke(RevokeRequest.newBuilder().setEnvelope(e).build()));
    for (ControlRequest.Action action :
        List.of(
            ControlRequest.Action.STOP,
            ControlRequest.Action.START,
            ControlRequest.Action.WITHDRAW_STOP)) {
      all.put(
          action.name(),
          (c, e) ->
              to(c).control(ControlRequest.newBuilder().setEnvelope(e).setAction(action).build()));
    }
    all.put("setting", (c, e) -> to(c).writeSetting(setting(e)));
    all.put(
        "dependant",
        (c, e) ->
            to(c)
                .runDependant(
                    RunDependantRequest.newBuilder().setEnvelope(e).setName("cluster").build()));
    all.put("anchor", (c, e) -> to(c).anchorAudit(anchor(e)));
    return all;
  }

  private static AgentGrpc.AgentBlockingStub to(ManagedChannel channel) {
    return AgentGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private static WriteSettingRequest setting(Envelope envelope) {
    return WriteSettingRequest.newBuilder()
        .setEnvelope(envelope)
        .addChanges(
            SettingChange.newBuilder()
                .setName(
                    SettingName.newBuilder().setFile("kms-site.xml").setProperty("hadoop.stale"))
                .setValue("true"))
        .build();
  }

  private static AnchorAuditRequest anchor(Envelope envelope) {
    return AnchorAuditRequest.newBuilder()
        .setEnvelope(envelope)
        .setOf("stale")
        .setSequence(1)
        .setDigest("0".repeat(64))
        .build();
  }

  private static void putCopy(ManagedChannel channel, Envelope envelope) {
    CompletableFuture<PutCopyReply> answer = new CompletableFuture<>();
    StreamObserver<PutCopyRequest> parts =
        AgentGrpc.newStub(channel)
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .putCopy(
                new StreamObserver<>() {
                  @Override
                  public void onNext(PutCopyReply reply) {
                    answer.complete(reply);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    answer.completeExceptionally(new IllegalStateException("no answer"));
                  }
                });
    parts.onNext(PutCopyRequest.newBuilder().setEnvelope(envelope).build());
    parts.onCompleted();
    try {
      answer.get(2L * DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException status) {
        throw status;
      }
      throw new IllegalStateException("copy", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("copy", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("copy", e);
    }
  }

  /** A real one, for nobody. */
  private static byte[] bundle() {
    SecureRandom random = new SecureRandom();
    SealingOffer offer =
        new SealingOffer(
            "demo",
            FaultEstate.SERVICE,
            "stale",
            "kms1",
            "kms2",
            "0".repeat(32),
            SealingKeyPair.generate(random).publicKey(),
            Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS));
    SealedFile file =
        new SealedFile("secring.gpg", "0600", "nobody's".getBytes(StandardCharsets.US_ASCII));
    try {
      return SealedBundle.seal(offer, List.of(file), Clock.systemUTC(), random).toByteArray();
    } catch (KeyringException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
