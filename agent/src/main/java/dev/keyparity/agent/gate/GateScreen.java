package dev.keyparity.agent.gate;

import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a gate says to whoever reads the journal at night: what is, how it is known, what to do.
 *
 * @param options what the commands it names must be given to mean this very gate; may be empty
 */
public record GateScreen(String service, String host, String options) {
  /** The vendor's documented words, which operators search for. */
  public static final String VENDOR_SENTENCE =
      "Unable to verify private key match between KMS hosts. Verify private key files have been"
          + " synced between all KMS hosts. Aborting to prevent data inconsistency.";

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** One line each. */
  List<String> lines(GateDecision decision, OverridesSeen overrides) {
    List<String> lines = new ArrayList<>();
    Optional<GateOverride> override = overrides.inForce();
    if (decision.starts()) {
      lines.add(started(decision));
    } else if (override.isPresent()) {
      lines.add("OVERRIDDEN: %s is started although: %s".formatted(service, decision.why()));
    } else {
      lines.add(VENDOR_SENTENCE);
      lines.addAll(refused(decision));
    }
    override.ifPresent(
        one ->
            lines.add(
                "overridden by %s until %s: %s"
                    .formatted(one.by(), MINUTE.format(overrides.end(one)), one.reason())));
    return lines;
  }

  private String started(GateDecision decision) {
    return switch (decision.finding()) {
      case IN_PARITY -> "%s: in parity with %s".formatted(service, approved(decision));
      case NOT_ENROLLED ->
          "warning: %s is started unjudged: no key was approved on %s yet; keyparity adopt %s approves one"
              .formatted(service, host, service);
      default ->
          "warning: %s is started, and was not proven good: %s".formatted(service, decision.why());
    };
  }

  private List<String> refused(GateDecision decision) {
    List<String> lines = new ArrayList<>();
    if (decision.approved().isEmpty()) {
      lines.add(decision.why());
    } else {
      String held = decision.held().isEmpty() ? "no key that can be read" : decision.held();
      lines.add("this host holds %s, approved is %s".formatted(held, approved(decision)));
      if (decision.finding() != GateFinding.DIVERGED) {
        lines.add(decision.why());
      }
    }
    lines.add("mend: %s · emergency: %s".formatted(decision.mend(service, host), emergency()));
    return lines;
  }

  /** What is approved and who said so. */
  private static String approved(GateDecision decision) {
    if (decision.statement() == null) {
      return decision.approved();
    }
    IdentityStatement statement = decision.statement().statement();
    String signers =
        decision.statement().document().signatures().stream()
            .map(DocumentSignature::operator)
            .collect(Collectors.joining(", "));
    return "%s (statement %d of %s, signed by %s)"
        .formatted(
            decision.approved(), statement.generation(), DAY.format(statement.issuedAt()), signers);
  }

  private String emergency() {
    return "keyparity gate override --for 30m --reason \"…\"" + options;
  }
}
