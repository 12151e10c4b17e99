package dev.keyparity.agent;

import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.status.MetricDeclaration;
import dev.keyparity.daemon.status.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Every metric an agent exports. */
public final class AgentMetrics implements Consumer<KeyparityException> {
  static final MetricDeclaration BUILD =
      MetricDeclaration.info(
          "keyparity_agent_build_info", "Which agent runs on which host.", "host", "version");
  static final MetricDeclaration CERTIFICATE =
      MetricDeclaration.gauge(
          "keyparity_certificate_expiry_seconds",
          "Until its own certificate ends; negative after it.",
          "peer");
  static final MetricDeclaration AUDIT =
      MetricDeclaration.gauge(
          "keyparity_audit_intact", "1 while the audit log takes records, else 0.");
  static final MetricDeclaration REFUSED =
      MetricDeclaration.counter(
          "keyparity_action_refused_total",
          "Requests refused for safety: by invariant, or by error code where none is broken.",
          "rule");
  static final MetricDeclaration UNDER_WAY =
      MetricDeclaration.gauge(
          "keyparity_agent_effects_under_way", "Effects begun and not ended.", "service");

  /** All of them, for the reference. */
  public static final List<MetricDeclaration> DECLARED =
      List.of(BUILD, CERTIFICATE, AUDIT, REFUSED, UNDER_WAY);

  private final Metrics metrics;

  AgentMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  Metrics metrics() {
    return metrics;
  }

  /** Counts a refusal. */
  @Override
  public void accept(KeyparityException refusal) {
    rule(refusal).ifPresent(rule -> metrics.counter(REFUSED, rule).inc());
  }

  /** Empty for what was not refused for safety, such as a wrong argument or a full disk. */
  static Optional<String> rule(KeyparityException refusal) {
    if (!refusal.rule().isEmpty()) {
      return Optional.of(refusal.rule());
    }
    return refusal.code().exitMeaning() == ExitMeaning.REFUSED
        ? Optional.of(refusal.code().name())
        : Optional.empty();
  }
}
