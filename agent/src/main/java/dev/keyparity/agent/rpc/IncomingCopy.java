package dev.keyparity.agent.rpc;

import dev.keyparity.agent.effect.StoreCopy;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.EffectStage;
import dev.keyparity.agent.store.CopyReceipt;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.IoFaults;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.container.ContainerManifest;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.PutCopyRequest;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One copy of another host's backup while it comes in: kept in a file of the agent's own until it
 * is whole, then stored. Ciphertext only. Not thread-safe: a call's messages come one by one.
 */
final class IncomingCopy implements StreamObserver<PutCopyRequest> {
  private static final Logger log = LoggerFactory.getLogger(IncomingCopy.class);

  private final Requests requests;
  private final Replies replies;
  private final AgentIdentity agent;
  private final Answers answers;
  private final StreamObserver<PutCopyReply> out;
  private @Nullable Envelope envelope;
  private @Nullable ContainerManifest manifest;
  private @Nullable Path file;
  private @Nullable OutputStream stream;
  private long received;
  private boolean over;

  IncomingCopy(
      Requests requests,
      Replies replies,
      AgentIdentity agent,
      Answers answers,
      StreamObserver<PutCopyReply> out) {
    this.requests = requests;
    this.replies = replies;
    this.agent = agent;
    this.answers = answers;
    this.out = out;
  }

  /** Deletes parts of copies in a directory; a missing one is fine. */
  static void sweep(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "copy-*.part")) {
      for (Path part : parts) {
        Files.delete(part);
      }
    } catch (IOException e) {
      throw IoFaults.of(e, "sweep", directory, 0);
    }
  }

  @Override
  public void onNext(PutCopyRequest part) {
    if (over) {
      return;
    }
    try {
      if (stream == null) {
        begin(part);
      }
      append(part);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void begin(PutCopyRequest first) {
    RpcService service = requests.mutating(first, first.getEnvelope());
    service
        .hosted()
        .guard()
        .admit(Requests.token(first.getEnvelope()), first.getEnvelope().getHost());
    try {
      manifest = ContainerManifest.parse(first.getBackup().getManifest().toByteArray());
    } catch (KeyringException e) {
      throw new KeyparityException(ErrorCode.USAGE, String.valueOf(e.getMessage()), "", e);
    }
    envelope = first.getEnvelope();
    try {
      Files.createDirectories(
          agent.incoming(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      file = Files.createTempFile(agent.incoming(), "copy-", ".part");
      stream = Files.newOutputStream(file);
    } catch (IOException e) {
      throw IoFaults.of(e, "receive a copy into", agent.incoming(), 1);
    }
  }

  private void append(PutCopyRequest part) {
    received += part.getData().size();
    ContainerManifest announced = manifest;
    OutputStream to = stream;
    if (announced == null || to == null || received > announced.ciphertext().bytes()) {
      throw new KeyparityException(
          ErrorCode.DIGEST_MISMATCH, "copy: is longer than its manifest says");
    }
    try {
      part.getData().writeTo(to);
    } catch (IOException e) {
      throw IoFaults.of(e, "receive a copy into", agent.incoming(), part.getData().size());
    }
  }

  @Override
  public void onCompleted() {
    if (over) {
      return;
    }
    over = true;
    try {
      answers.one(out, this::store);
    } finally {
      discard();
    }
  }

  private PutCopyReply store() {
    Envelope asked = envelope;
    ContainerManifest announced = manifest;
    Path whole = file;
    if (asked == null || announced == null || whole == null) {
      throw new KeyparityException(ErrorCode.USAGE, "copy: no first message (expected: one)");
    }
    closeStream();
    RpcService service = requests.read(asked);
    StoreCopy copy = new StoreCopy(service.hosted(), announced, whole);
    EffectRecord record = service.hosted().guard().perform(Requests.call(asked), copy);
    PutCopyReply.Builder reply =
        PutCopyReply.newBuilder().setReply(replies.to(asked, service, record));
    if (record.stage() == EffectStage.DONE) {
      // Reads the stored copy back once more: what is signed is what is there now.
      byte[] receipt = copy.store().canonicalBytes();
      reply.setCopyReceipt(
          WireDocuments.toMessage(receipt, agent.signer().sign(CopyReceipt.FORMAT, receipt)));
    }
    return reply.build();
  }

  @Override
  public void onError(Throwable cancelled) {
    over = true;
    discard();
  }

  private void fail(RuntimeException e) {
    over = true;
    discard();
    out.onError(answers.status(e));
  }

  private void closeStream() {
    OutputStream open = stream;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw IoFaults.of(e, "receive a copy into", agent.incoming(), 1);
      }
    }
  }

  private void discard() {
    Path part = file;
    try {
      closeStream();
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException | KeyparityException e) {
      log.warn("discard {} failed: {}", part, e.getMessage());
    }
  }
}
