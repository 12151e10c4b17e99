package dev.keyparity.cli.leader;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.ShowLeaderRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who leads, as each coordinator says. Immutable. */
record Answers(List<Answer> all) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * One coordinator's word.
   *
   * @param reply null if there was none
   * @param failure why there was none
   */
  record Answer(
      HostPort address, @Nullable LeaderReply reply, @Nullable KeyparityException failure) {
    boolean namesALeader() {
      return reply != null && !reply.getCoordinator().isEmpty();
    }
  }

  Answers {
    all = List.copyOf(all);
  }

  /** Asks every configured coordinator. */
  static Answers of(Invocation invocation) {
    List<Answer> answers = new ArrayList<>();
    for (HostPort address : invocation.coordinators().addresses()) {
      try {
        LeaderReply reply =
            invocation
                .coordinators()
                .askAt(
                    address,
                    invocation.timeout(TIMEOUT),
                    admin -> admin.showLeader(ShowLeaderRequest.getDefaultInstance()));
        answers.add(new Answer(address, reply, null));
      } catch (KeyparityException e) {
        answers.add(new Answer(address, null, e));
      }
    }
    return new Answers(answers);
  }

  /** The leader of the highest epoch that anybody names: epochs only grow. */
  Optional<LeaderReply> leader() {
    List<LeaderReply> named = new ArrayList<>();
    for (Answer answer : all) {
      LeaderReply reply = answer.reply();
      if (reply != null && answer.namesALeader()) {
        named.add(reply);
      }
    }
    return named.stream().max(Comparator.comparingLong(LeaderReply::getEpoch));
  }

  boolean anybodyAnswered() {
    return all.stream().anyMatch(answer -> answer.reply() != null);
  }

  /** Why nobody answered. */
  KeyparityException failure() {
    for (Answer answer : all) {
      KeyparityException failure = answer.failure();
      if (failure != null) {
        return failure;
      }
    }
    throw new IllegalStateException("answers: no failure (expected: asked for only if there is)");
  }
}
