package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.fleet.AgentChannels.Agent;
import dev.keyparity.coordinator.fleet.HostView.Contact;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Reply;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.WatchRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report stream of one service on one host: opened, checked, opened again for ever.
 *
 * <p>Everything runs on the fleet's loop but {@link #view}, which may be called from any thread. A
 * message is asked for only when the one before was taken in, so an agent that floods us only fills
 * its own socket.
 */
final class HostWatch {
  private static final Logger log = LoggerFactory.getLogger(HostWatch.class);

  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final String service;
  private final Agent agent;
  private final WatchContext context;

  private volatile Heard heard;
  private boolean markUnsaved;

  /**
   * Checks without an answer yet. Until they have one the mark on record stays what it is: the next
   * leader must ask the same question.
   */
  private final List<ChainCheck> openChecks = new ArrayList<>();

  private @Nullable Stream stream;
  private int failures;
  private long openAt;
  private boolean closed;
  private Freshness told = Freshness.NEVER_HEARD;

  /**
   * What is known, replaced as a whole. In memory.
   *
   * @param trouble why the stream failed; empty unless it did
   */
  private record Heard(
      @Nullable HostReport report,
      @Nullable AgentHeader header,
      @Nullable ReportAge age,
      @Nullable HostMark mark,
      String trouble) {
    Heard troubled(String reason) {
      return new Heard(report, header, age, mark, reason);
    }

    Heard marked(HostMark now) {
      return new Heard(report, header, age, now, trouble);
    }

    Contact contact() {
      return !trouble.isEmpty()
          ? Contact.FAILED
          : report == null ? Contact.CONNECTING : Contact.OPEN;
    }
  }

  /**
   * @param mark how far the agent's record is known to have come; null if it was never heard
   */
  HostWatch(String service, Agent agent, @Nullable HostMark mark, WatchContext context) {
    this.service = service;
    this.agent = agent;
    this.context = context;
    this.heard = new Heard(null, null, null, mark, "");
  }

  String service() {
    return service;
  }

  Agent agent() {
    return agent;
  }

  /** As known now. Any thread. */
  HostView view(long now) {
    Heard state = heard;
    HostReport report = state.report();
    ReportAge age = state.age();
    if (report == null || age == null) {
      return new HostView(
          agent.host(),
          neverHeard(state),
          reason(state),
          HostView.NEVER,
          null,
          state.header(),
          state.contact());
    }
    Duration old = age.at(now);
    Freshness freshness =
        isRolledBack(state)
            ? Freshness.ROLLED_BACK
            : old.compareTo(context.bound()) <= 0 ? Freshness.FRESH : Freshness.STALE;
    String why = freshness == Freshness.FRESH ? "" : reason(state);
    return new HostView(agent.host(), freshness, why, old, report, state.header(), state.contact());
  }

  private static Freshness neverHeard(Heard state) {
    return isRolledBack(state) ? Freshness.ROLLED_BACK : Freshness.NEVER_HEARD;
  }

  private static boolean isRolledBack(Heard state) {
    HostMark mark = state.mark();
    return mark != null && mark.isRolledBack();
  }

  private static String reason(Heard state) {
    HostMark mark = state.mark();
    if (mark != null && mark.isRolledBack()) {
      return mark.rolledBack();
    }
    return state.trouble().isEmpty() ? state.contact().words() : state.trouble();
  }

  // --- loop thread ---

  /** Opens the stream if it is time to; ends one that is stuck; tells of a change of freshness. */
  void tick(long now) {
    if (closed) {
      return;
    }
    Stream open = stream;
    if (open == null) {
      if (now - openAt >= 0) {
        open(now);
      }
    } else if (open.isStuck(now)) {
      fail("no report for %d ms".formatted(Duration.ofNanos(now - open.lastAt).toMillis()), now);
      // The connection may be half open: the next stream must not begin on the same one.
      channelOrNull().ifPresent(ManagedChannel::enterIdle);
    } else if (open.age != null && open.age.shouldAskAnew(now, context.bound())) {
      log.debug("{} {}: asking anew to know how old reports are", service, agent);
      cancel();
      open(now);
    }
    Freshness freshness = view(now).freshness();
    if (freshness != told) {
      told = freshness;
      context.changed(service);
    }
  }

  /** The mark that is to be made durable; empty if that was done, or may not be done yet. */
  Optional<HostMark> takeUnsavedMark() {
    if (!markUnsaved || (!openChecks.isEmpty() && !isRolledBack(heard))) {
      return Optional.empty();
    }
    markUnsaved = false;
    return Optional.ofNullable(heard.mark());
  }

  /** The mark that was taken could not be made durable. */
  void markAgain() {
    markUnsaved = true;
  }

  /** Takes the agent's present record for good. */
  void acceptRecord() {
    AgentHeader header = heard.header();
    if (header != null) {
      heard = heard.marked(HostMark.of(header));
      markUnsaved = true;
      openChecks.clear();
      context.changed(service);
    }
  }

  /** The audit chain the agent shows is a continuation of the one that was seen before. */
  void chainHolds(ChainCheck check) {
    openChecks.remove(check);
  }

  /** It is not; says nothing if the agent's record was taken for good meanwhile. */
  void chainBroken(ChainCheck check, String reason) {
    HostMark mark = heard.mark();
    if (openChecks.remove(check) && mark != null && !mark.isRolledBack()) {
      rollBack(mark, reason);
    }
  }

  void close() {
    closed = true;
    cancel();
  }

  private void cancel() {
    Stream open = stream;
    stream = null;
    if (open != null) {
      open.call.cancel("not needed any more", null);
    }
  }

  private void open(long now) {
    Optional<FencingToken> token = context.token();
    if (token.isEmpty()) {
      fail("this coordinator does not lead", now);
      return;
    }
    try {
      Exchange exchange =
          context.exchange(AgentCall.read(token.get(), service, agent.host(), HEARTBEAT), agent);
      ClientCall<WatchRequest, ReportReply> call =
          context.channel(agent).newCall(AgentGrpc.getWatchMethod(), CallOptions.DEFAULT);
      Stream fresh = new Stream(call, exchange, now);
      stream = fresh;
      call.start(fresh, new Metadata());
      call.sendMessage(
          WatchRequest.newBuilder()
              .setEnvelope(exchange.envelope())
              .setHeartbeatMs((int) HEARTBEAT.toMillis())
              .build());
      call.halfClose();
      call.request(1);
    } catch (KeyparityException e) {
      fail(e.operatorMessage(), now);
    }
  }

  private void fail(String reason, long now) {
    cancel();
    if (!reason.equals(heard.trouble())) {
      log.warn("{} {}: no reports: {}", service, agent, reason);
    }
    heard = heard.troubled(reason);
    long pause = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(failures, 10));
    failures++;
    openAt = now + pause + context.jitter(pause / 5);
  }

  private Optional<ManagedChannel> channelOrNull() {
    try {
      return Optional.of(context.channel(agent));
    } catch (KeyparityException e) {
      return Optional.empty(); // the process is stopping
    }
  }

  private void take(Stream from, ReportReply message, long arrivedAt) {
    if (closed || from != stream) {
      return;
    }
    from.lastAt = arrivedAt;
    try {
      Reply reply = from.exchange.check(message.getReply());
      if (isOurs(message.getReport()) && !isReplayed(reply, message.getReport())) {
        accept(from, AgentHeader.of(reply), message.getReport(), arrivedAt);
      }
    } catch (KeyparityException e) {
      fail(e.operatorMessage(), arrivedAt);
    }
  }

  private boolean isOurs(HostReport report) {
    if (report.getService().equals(service) && report.getHost().equals(agent.host())) {
      return true;
    }
    fail(
        "the agent reports on service %s, host %s (expected: %s, %s)"
            .formatted(report.getService(), report.getHost(), service, agent.host()),
        context.now());
    return false;
  }

  /** Sequence numbers grow within one agent instance; what does not is an old report again. */
  private boolean isReplayed(Reply reply, HostReport report) {
    HostReport last = heard.report();
    AgentHeader header = heard.header();
    if (last == null
        || header == null
        || !header.instance().equals(reply.getAgentInstance())
        || report.getSequence() > last.getSequence()) {
      return false;
    }
    log.warn(
        "{} {}: report {} came again (expected: above {})",
        service,
        agent,
        report.getSequence(),
        last.getSequence());
    return true;
  }

  private void accept(Stream from, AgentHeader header, HostReport report, long arrivedAt) {
    Heard before = heard;
    boolean first = from.age == null;
    ReportAge age =
        from.age == null
            ? ReportAge.first(from.askedAt, arrivedAt, report.getObservedAtMs())
            : from.age.next(arrivedAt, report.getObservedAtMs());
    from.age = age;
    HostMark mark = markAfter(before.mark(), header);
    heard = new Heard(report, header, age, mark, "");
    failures = 0;
    markUnsaved |= !mark.equals(before.mark());
    if (first && before.mark() != null && !before.mark().instance().equals(header.instance())) {
      ChainCheck check =
          openChecks.isEmpty()
              ? new ChainCheck(before.mark())
              : new ChainCheck(openChecks.get(0).from());
      openChecks.add(check);
      context.verifyChain(this, check);
    }
    Freshness freshness = view(context.now()).freshness();
    if (freshness != told || isNews(before, header, report)) {
      told = freshness;
      context.changed(service);
    }
  }

  private HostMark markAfter(@Nullable HostMark before, AgentHeader header) {
    if (before == null) {
      return HostMark.of(header);
    }
    HostMark after = before.after(header);
    if (after.isRolledBack() && !before.isRolledBack()) {
      log.error("{} {}: rolled back: {}", service, agent, after.rolledBack());
    }
    return after;
  }

  private void rollBack(HostMark mark, String reason) {
    log.error("{} {}: rolled back: {}", service, agent, reason);
    heard = heard.marked(mark.rolledBack(reason));
    markUnsaved = true;
    context.changed(service);
  }

  private static boolean isNews(Heard before, AgentHeader header, HostReport report) {
    AgentHeader last = before.header();
    return before.report() == null
        || last == null
        || !last.instance().equals(header.instance())
        || last.highestEpoch() != header.highestEpoch()
        || !last.highestHolder().equals(header.highestHolder())
        || !withoutPulse(before.report()).equals(withoutPulse(report));
  }

  private static HostReport withoutPulse(HostReport report) {
    return report.toBuilder().clearObservedAtMs().clearSequence().build();
  }

  /** One opening of the stream. Its fields belong to the loop. */
  private final class Stream extends ClientCall.Listener<ReportReply> {
    private final ClientCall<WatchRequest, ReportReply> call;
    private final Exchange exchange;
    private final long askedAt;
    private long lastAt;
    private @Nullable ReportAge age;

    Stream(ClientCall<WatchRequest, ReportReply> call, Exchange exchange, long askedAt) {
      this.call = call;
      this.exchange = exchange;
      this.askedAt = askedAt;
      this.lastAt = askedAt;
    }

    boolean isStuck(long now) {
      long patience = Math.max(context.bound().toNanos(), HEARTBEAT.toNanos() * 2) * 2;
      return now - lastAt > patience;
    }

    @Override
    public void onMessage(ReportReply message) {
      long arrivedAt = context.now();
      context.enqueue(
          "taking in a report",
          () -> {
            take(this, message, arrivedAt);
            call.request(1);
          });
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      String reason =
          status.isOk()
              ? "the agent ended the stream of reports"
              : context.reason(status.asRuntimeException(trailers), agent);
      context.enqueue(
          "noting a lost stream",
          () -> {
            if (!closed && this == stream) {
              stream = null;
              fail(reason, context.now());
            }
          });
    }
  }
}
