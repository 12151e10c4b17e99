package dev.keyparity.agent.effect;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import java.util.Optional;

/**
 * Heads of other processes' audit chains, kept for them, {@code keyparity.anchor/1}: a chain that
 * is shorter or other than its anchor was cut or rewritten. An anchor only ever moves forward.
 * Thread-safe.
 */
public final class AuditAnchors {
  static final String FORMAT = "keyparity.anchor/1";

  /** What is on record of one chain. */
  public record Anchor(long sequence, String digest) {}

  private final StateFiles files;

  public AuditAnchors(StateFiles files) {
    this.files = files;
  }

  private static String nameOf(String of) {
    return "anchors/" + of + ".json";
  }

  /** What is on record of a chain; empty if nothing is. */
  public synchronized Optional<Anchor> of(String chain) {
    return StateRecord.read(
        files,
        nameOf(chain),
        FORMAT,
        fields -> new Anchor(fields.integer("sequence"), fields.string("digest")));
  }

  /**
   * Keeps a head if it is beyond the one on record; durable on return.
   *
   * @return what is on record now: not the given one, if that would go back
   */
  public synchronized Anchor keep(String chain, Anchor head) {
    Optional<Anchor> present = of(chain);
    if (present.isPresent() && present.get().sequence() >= head.sequence()) {
      return present.get();
    }
    StateRecord.write(
        files,
        nameOf(chain),
        Json.object()
            .put("format", FORMAT)
            .put("sequence", head.sequence())
            .put("digest", head.digest())
            .build());
    return head;
  }
}
