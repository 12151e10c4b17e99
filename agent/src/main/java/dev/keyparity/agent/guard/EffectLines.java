package dev.keyparity.agent.guard;

import dev.keyparity.daemon.fault.KeyparityException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit lines of effects: one before each, without which it must not happen, and one that tells
 * its end. Who reads the log finds an end for each beginning, also across crashes.
 */
final class EffectLines {
  private static final Logger log = LoggerFactory.getLogger(EffectLines.class);

  static final String BEGUN = "effect-begun";
  static final String ENDED = "effect-ended";
  static final String REQUEST = "request_id";
  static final String SERVICE = "service";

  /** End of what was announced and never became an effect, so it left no record. */
  static final String NOT_BEGUN = "NOT_BEGUN";

  private static final String STAGE = "stage";
  private static final String SUMMARY = "summary";
  private static final String WARRANT = "warrant";
  private static final String OPERATORS = "operators";
  private static final String FACT = "fact.";

  private final AuditTrail audit;

  EffectLines(AuditTrail audit) {
    this.audit = audit;
  }

  /**
   * @throws KeyparityException if it cannot be written: then the effect must not happen
   */
  void begun(EffectRecord record, String operators) {
    Map<String, String> line = identify(record);
    line.put(WARRANT, record.warrant());
    line.put(OPERATORS, operators);
    record.facts().forEach((key, value) -> line.put(FACT + key, value));
    audit.record(BEGUN, line);
  }

  void ended(EffectRecord record) {
    Map<String, String> line = identify(record);
    line.put(STAGE, record.stage().name());
    line.put(SUMMARY, record.summary());
    write(line);
  }

  void notBegun(EffectRecord announced, String why) {
    Map<String, String> line = identify(announced);
    line.put(STAGE, NOT_BEGUN);
    line.put(SUMMARY, why);
    write(line);
  }

  /** The end of what an earlier process of this agent announced and left no record of. */
  void notBegun(Map<String, String> beginning) {
    Map<String, String> line = new HashMap<>(beginning);
    line.keySet()
        .removeIf(key -> key.equals(WARRANT) || key.equals(OPERATORS) || key.startsWith(FACT));
    line.put(STAGE, NOT_BEGUN);
    line.put(SUMMARY, "the agent ended before it began");
    write(line);
  }

  private void write(Map<String, String> line) {
    try {
      audit.record(ENDED, line);
    } catch (KeyparityException e) {
      // What happened is durable in its record; only the next effect must be refused.
      log.error("audit of the end of request {} failed", line.get(REQUEST), e);
    }
  }

  private static Map<String, String> identify(EffectRecord record) {
    Map<String, String> line = new HashMap<>();
    line.put("kind", record.kind().text());
    line.put(REQUEST, record.id().hex());
    line.put(SERVICE, record.key().service());
    line.put("run", record.key().run());
    line.put("step", record.key().step());
    line.put("act", record.key().act());
    line.put("attempt", Integer.toString(record.key().attempt()));
    line.put("token", record.token().toString());
    return line;
  }
}
