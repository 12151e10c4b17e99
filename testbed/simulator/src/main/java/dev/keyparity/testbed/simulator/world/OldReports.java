package dev.keyparity.testbed.simulator.world;

import dev.keyparity.proto.agent.v1.ReportReply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody kept who listens on the network, to send it once more later. */
final class OldReports {
  private static final int OLD = 12;

  private final Map<String, Deque<Object>> byHost = new HashMap<>();

  /** Keeps a report; answers one of some time before, null if there is none. */
  @Nullable Object keep(String host, Object report) {
    Deque<Object> kept = byHost.computeIfAbsent(host, it -> new ArrayDeque<>());
    kept.addLast(report);
    return kept.size() > OLD ? kept.removeFirst() : null;
  }

  /** An old report as if it were the answer to another question. */
  static Object asAnswer(Object old, Object present) {
    if (old instanceof ReportReply report && present instanceof ReportReply now) {
      ReportReply.Builder forged = report.toBuilder();
      forged.getReplyBuilder().setNonce(now.getReply().getNonce());
      return forged.build();
    }
    return old;
  }
}
