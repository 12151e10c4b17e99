package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.control.KmsControl.Controlled;
import dev.keyparity.coordinator.control.KmsControl.Permits;
import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.daemon.fault.ErrorCode;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Stops and starts a KMS. */
final class KmsProcessDoers {
  private final KmsControl control;
  private final AgentCalls agents;

  KmsProcessDoers(KmsControl control, AgentCalls agents) {
    this.control = control;
    this.agents = agents;
  }

  /**
   * Asks the host itself first whether a stop is begun there: after a reply that was lost only it
   * knows, and a begun stop is finished without new permits, whoever else is silent by now.
   */
  ActResult stop(Scene scene) throws InterruptedException {
    String host = scene.host();
    AgentCall call = scene.call(Deadlines.CONTROL);
    boolean begun = Outcomes.await(host, report(scene, host)).getReport().getKms().getStopBegun();
    try {
      return outcome(
          host,
          Outcomes.await(
              host, begun ? control.finishStop(call) : control.stop(call, permits(scene))));
    } catch (KeyparityException e) {
      if (e.code() != ErrorCode.LAST_SERVING) {
        throw e;
      }
      // Another host went down since it was looked at. Nothing was stopped; the step looks again.
      return ActResult.notDone(e.code().name(), e.operatorMessage(), e.whatToDo(), Next.RE_OBSERVE);
    }
  }

  private CompletableFuture<ReportReply> report(Scene scene, String host) {
    return agents.report(scene.read(host, Deadlines.READ), ReportRequest.getDefaultInstance());
  }

  /** Every other host that the statement lists must permit it, but those operators released. */
  private Permits permits(Scene scene) throws InterruptedException {
    List<String> hosts =
        scene.world().target().map(IdentityStatement::hosts).orElse(scene.world().hosts());
    Set<String> released = scene.world().approved().releasedFor(scene.host());
    Map<String, CompletableFuture<ReportReply>> asked = new LinkedHashMap<>();
    for (String host : hosts) {
      if (!host.equals(scene.host()) && !released.contains(host)) {
        asked.put(host, report(scene, host));
      }
    }
    // A host we just restarted says in its newest report that it serves again: that ends at once
    // the permits that were given for it, which else would have to run out.
    List<PeerSigned> again = new ArrayList<>();
    for (Map.Entry<String, CompletableFuture<ReportReply>> one : asked.entrySet()) {
      HostReport report = Outcomes.await(one.getKey(), one.getValue()).getReport();
      if (report.getKms().hasServesAgain()) {
        again.add(report.getKms().getServesAgain());
      }
    }
    return new Permits(List.copyOf(asked.keySet()), again);
  }

  ActResult start(Scene scene) throws InterruptedException {
    return outcome(
        scene.host(), Outcomes.await(scene.host(), control.start(scene.call(Deadlines.CONTROL))));
  }

  private static ActResult outcome(String host, Controlled controlled) {
    return Outcomes.of(
        host,
        controlled.receipt(),
        Map.of(
            Acts.KMS, controlled.kms().getState().name().toLowerCase(Locale.ROOT),
            Acts.SERVING, controlled.kms().getServingIdentity()));
  }
}
