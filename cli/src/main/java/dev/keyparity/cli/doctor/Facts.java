package dev.keyparity.cli.doctor;

import dev.keyparity.cli.invocation.Target;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.proto.coordinator.v1.ExamineReply;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import java.time.Instant;
import java.util.List;

/**
 * Everything the doctor judges, as it was when it looked. Immutable.
 *
 * @param target whom the command would talk to
 * @param operator the name in the operator's certificate
 * @param signingKey the public half of the signing key; empty if there is none
 * @param coordinators what each says of who leads, in the order of the configuration
 * @param leader when it answered
 * @param services what the leader finds of each that is declared, or that was asked for
 */
record Facts(
    Look<Target> target,
    Look<String> operator,
    Look<String> signingKey,
    List<Coordinator> coordinators,
    Look<LeaderTime> leader,
    Look<List<Examined>> services) {

  record Coordinator(HostPort address, Look<LeaderReply> says) {}

  /** The leader's clock and ours, read at one time. */
  record LeaderTime(Instant theirs, Instant ours) {}

  record Examined(String service, Look<ExamineReply> found) {}

  Facts {
    coordinators = List.copyOf(coordinators);
  }
}
