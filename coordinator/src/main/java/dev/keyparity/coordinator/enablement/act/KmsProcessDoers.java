package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.control.KmsControl.Controlled;
import dev.keyparity.coordinator.control.KmsControl.Permits;
import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.ReportRequest;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Stops and starts a KMS. */
final class KmsProcessDoers {
  private static final int MOST_OUTPUT = 300;

  private final KmsControl control;
  private final AgentCalls agents;

  KmsProcessDoers(KmsControl control, AgentCalls agents) {
    this.control = control;
    this.agents = agents;
  }

  ActResult stop(Scene scene) throws InterruptedException {
    AgentCall call = scene.call(Deadlines.CONTROL);
    boolean begun =
        scene
            .world()
            .fresh(scene.host())
            .filter(it -> it.report().getKms().getStopBegun())
            .isPresent();
    CompletableFuture<Controlled> stopped =
        begun ? control.finishStop(call) : control.stop(call, permits(scene));
    return outcome(Outcomes.await(stopped));
  }

  ActResult start(Scene scene) throws InterruptedException {
    try {
      return outcome(Outcomes.await(control.start(scene.call(Deadlines.CONTROL))));
    } catch (KeyparityException e) {
      // What the KMS itself said tells more than that it did not start.
      String output = e.context().getOrDefault("output", "").strip();
      if (output.isEmpty()) {
        throw e;
      }
      String tail = output.substring(Math.max(0, output.length() - MOST_OUTPUT));
      throw new KeyparityException(
          e.code(), "%s: it said: %s".formatted(e.operatorMessage(), tail), e.whatToDo(), e);
    }
  }

  private static ActResult outcome(Controlled controlled) {
    return Outcomes.of(
        controlled.receipt(),
        Map.of(
            Acts.KMS, controlled.kms().getState().name().toLowerCase(Locale.ROOT),
            Acts.SERVING, controlled.kms().getServingIdentity()));
  }

  /** Every other host that the statement lists must permit it. */
  private Permits permits(Scene scene) throws InterruptedException {
    List<String> hosts =
        scene.world().target().map(IdentityStatement::hosts).orElse(scene.world().hosts());
    List<String> others = hosts.stream().filter(host -> !host.equals(scene.host())).toList();
    Map<String, CompletableFuture<ReportReply>> asked = new LinkedHashMap<>();
    for (String host : others) {
      asked.put(
          host,
          agents.report(scene.read(host, Deadlines.READ), ReportRequest.getDefaultInstance()));
    }
    // A host we just restarted says in its newest report that it serves again: that ends at once
    // the permits that were given for it, which else would have to run out.
    List<PeerSigned> again = new ArrayList<>();
    for (CompletableFuture<ReportReply> one : asked.values()) {
      HostReport report = Outcomes.await(one).getReport();
      if (report.getKms().hasServesAgain()) {
        again.add(report.getKms().getServesAgain());
      }
    }
    return new Permits(others, again);
  }
}
