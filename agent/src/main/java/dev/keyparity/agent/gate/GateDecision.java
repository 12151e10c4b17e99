package dev.keyparity.agent.gate;

import dev.keyparity.agent.guard.Statements;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.keyring.ApprovedKey;
import dev.keyparity.keyring.Comparison;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.KeyFacts;
import dev.keyparity.keyring.Truncation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a KMS may start on this host, and why. Pure: the same facts, the same decision.
 *
 * <ol>
 *   <li>Over a replacement of key files that did not end, nothing starts.
 *   <li>A statement on record that does not verify is not taken for none.
 *   <li>Where nothing was ever approved, nothing can be held against the key.
 *   <li>Where the statement does not list this host, it was taken out of the service: its key is
 *       watched by nobody any more, so nothing starts with it, not even the approved one.
 *   <li>A directory that is being written to is not judged.
 *   <li>Else the verdict on the keyring decides. Nobody can be asked here whether a shorter file is
 *       only the beginning of the approved one: one that still holds every key, soundly, is
 *       UNPROVEN.
 * </ol>
 *
 * @param reasons why, the most important first; empty where there is nothing to say
 * @param held the primary keys found here, abbreviated; empty if none could be read
 * @param approved those approved; empty if not known
 * @param statement the one decided by; null if none
 * @param fault what could not be read; null otherwise
 */
public record GateDecision(
    GateFinding finding,
    List<String> reasons,
    String held,
    String approved,
    Statements.@Nullable Held statement,
    @Nullable KeyparityException fault) {
  public GateDecision {
    reasons = List.copyOf(reasons);
  }

  /** Decides. */
  public static GateDecision of(GateFacts facts) {
    if (facts.marker() != null) {
      return plain(
          GateFinding.INSTALL_INTERRUPTED,
          "the install of run %s, begun at %s, did not end"
              .formatted(facts.marker().run(), facts.marker().begunAt()),
          facts);
    }
    if (facts.fault() != null) {
      return new GateDecision(
          GateFinding.STATEMENT_CORRUPT,
          List.of(facts.fault().operatorMessage()),
          held(facts.keys()),
          "",
          null,
          facts.fault());
    }
    if (facts.statement() == null) {
      return plain(GateFinding.NOT_ENROLLED, "", facts);
    }
    if (!facts.statement().listsThisHost()) {
      return plain(GateFinding.REMOVED, removedBy(facts.statement().statement()), facts);
    }
    Optional<ApprovedKey> approved = approved(facts.statement(), facts.keys());
    if (approved.isEmpty()) {
      return plain(
          GateFinding.STATEMENT_CORRUPT,
          "identity statement on record: its fingerprints do not make up its key identity",
          facts);
    }
    return judged(facts, approved.get());
  }

  /** The decision where what it goes by cannot be read. */
  public static GateDecision unreadable(KeyparityException fault) {
    return new GateDecision(
        GateFinding.STATE_UNREADABLE, List.of(fault.operatorMessage()), "", "", null, fault);
  }

  /** Whether the KMS may start, as far as nobody overrides it. */
  public boolean starts() {
    return finding.answer() != GateFinding.Answer.REFUSE;
  }

  /** The finding and its reasons, in one line. */
  public String why() {
    return reasons.isEmpty() ? finding.name() : finding + ": " + String.join("; ", reasons);
  }

  /** What to do about a refusal. */
  public String mend(String service, String host) {
    return switch (finding) {
      case DIVERGED, SUBSET, DAMAGED, ABSENT, UNREADABLE ->
          "keyparity repair %s %s".formatted(service, host);
      case REMOVED -> "keyparity host add %s %s".formatted(service, host);
      case CHANGING -> "find out who writes to the key directory, then start it again";
      case INSTALL_INTERRUPTED ->
          "systemctl restart keyparity-agent (it finishes or undoes the install)";
      case STATEMENT_CORRUPT -> "keyparity adopt %s approves the key anew".formatted(service);
      case STATE_UNREADABLE ->
          fault == null || fault.whatToDo().isEmpty() ? "what is named above" : fault.whatToDo();
      default -> "";
    };
  }

  private static String removedBy(IdentityStatement statement) {
    return "statement %d of %s does not list this host any more (its hosts: %s)"
        .formatted(
            statement.generation(), statement.service(), String.join(", ", statement.hosts()));
  }

  private static GateDecision plain(GateFinding finding, String reason, GateFacts facts) {
    return new GateDecision(
        finding,
        reason.isEmpty() ? List.of() : List.of(reason),
        held(facts.keys()),
        "",
        facts.statement(),
        null);
  }

  private static GateDecision judged(GateFacts facts, ApprovedKey approved) {
    Comparison comparison = Comparison.of(approved, facts.keys(), Truncation.UNKNOWN);
    GateFinding finding =
        facts.settled() ? GateFinding.of(comparison.verdict()) : GateFinding.CHANGING;
    return new GateDecision(
        finding,
        facts.settled() ? comparison.reasons() : List.of("the key directory does not come to rest"),
        held(facts.keys()),
        abbreviated(approved.identity().primaries()),
        facts.statement(),
        null);
  }

  private static Optional<ApprovedKey> approved(Statements.Held held, KeyDirectoryFacts keys) {
    return ApprovedKey.named(
        held.statement().keyIdentity(),
        held.statement().fingerprints(),
        held.statement().files(),
        keys.profile().keyFile(),
        held.statement().secringBytes());
  }

  private static String held(KeyDirectoryFacts keys) {
    return abbreviated(
        keys.keys().stream().filter(KeyFacts::primary).map(KeyFacts::fingerprint).toList());
  }

  private static String abbreviated(List<Fingerprint> fingerprints) {
    return fingerprints.stream()
        .distinct()
        .map(Fingerprint::abbreviated)
        .collect(Collectors.joining(", "));
  }
}
