package dev.keyparity.agent.control;

import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the key file was when a process of the KMS started: that is the key it serves, whatever the
 * file is now.
 *
 * <ol>
 *   <li>We started it: the file was read before and after, and was the same.
 *   <li>The file was seen, untouched, from before the process started until after it.
 *   <li>The file as it is now was last changed, by the kernel's word, before the process started.
 *   <li>Else it is unknown, and stays so for this process unless the file is seen again as above.
 * </ol>
 *
 * <p>What is once proven for a process is durable and does not change. Thread-safe.
 */
public final class ServingHistory {
  private static final int MOST_SPANS = 16;
  private static final int MOST_PROCESSES = 4;

  /**
   * Change times come from a clock that ticks 100 times a second or more, process starts in
   * hundredths; closer together than this proves nothing.
   */
  private static final Duration MARGIN = Duration.ofMillis(100);

  /** From when to when a file was seen as it is, without a gap. */
  record Span(FileSeen file, BootInstant first, BootInstant last) {
    boolean covers(ProcessInstance process) {
      boolean begins =
          !first.bootId().equals(process.bootId()) || first.ticks() <= process.startTicks();
      boolean ends = last.bootId().equals(process.bootId()) && process.startTicks() <= last.ticks();
      return begins && ends;
    }
  }

  private final String service;
  private final StateFiles files;
  private final List<Span> spans;
  private final Map<String, Serving> proven;

  public ServingHistory(String service, StateFiles files) {
    this.service = service;
    this.files = files;
    HistoryRecord record = HistoryRecord.read(files, service);
    this.spans = new ArrayList<>(record.spans());
    this.proven = new LinkedHashMap<>(record.proven());
  }

  /** Notes the key file as it is at this moment. */
  public synchronized void seen(FileSeen file, BootInstant now) {
    if (!spans.isEmpty()) {
      Span newest = spans.get(spans.size() - 1);
      if (file.isUntouchedSince(newest.file())) {
        spans.set(spans.size() - 1, new Span(newest.file(), newest.first(), now));
        return;
      }
    }
    spans.add(new Span(file, now, now));
    while (spans.size() > MOST_SPANS) {
      spans.remove(0);
    }
    write();
  }

  /** Notes that we started a process while the file was, before and after, as given. */
  public synchronized void started(ProcessInstance process, FileSeen before, FileSeen after) {
    if (before.isUntouchedSince(after)) {
      prove(process, new Serving(after.digest(), after.identity(), "we started it"));
    }
  }

  /**
   * What a living process loaded.
   *
   * @param startedAt by the wall clock of now, to a few hundredths of a second
   */
  public synchronized Serving of(ProcessInstance process, Instant startedAt) {
    Serving known = proven.get(process.text());
    if (known != null) {
      return known;
    }
    for (Span span : spans) {
      if (span.covers(process)) {
        return prove(process, serving(span.file(), "the file was seen so when it started"));
      }
    }
    if (!spans.isEmpty()) {
      FileSeen present = spans.get(spans.size() - 1).file();
      if (present.changed().isAfter(Instant.EPOCH)
          && present.changed().plus(MARGIN).isBefore(startedAt)) {
        return prove(process, serving(present, "the file was not changed since before it started"));
      }
    }
    return Serving.unknown("nobody saw the key file when this process started");
  }

  private static Serving serving(FileSeen file, String how) {
    return new Serving(file.digest(), file.identity(), how);
  }

  private Serving prove(ProcessInstance process, Serving serving) {
    proven.put(process.text(), serving);
    while (proven.size() > MOST_PROCESSES) {
      proven.remove(proven.keySet().iterator().next());
    }
    write();
    return serving;
  }

  private void write() {
    new HistoryRecord(spans, proven).write(files, service);
  }
}
