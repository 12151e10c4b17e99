package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.agent.store.CopyReceipt;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.keyring.container.ContainerManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Stores a copy of another host's backup, which this host cannot open. */
public final class StoreCopy implements Effect {
  private final HostedService hosted;
  private final ContainerManifest manifest;
  private final Path received;

  /**
   * @param received the ciphertext as it came in, in a file of the agent's own
   */
  public StoreCopy(HostedService hosted, ContainerManifest manifest, Path received) {
    this.hosted = hosted;
    this.manifest = manifest;
    this.received = received;
  }

  @Override
  public EffectKind kind() {
    return EffectKind.PUT_COPY;
  }

  @Override
  public List<Act> warranted() {
    return List.of();
  }

  @Override
  public Map<String, String> prepare() {
    if (!manifest.service().equals(hosted.service())) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "copy: of service %s (expected: %s)".formatted(manifest.service(), hosted.service()));
    }
    return Map.of("backup", manifest.id(), "of", manifest.host());
  }

  @Override
  public Outcome run() {
    CopyReceipt receipt = store();
    return Outcome.done(
        "copy of backup %s of %s stored".formatted(receipt.backup(), receipt.host()),
        Map.of("sha256", receipt.ciphertext().hex()));
  }

  /** Stores it; the same copy again only reads it back. */
  public CopyReceipt store() {
    try (InputStream ciphertext = Files.newInputStream(received)) {
      return hosted.copies().receive(manifest, ciphertext);
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.IO_FAILED, "read %s: %s".formatted(received, e.getMessage()), "", e);
    }
  }

  @Override
  public Settlement settle(EffectRecord earlier) {
    return new Settlement.RedoIsSafe();
  }
}
