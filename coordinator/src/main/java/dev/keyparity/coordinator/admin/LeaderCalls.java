package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.leadership.Leadership.Coordinator;
import dev.keyparity.coordinator.leadership.Leadership.Group;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.ResignRequest;
import java.time.Duration;
import java.util.Map;

/** Who leads, and how it is made to step down. */
final class LeaderCalls {
  /** Shorter than any client's own patience, so that it hears the reason from us. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Leadership leadership;
  private final Groups groups;
  private final Chair chair;
  private final OperatorAudit audit;

  LeaderCalls(Leadership leadership, Groups groups, Chair chair, OperatorAudit audit) {
    this.leadership = leadership;
    this.groups = groups;
    this.chair = chair;
    this.audit = audit;
  }

  /** Answered by standbys too. */
  LeaderReply show() {
    return reply(groups.read(PATIENCE));
  }

  LeaderReply resign(ResignRequest request) {
    chair.token();
    audit.wanted("resign", Map.of("reason", request.getReason()));
    leadership.resign(request.getReason());
    return reply(groups.read(PATIENCE));
  }

  private static LeaderReply reply(Group group) {
    LeaderReply.Builder reply = LeaderReply.newBuilder().setEpoch(group.epoch());
    group
        .leader()
        .ifPresent(leader -> reply.setCoordinator(leader.name()).setAddress(leader.address()));
    group.standbys().stream().map(Coordinator::name).sorted().forEach(reply::addStandbys);
    return reply.build();
  }
}
