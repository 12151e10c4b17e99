package dev.keyparity.agent.rpc;

import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.proto.agent.v1.ReportReply;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One coordinator that watches: a report at once, after each change, and as a heartbeat. A reader
 * that does not keep up gets fewer reports, never old ones. Reports are made on one thread.
 */
final class ReportStream {
  private static final Logger log = LoggerFactory.getLogger(ReportStream.class);

  private final ServerCallStreamObserver<ReportReply> out;
  private final Supplier<ReportReply> report;
  private final ScheduledExecutorService thread;
  private final Answers answers;
  private final AtomicBoolean queued = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable ScheduledFuture<?> heartbeat;
  private @Nullable AutoCloseable subscription;

  ReportStream(
      ServerCallStreamObserver<ReportReply> out,
      Supplier<ReportReply> report,
      ScheduledExecutorService thread,
      Answers answers) {
    this.out = out;
    this.report = report;
    this.thread = thread;
    this.answers = answers;
  }

  void start(KeyFeed feed, Duration every) {
    out.setOnCancelHandler(this::end);
    out.setOnReadyHandler(this::wake);
    synchronized (this) {
      subscription = feed.onChange(this::wake);
      heartbeat =
          thread.scheduleAtFixedRate(
              FaultHandler.logging().guarding("sending a heartbeat", this::wake),
              every.toMillis(),
              every.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    wake();
  }

  /** Asks for a report soon; several askings before it are one. */
  private void wake() {
    if (!over.get() && queued.compareAndSet(false, true)) {
      try {
        thread.execute(this::send);
      } catch (RejectedExecutionException stopping) {
        end();
      }
    }
  }

  private void send() {
    // Cleared first: what changes while the report is made wakes us again.
    queued.set(false);
    if (over.get() || !out.isReady()) {
      return;
    }
    try {
      out.onNext(report.get());
    } catch (RuntimeException e) {
      if (!over.get()) {
        end();
        out.onError(answers.status(e));
      }
    }
  }

  private void end() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    ScheduledFuture<?> beat;
    AutoCloseable listening;
    synchronized (this) {
      beat = heartbeat;
      listening = subscription;
    }
    if (beat != null) {
      beat.cancel(false);
    }
    if (listening != null) {
      try {
        listening.close();
      } catch (Exception e) {
        log.warn("end of a watch: {}", e.getMessage());
      }
    }
  }
}
