package dev.keyparity.coordinator.telemetry;

import dev.keyparity.daemon.status.MetricDeclaration;
import java.util.List;

/**
 * Every metric a coordinator exports. No label holds a key name, a path or a digest. The words are
 * few because every scrape carries them.
 */
final class Declared {
  private static final String SERVICE = "service";
  private static final String HOST = "host";
  private static final String RESULT = "result";

  // Of the process, leading or not.

  static final MetricDeclaration IS_LEADER =
      MetricDeclaration.gauge("keyparity_is_leader", "1 while it leads.");
  static final MetricDeclaration EPOCH =
      MetricDeclaration.gauge("keyparity_leader_epoch", "0 while it does not lead.");
  static final MetricDeclaration ZOOKEEPER =
      MetricDeclaration.gauge("keyparity_zookeeper_connected", "1 while connected.");
  static final MetricDeclaration CERTIFICATE =
      MetricDeclaration.gauge(
          "keyparity_certificate_expiry_seconds", "Until its certificate ends.", "peer");
  static final MetricDeclaration RPC_SECONDS =
      MetricDeclaration.histogram("keyparity_agent_rpc_seconds", "Calls to agents.");
  static final MetricDeclaration RPC_FAILURES =
      MetricDeclaration.counter(
          "keyparity_agent_rpc_failures_total", "Calls that failed.", "rpc", "code");
  static final MetricDeclaration RUN_STEPS =
      MetricDeclaration.counter("keyparity_run_steps_total", "Steps by result.", RESULT);
  static final MetricDeclaration POLICY_RESTS =
      MetricDeclaration.counter(
          "keyparity_policy_rests_total", "Drifts that policy repair left, by rule.", "rule");

  // Of what it leads: only while it leads.

  static final MetricDeclaration LEADERS_SEEN =
      MetricDeclaration.gauge("keyparity_leaders_seen", "Itself and rivals.");
  static final MetricDeclaration HOST_PARITY =
      MetricDeclaration.gauge(
          "keyparity_host_parity", "1 on the present verdict.", SERVICE, HOST, "verdict");
  static final MetricDeclaration HOST_IN_PARITY =
      MetricDeclaration.gauge("keyparity_host_in_parity", "1 if proven, 0 if not.", SERVICE, HOST);
  static final MetricDeclaration DRIFT_AGE =
      MetricDeclaration.gauge("keyparity_drift_age_seconds", "Of a told drift.", SERVICE, HOST);
  static final MetricDeclaration DRIFTS =
      MetricDeclaration.counter("keyparity_drift_detected_total", "Drifts told.", SERVICE);
  static final MetricDeclaration WARNING_DRIFT =
      MetricDeclaration.gauge("keyparity_warning_drift", "1 for each sort.", SERVICE, HOST, "kind");
  static final MetricDeclaration REPORT_AGE =
      MetricDeclaration.gauge(
          "keyparity_host_report_age_seconds", "Of the newest report.", SERVICE, HOST);
  static final MetricDeclaration BACKUP_AGE =
      MetricDeclaration.gauge("keyparity_backup_age_seconds", "Of the newest.", SERVICE, HOST);
  static final MetricDeclaration BACKUP_VERIFIED =
      MetricDeclaration.gauge(
          "keyparity_backup_verified", "1 if as written when last read back.", SERVICE, HOST);
  static final MetricDeclaration BACKUP_COPIES =
      MetricDeclaration.gauge("keyparity_backup_copies", "On other hosts.", SERVICE, HOST);
  static final MetricDeclaration GATE_OVERRIDDEN =
      MetricDeclaration.gauge("keyparity_gate_overridden", "1 while it is.", SERVICE, HOST);
  static final MetricDeclaration RUN_AGE =
      MetricDeclaration.gauge("keyparity_run_age_seconds", "Of the open run.", SERVICE);
  static final MetricDeclaration RUN_STEP_STATE =
      MetricDeclaration.gauge(
          "keyparity_run_step_state", "1 where the open run is.", SERVICE, "step", "state");
  static final MetricDeclaration MATRIX_PAIRS =
      MetricDeclaration.gauge(
          "keyparity_decrypt_matrix_pairs", "Of the last matrix.", SERVICE, RESULT);
  static final MetricDeclaration RECOVERY_PROVEN =
      MetricDeclaration.gauge("keyparity_recovery_keys_proven", "Proven to open.", SERVICE);

  static final MetricDeclaration PAUSED =
      MetricDeclaration.gauge("keyparity_enforcement_paused", "1 while it is.", SERVICE);
  static final MetricDeclaration PAUSE_AGE =
      MetricDeclaration.gauge(
          "keyparity_enforcement_pause_age_seconds", "Since it was paused.", SERVICE);

  static final List<MetricDeclaration> ALL =
      List.of(
          IS_LEADER,
          EPOCH,
          ZOOKEEPER,
          CERTIFICATE,
          RPC_SECONDS,
          RPC_FAILURES,
          RUN_STEPS,
          LEADERS_SEEN,
          POLICY_RESTS,
          HOST_PARITY,
          HOST_IN_PARITY,
          DRIFT_AGE,
          DRIFTS,
          WARNING_DRIFT,
          REPORT_AGE,
          BACKUP_AGE,
          BACKUP_VERIFIED,
          BACKUP_COPIES,
          GATE_OVERRIDDEN,
          RUN_AGE,
          RUN_STEP_STATE,
          MATRIX_PAIRS,
          RECOVERY_PROVEN,
          PAUSED,
          PAUSE_AGE);

  private Declared() {}
}
