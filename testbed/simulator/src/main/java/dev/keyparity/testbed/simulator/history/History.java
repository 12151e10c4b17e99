package dev.keyparity.testbed.simulator.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** All that happened, in order, judged after each event. Append-only. */
public final class History {
  private final Instant start;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> shown = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private final List<Invariant> invariants = allInvariants();

  public History(Instant start) {
    this.start = start;
  }

  /** Every invariant that is checked, anew. */
  public static List<Invariant> allInvariants() {
    return List.of(
        new NoKeyBytesLost(),
        new NoUnnamedKeyReplaced(),
        new NoActUnderStaleLeadership(),
        new FenceBeforeEffects(),
        new OneHostDownAtMost(),
        new LastServingHostStays(),
        new EffectsAtMostOnce(),
        new ReceiptsTellTheTruth(),
        new SecretsStayWhereTheyBelong(),
        new GreenIsTrue(),
        new OnlyApprovedKeysStart(),
        new NoEffectWithoutAudit(),
        new RunsEndOrSayWhy(),
        new NoFalseAlarm(),
        new RogueChangesAreTold(),
        new NoReplaceWhileKmsRuns());
  }

  /** What is shown again and again is judged each time, and written down when it changes. */
  public void add(Instant at, Event event) {
    String words = event.toString();
    boolean isNews =
        !(event instanceof Event.Shown now) || !words.equals(shown.put(now.by(), words));
    if (isNews) {
      lines.add("%10.3f %s".formatted(Duration.between(start, at).toMillis() / 1000.0, words));
    }
    for (Invariant invariant : invariants) {
      invariant
          .after(at, event)
          .ifPresent(
              what ->
                  violations.add(
                      new Violation(
                          invariant.number(),
                          invariant.getClass().getSimpleName(),
                          what,
                          lines.size())));
    }
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** SHA-256 of the event log. */
  public String digest() {
    try {
      byte[] all = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
