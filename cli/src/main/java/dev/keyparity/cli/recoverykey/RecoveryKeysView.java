package dev.keyparity.cli.recoverykey;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.proto.coordinator.v1.ProvenRecoveryKey;
import dev.keyparity.wording.Fingerprints;
import dev.keyparity.wording.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The recovery keys of a service, and which are proven: {@code keyparity.recovery-keys/1}. */
record RecoveryKeysView(String service, List<ProvenRecoveryKey> keys) implements View {
  RecoveryKeysView {
    keys = List.copyOf(keys);
  }

  @Override
  public Document document() {
    return Document.schema("keyparity.recovery-keys/1")
        .put("service", service)
        .put("keys", Document.items(keys, RecoveryKeysView::key))
        .build();
  }

  private static Document key(ProvenRecoveryKey key) {
    boolean proven = key.getProvenAtMs() > 0;
    return Document.fields()
        .put("fingerprint", key.getFingerprint())
        .put("user_id", key.getUserId())
        .put("hosts", Document.texts(key.getHostsList()))
        .put(
            "proven_at",
            proven ? Document.time(Times.ofMillis(key.getProvenAtMs())) : Document.NOTHING)
        .put("proven_by", proven ? key.getProvenBy() : null)
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    if (keys.isEmpty()) {
      return List.of(
          Ink.BAD.of("no recovery key is configured on any host"),
          "  keyparity recovery-key init --user-id TEXT --out DIR   makes one; agent.yaml names it under recovery_keys");
    }
    List<String> lines = new ArrayList<>();
    for (ProvenRecoveryKey key : keys) {
      lines.add(Fingerprints.grouped(key.getFingerprint()) + "  " + key.getUserId());
      Instant at = Times.ofMillis(key.getProvenAtMs());
      lines.add(
          key.getProvenAtMs() > 0
              ? "  %s %s %s by %s"
                  .formatted(
                      Ink.GOOD.of("proven"),
                      page.times().dayAndMinute(at),
                      page.times().zone(at),
                      key.getProvenBy())
              : "  %s   keyparity recovery-key prove %s %s"
                  .formatted(Ink.BAD.of("not proven"), service, key.getFingerprint()));
      String hosts = String.join(", ", key.getHostsList());
      lines.addAll(Wrap.lines("  backups of ", hosts, "    ", page.width()));
    }
    return lines;
  }
}
