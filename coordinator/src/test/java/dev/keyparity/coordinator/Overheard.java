package dev.keyparity.coordinator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Every line that this process logs, ours and the platform's, at the finest level. */
final class Overheard implements AutoCloseable {
  /** The platform's own server, which sees each request before we do. */
  private static final java.util.logging.Logger PLATFORM =
      java.util.logging.Logger.getLogger("com.sun.net.httpserver");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("dev.keyparity");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(
              "%s %s %s %s"
                  .formatted(
                      event.getLoggerName(),
                      event.getFormattedMessage(),
                      event.getKeyValuePairs(),
                      event.getThrowableProxy()));
        }
      };
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getLoggerName() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  Overheard() {
    appender.start();
    root.addAppender(appender);
    ours.setLevel(Level.TRACE);
    handler.setLevel(java.util.logging.Level.ALL);
    PLATFORM.addHandler(handler);
    PLATFORM.setLevel(java.util.logging.Level.ALL);
  }

  String all() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    ours.setLevel(null);
    PLATFORM.removeHandler(handler);
    PLATFORM.setLevel(null);
  }
}
