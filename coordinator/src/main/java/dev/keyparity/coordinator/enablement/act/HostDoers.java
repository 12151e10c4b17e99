package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.BackupCopies;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.BackupReply;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.ReportRequest;
import dev.keyparity.proto.agent.v1.RunDependantReply;
import dev.keyparity.proto.agent.v1.RunDependantRequest;
import java.util.Map;

/** What one host's agent does or answers. */
final class HostDoers {
  private final AgentCalls agents;
  private final BackupCopies copies;

  HostDoers(AgentCalls agents) {
    this.agents = agents;
    this.copies = new BackupCopies(agents);
  }

  ActResult backUp(Scene scene) throws InterruptedException {
    BackupReply reply =
        Outcomes.await(
            scene.host(),
            agents.backup(
                scene.call(Deadlines.BACKUP),
                BackupRequest.newBuilder().setReason(scene.argument("reason")).build()));
    Backup backup = reply.getBackup();
    // The receipt itself names the backup, and the digest of the key file in it.
    ActResult result =
        Outcomes.of(
            scene.host(),
            reply.getReply().getReceipt(),
            reply.hasBackup()
                ? Map.of("file", backup.getFile(), "bytes", Long.toString(backup.getBytes()))
                : Map.of());
    boolean unproven =
        result instanceof ActResult.Done && reply.hasBackup() && !backup.getVerified();
    return unproven
        ? ActResult.notDone(
            "BACKUP_UNVERIFIED",
            "%s: backup %s was not read back and compared".formatted(scene.host(), backup.getId()),
            "see the agent's log on " + scene.host(),
            Next.ASK_OPERATOR)
        : result;
  }

  ActResult copy(Scene scene) throws InterruptedException {
    String keeper = scene.argument(Acts.COPIED_TO);
    String backup = scene.argument(Acts.BACKUP_ID);
    // Either of the two may be what fails.
    String both = "copy from %s to %s".formatted(scene.host(), keeper);
    BackupCopies.Outcome outcome =
        Outcomes.await(
            both,
            copies.run(
                new BackupCopies.Errand(
                    backup,
                    scene.read(scene.host(), Deadlines.COPY),
                    scene.act(keeper, "copy-of-" + scene.host(), Deadlines.COPY),
                    scene.call(Deadlines.WRITE))));
    return Outcomes.of(
        both, outcome.receipt(), Map.of(Acts.BACKUP_ID, backup, Acts.COPIED_TO, keeper));
  }

  ActResult report(Scene scene) throws InterruptedException {
    ReportReply reply =
        Outcomes.await(
            scene.host(),
            agents.report(
                scene.read(scene.host(), Deadlines.READ), ReportRequest.getDefaultInstance()));
    HostFacts facts = HostFacts.of(reply.getReport());
    if (facts.isChanging()) {
      // Seen once and not twice yet, as just after an install: a moment later it is told.
      return ActResult.notDone(
          ErrorCode.FILE_CHANGING.name(),
          "%s: its key directory is changing".formatted(scene.host()),
          "find out who writes there; then: keyparity run resume",
          Next.RETRY);
    }
    return ActResult.done(
        "%s: key file %s, KMS %s".formatted(scene.host(), facts.soundness(), facts.kms()),
        Map.of(
            Acts.SECRING, facts.secring(),
            Acts.IDENTITY, facts.identity(),
            Acts.SOUNDNESS, facts.soundness(),
            Acts.KMS, facts.kms()));
  }

  ActResult runDependant(Scene scene) throws InterruptedException {
    RunDependantReply reply =
        Outcomes.await(
            scene.host(),
            agents.runDependant(
                scene.call(Deadlines.DEPENDANT),
                RunDependantRequest.newBuilder().setName(scene.argument("name")).build()));
    return Outcomes.of(
        scene.host(),
        reply.getReply().getReceipt(),
        Map.of("exit_code", Integer.toString(reply.getExitCode())));
  }
}
