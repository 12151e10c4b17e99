package dev.keyparity.daemon.lifecycle;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/**
 * One event as one line: {@code 2026-11-24T14:02:03.123Z INFO [host=kms1 run=8c1f] message}. The
 * brackets hold the event's fields and the thread's context, sorted. Control characters in a
 * message or value are escaped, so that no peer can forge a line.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(128);
    line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))).append(' ');
    String level = event.getLevel().toString();
    line.append(level).append(" ".repeat(Math.max(1, 6 - level.length())));
    appendFields(event, line);
    appendEscaped(event.getFormattedMessage(), line);
    line.append('\n');
    IThrowableProxy fault = event.getThrowableProxy();
    if (fault != null) {
      ThrowableProxyUtil.asString(fault)
          .lines()
          .forEach(
              row -> {
                line.append("    ");
                appendEscaped(row.strip(), line);
                line.append('\n');
              });
    }
    return line.toString();
  }

  private static void appendFields(ILoggingEvent event, StringBuilder line) {
    Map<String, String> fields = new TreeMap<>(event.getMDCPropertyMap());
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        fields.put(pair.key, String.valueOf(pair.value));
      }
    }
    if (fields.isEmpty()) {
      return;
    }
    line.append('[');
    String separator = "";
    for (Map.Entry<String, String> field : fields.entrySet()) {
      line.append(separator).append(field.getKey()).append('=');
      appendEscaped(field.getValue(), line);
      separator = " ";
    }
    line.append("] ");
  }

  private static void appendEscaped(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
  }
}
