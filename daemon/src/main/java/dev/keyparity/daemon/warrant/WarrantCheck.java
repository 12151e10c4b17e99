package dev.keyparity.daemon.warrant;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a warrant covers one act that is asked for. Pure; signatures are {@link
 * PinnedOperators}'s question, consumption and revocation the agent's.
 */
public final class WarrantCheck {
  /** How far an operator's clock may run ahead of the agent's. */
  public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** The bound of an {@link Verb#APPROVE_IDENTITY} act: SHA-256 of the statement's bytes. */
  public static final String STATEMENT_BOUND = "statement";

  /**
   * The bound of an act {@link Verb#OVERRIDE_PERMIT}: the host that may stop without its permit.
   */
  public static final String STOPPED_BOUND = "for";

  private WarrantCheck() {}

  /**
   * The circumstances of a request, as the agent itself knows them.
   *
   * @param run the run of the request, or null if it belongs to none
   * @param statementGeneration the generation this agent has on record, 0 for none
   * @param statementDigest SHA-256 of the canonical bytes of that statement, null for none
   * @param now the agent's clock, never below its time floor
   */
  public record Scene(
      String group,
      String service,
      @Nullable String run,
      long statementGeneration,
      @Nullable String statementDigest,
      Instant now) {}

  /**
   * @param code why: {@link ErrorCode#WARRANT_EXPIRED} or {@link ErrorCode#WARRANT_MISMATCH}
   * @param detail one sentence: what was found and what was expected
   */
  public record Refusal(ErrorCode code, String detail) {
    public KeyparityException toException() {
      return new KeyparityException(code, detail, "make a new plan and sign it");
    }
  }

  /** Empty if the warrant covers the act. */
  public static Optional<Refusal> refusalOf(Warrant warrant, Act asked, Scene scene) {
    if (!scene.now().isBefore(warrant.expiresAt())) {
      return expired(warrant, "expired " + warrant.expiresAt(), scene);
    }
    if (warrant.issuedAt().isAfter(scene.now().plus(CLOCK_SKEW))) {
      return expired(warrant, "issued " + warrant.issuedAt() + ", in the future", scene);
    }
    if (!warrant.group().equals(scene.group())) {
      return mismatch(warrant, "group " + warrant.group(), scene.group());
    }
    if (!warrant.service().equals(scene.service())) {
      return mismatch(warrant, "service " + warrant.service(), scene.service());
    }
    if (warrant.run() != null && !warrant.run().equals(scene.run())) {
      return mismatch(warrant, "run " + warrant.run(), scene.run() == null ? "none" : scene.run());
    }
    if (warrant.statementGeneration() < scene.statementGeneration()
        && !isOwnSuccessor(warrant, scene)) {
      return mismatch(
          warrant,
          "statement generation " + warrant.statementGeneration(),
          Long.toString(scene.statementGeneration()));
    }
    if (warrant.acts().stream().noneMatch(act -> act.covers(asked))) {
      return mismatch(
          warrant,
          "no act covers %s in %s on %s with %s"
              .formatted(asked.verb().text(), asked.step(), asked.host(), asked.bounds()),
          "that very act");
    }
    return Optional.empty();
  }

  /**
   * A run puts its own statement, one generation up, before its first stop: its warrant stays good
   * under that statement, but under no later one.
   */
  private static boolean isOwnSuccessor(Warrant warrant, Scene scene) {
    return scene.statementGeneration() == warrant.statementGeneration() + 1
        && warrant.acts().stream()
            .filter(act -> act.verb() == Verb.APPROVE_IDENTITY)
            .map(act -> act.bounds().get(STATEMENT_BOUND))
            .anyMatch(digest -> digest != null && digest.equals(scene.statementDigest()));
  }

  private static Optional<Refusal> expired(Warrant warrant, String found, Scene scene) {
    return Optional.of(
        new Refusal(
            ErrorCode.WARRANT_EXPIRED,
            "warrant %s: %s (expected: good at %s)".formatted(warrant.id(), found, scene.now())));
  }

  private static Optional<Refusal> mismatch(Warrant warrant, String found, String expected) {
    return Optional.of(
        new Refusal(
            ErrorCode.WARRANT_MISMATCH,
            "warrant %s: %s (expected: %s)".formatted(warrant.id(), found, expected)));
  }
}
