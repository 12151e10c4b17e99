package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.duty.RunDesk;
import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.StatusReply;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The status of services and of one run, once or as a stream. */
final class StatusCalls {
  /** A new leader reads its records in a moment; an answer without them would mislead. */
  private static final Duration READING = Duration.ofSeconds(3);

  private final Chair chair;
  private final StatusBoard board;
  private final Feeds feeds;
  private final RunDesk runs;
  private final RunCalls messages;

  StatusCalls(Chair chair, StatusBoard board, Feeds feeds, RunDesk runs, RunCalls messages) {
    this.chair = chair;
    this.board = board;
    this.feeds = feeds;
    this.runs = runs;
    this.messages = messages;
  }

  StatusReply get(GetStatusRequest request) {
    List<ServiceSpec> services = services(request);
    awaitRead(services);
    return request.getAllEvents() ? board.status(services, EventLog.KEPT) : board.status(services);
  }

  void watch(GetStatusRequest request, ServerCallStreamObserver<StatusReply> observer) {
    awaitRead(services(request));
    feeds.open(
        request.getService(),
        new Feeds.Source<>() {
          @Override
          public Optional<StatusReply> next() {
            return Optional.of(board.status(chosen(request)));
          }

          @Override
          public boolean beats() {
            return true;
          }
        },
        observer);
  }

  void follow(GetRunRequest request, ServerCallStreamObserver<Run> observer) {
    ServiceSpec spec = chair.service(request.getService());
    RunJournal begun = runs.require(spec.service(), request.getRun());
    RunFeed feed = new RunFeed(journal -> messages.message(spec, journal));
    AutoCloseable listening =
        runs.watch(
            journal -> {
              if (journal.run().equals(begun.run()) && journal.service().equals(spec.service())) {
                feed.written(journal);
                feeds.stir(spec.service());
              }
            });
    // Read again: what was written before we listened would be missed.
    feed.began(runs.require(spec.service(), begun.run().value()), listening);
    feeds.open(spec.service(), feed, observer);
  }

  private List<ServiceSpec> services(GetStatusRequest request) {
    return request.getService().isEmpty()
        ? chair.services()
        : List.of(chair.service(request.getService()));
  }

  /** Without waiting: on the thread that writes streams. A retired service ends its stream. */
  private List<ServiceSpec> chosen(GetStatusRequest request) {
    List<ServiceSpec> all = chair.servicesNow();
    if (request.getService().isEmpty()) {
      return all;
    }
    List<ServiceSpec> one =
        all.stream().filter(spec -> spec.service().equals(request.getService())).toList();
    if (one.isEmpty()) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_SERVICE, "service: %s is gone".formatted(request.getService()));
    }
    return one;
  }

  private void awaitRead(List<ServiceSpec> services) {
    Patience.until(READING, () -> services.stream().allMatch(spec -> board.isRead(spec.service())));
  }
}
