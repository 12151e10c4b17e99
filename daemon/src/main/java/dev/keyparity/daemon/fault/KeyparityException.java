package dev.keyparity.daemon.fault;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a name. The operator's sentence is kept apart from the cause: the former is shown,
 * sent and stored, the latter is for our own log only.
 *
 * <p>Sentences are lower-case without a full stop and read {@code thing: value (expected: …)}. They
 * never hold a secret.
 */
public final class KeyparityException extends RuntimeException {
  private static final long serialVersionUID = 2L;

  private final ErrorCode code;
  private final String operatorMessage;
  private final String whatToDo;
  private final String rule;
  // A TreeMap, because an exception is Serializable and the interface is not.
  private final TreeMap<String, String> context;

  /**
   * @param operatorMessage what is wrong, where, and what was expected
   * @param whatToDo the next step for the operator, usually a command; empty where there is none
   * @param cause what led to it, or null
   */
  public KeyparityException(
      ErrorCode code, String operatorMessage, String whatToDo, @Nullable Throwable cause) {
    this(code, operatorMessage, whatToDo, cause, "", Map.of());
  }

  public KeyparityException(ErrorCode code, String operatorMessage, String whatToDo) {
    this(code, operatorMessage, whatToDo, null);
  }

  public KeyparityException(ErrorCode code, String operatorMessage) {
    this(code, operatorMessage, "", null);
  }

  private KeyparityException(
      ErrorCode code,
      String operatorMessage,
      String whatToDo,
      @Nullable Throwable cause,
      String rule,
      Map<String, String> context) {
    super(code + ": " + operatorMessage, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.operatorMessage = Objects.requireNonNull(operatorMessage, "operatorMessage");
    this.whatToDo = Objects.requireNonNull(whatToDo, "whatToDo");
    this.rule = Objects.requireNonNull(rule, "rule");
    this.context = new TreeMap<>(context);
  }

  /** The same failure, naming the rule that refused, such as {@code I5}. */
  public KeyparityException withRule(String rule) {
    return copy(rule, context);
  }

  /** The same failure with one more fact for programs, such as the leader's address. */
  public KeyparityException withContext(String key, String value) {
    TreeMap<String, String> more = new TreeMap<>(context);
    more.put(key, value);
    return copy(rule, more);
  }

  private KeyparityException copy(String rule, Map<String, String> context) {
    KeyparityException copy =
        new KeyparityException(code, operatorMessage, whatToDo, getCause(), rule, context);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  public ErrorCode code() {
    return code;
  }

  public String operatorMessage() {
    return operatorMessage;
  }

  /** The operator's next step; empty where there is none. */
  public String whatToDo() {
    return whatToDo;
  }

  /** The invariant or rule that refused; empty where none did. */
  public String rule() {
    return rule;
  }

  /** Facts for programs; never a secret. */
  public SortedMap<String, String> context() {
    return Collections.unmodifiableSortedMap(context);
  }
}
