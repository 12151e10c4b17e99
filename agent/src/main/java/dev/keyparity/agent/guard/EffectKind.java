package dev.keyparity.agent.guard;

import java.util.Locale;

/** The kinds of effect that leave a receipt. The names stand in stored records: never renamed. */
public enum EffectKind {
  BACKUP,
  PUT_COPY,
  ACKNOWLEDGE_COPY,
  INSTALL,
  PUT_STATEMENT,
  REVOKE,
  STOP,
  START,
  WITHDRAW_STOP,
  WRITE_SETTING,
  RUN_DEPENDANT,
  ANCHOR_AUDIT;

  /** The spelling in records and in the audit log: {@code withdraw-stop}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static EffectKind parse(String text) {
    for (EffectKind kind : values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("effect kind: " + text + " (expected: a known one)");
  }
}
