package dev.keyparity.agent.effect;

import dev.keyparity.agent.backup.BackupRecord;
import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.daemon.warrant.Act;
import java.util.List;
import java.util.Map;

/** Backs up key and configuration directory, and reads the backup back. */
public final class MakeBackup implements Effect {
  /** Fact of a receipt: the id of the backup that was made. */
  public static final String BACKUP = "backup";

  private final HostedService hosted;
  private final String reason;

  public MakeBackup(HostedService hosted, String reason) {
    this.hosted = hosted;
    this.reason = reason;
  }

  @Override
  public EffectKind kind() {
    return EffectKind.BACKUP;
  }

  @Override
  public List<Act> warranted() {
    return List.of();
  }

  @Override
  public Map<String, String> prepare() {
    return Map.of();
  }

  @Override
  public Outcome run() {
    BackupRecord made = hosted.backups().create(reason);
    return Outcome.done(
        "backup %s, verified".formatted(made.id()),
        Map.of(
            BACKUP,
            made.id(),
            "sha256",
            made.ciphertext().hex(),
            "secring_sha256",
            made.keyFile().toString()));
  }

  /** One backup more never harms. */
  @Override
  public Settlement settle(EffectRecord earlier) {
    return new Settlement.RedoIsSafe();
  }
}
