package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.kms.KmsClients;
import dev.keyparity.coordinator.workflow.ActOrder;
import dev.keyparity.coordinator.workflow.ActPerformer;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Has the acts of all steps done, each by the doer of its kind. Thread-safe. */
public final class EnablementActs implements ActPerformer {

  /**
   * Where acts reach the world.
   *
   * @param worlds looks anew at the world of an order
   * @param random must be hard to guess
   */
  public record Ports(
      String group,
      Function<ActOrder, World> worlds,
      AgentCalls agents,
      KmsControl control,
      KmsClients clients,
      KmsQuestions questions,
      KmsEnsemble ensemble,
      Evidence evidence,
      ApprovedStatements statements,
      Clock clock,
      RandomGenerator random) {}

  private final Ports ports;
  private final Map<String, Doer> doers;

  public EnablementActs(Ports ports) {
    this.ports = ports;
    HostDoers hosts = new HostDoers(ports.agents());
    KmsProcessDoers processes = new KmsProcessDoers(ports.control(), ports.agents());
    SettingDoers settings = new SettingDoers(ports.agents(), ports.control(), ports.random());
    KmsDoers kms = new KmsDoers(ports);
    StatementDoers statements = new StatementDoers(ports.agents(), ports.statements());
    this.doers =
        Map.ofEntries(
            Map.entry(Acts.BACKUP, hosts::backUp),
            Map.entry(Acts.COPY, hosts::copy),
            Map.entry(Acts.REREAD, hosts::report),
            Map.entry(Acts.VERIFY, hosts::report),
            Map.entry(Acts.RUN_DEPENDANT, hosts::runDependant),
            Map.entry(Acts.INSTALL, new InstallDoer(ports.agents())),
            Map.entry(Acts.PUT_STATEMENT, statements::put),
            Map.entry(Acts.RECORD_STATEMENT, statements::record),
            Map.entry(Acts.STOP, processes::stop),
            Map.entry(Acts.START, processes::start),
            Map.entry(Acts.COMPARE_SETTINGS, settings::compare),
            Map.entry(Acts.WRITE_SETTING, settings::write),
            Map.entry(Acts.SURVEY, kms::survey),
            Map.entry(Acts.GIVE_UP_PROBE, kms::giveUpProbe),
            Map.entry(Acts.CHECK_ENSEMBLE, kms::checkEnsemble),
            Map.entry(Acts.CREATE_PROBE, kms::createProbe),
            Map.entry(Acts.ROLL_PROBE, kms::rollProbe),
            Map.entry(Acts.MATRIX, kms::matrix));
  }

  @Override
  public ActResult perform(ActOrder order) throws InterruptedException {
    Doer doer = doers.get(Acts.kindOf(order.act()));
    if (doer == null) {
      throw new IllegalArgumentException("act: " + order.act() + " (expected: one with a doer)");
    }
    try {
      FencingToken token =
          new FencingToken(ports.group(), order.term().epoch(), order.term().holder());
      return doer.perform(new Scene(order, ports.worlds().apply(order), token));
    } catch (KeyparityException e) {
      return Outcomes.of(e);
    }
  }
}
