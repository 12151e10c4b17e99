package dev.keyparity.agent.rpc;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a report says of the host besides key and KMS.
 *
 * @param recoveryKeys the organization's, from this agent's configuration
 * @param hostBackupKey fingerprint, 40 upper-case hex digits
 * @param checks what preflight reads, looked at anew
 */
public record HostFacts(
    String version,
    boolean refusesEffects,
    int approvals,
    List<RecoveryKeyFact> recoveryKeys,
    String hostBackupKey,
    Supplier<Instant> certificateExpiry,
    Supplier<List<CheckResult>> checks) {
  public HostFacts {
    recoveryKeys = List.copyOf(recoveryKeys);
  }

  /** One recovery key. */
  public record RecoveryKeyFact(String fingerprint, String armoured, String userId) {}

  /** What one check of the host found. */
  public record CheckResult(String name, Result result, String message, String whatToDo) {
    /** How it is. */
    public enum Result {
      OK,
      WARN,
      FAIL
    }

    public static CheckResult ok(String name, String message) {
      return new CheckResult(name, Result.OK, message, "");
    }

    public static CheckResult warn(String name, String message, String whatToDo) {
      return new CheckResult(name, Result.WARN, message, whatToDo);
    }

    public static CheckResult fail(String name, String message, String whatToDo) {
      return new CheckResult(name, Result.FAIL, message, whatToDo);
    }
  }
}
