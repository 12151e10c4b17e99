package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The steps of each kind of run, in order. A comment stands where the order matters. */
public final class Procedures {
  private Procedures() {}

  private static final List<Step<World>> ENABLE =
      List.of(
          new Preflight(),
          // Before anything can go wrong, and before anybody is asked to give a key up.
          new BackUpEveryHost(),
          // After the backup, so that a blocked run has already saved what each host holds.
          new SurveyKeyVersions(),
          // Before every step that changes a host: different keys stop the run with nothing
          // changed.
          new StopAtDifferentKeys(),
          new CheckEnsemble(),
          // After the divergence is settled: a host that holds a key is no host to be added.
          new AddHosts(),
          new ReviewSettings(),
          // Before the restarts that make it take effect.
          new ShareThroughZooKeeper(),
          new SynchronizeKey(),
          // Before the restart of a host that serves from memory: its file must be right by then.
          new VerifyParity(),
          new RestartOneByOne(),
          // Before what depends on the KMS is restarted and reads it.
          new DeployClientConfig(),
          new RestartDependants(),
          // After the last restart, so that no answer comes from a process of before.
          new ValidateKeyOperations(),
          new WatchFromNowOn());

  /** Writes no key file, changes no setting, restarts nothing. */
  private static final List<Step<World>> ADOPT =
      List.of(
          new Preflight(),
          new BackUpEveryHost(),
          // Before the survey: without parity there is nothing to adopt.
          new VerifyParity(),
          new SurveyKeyVersions(),
          new WatchFromNowOn());

  /** As ADOPT; nobody need be asked what he can open, since the key stays the same. */
  private static final List<Step<World>> ACCEPT =
      List.of(
          new Preflight(),
          // Before it is approved what changed is in a backup, on another host, too.
          new BackUpEveryHost(),
          new VerifyParity(),
          new WatchFromNowOn());

  /** One host. */
  private static final List<Step<World>> REPAIR =
      List.of(
          new Preflight(),
          new BackUpEveryHost(),
          // A drifted host may have sealed something with the key it holds now.
          new SurveyKeyVersions(),
          new StopAtDifferentKeys(),
          new SynchronizeKey(),
          new VerifyParity(),
          new ValidateKeyOperations());

  /** As ENABLE, for one host; clients learn of it once every pair of hosts decrypts. */
  private static final List<Step<World>> ADD_HOST =
      List.of(
          new Preflight(),
          new BackUpEveryHost(),
          new SurveyKeyVersions(),
          new StopAtDifferentKeys(),
          new CheckEnsemble(),
          new AddHosts(),
          new ReviewSettings(),
          new ShareThroughZooKeeper(),
          new SynchronizeKey(),
          new VerifyParity(),
          // Only hosts that serve already and of which a setting changed.
          new RestartOneByOne(),
          // Before any client is sent there.
          new ValidateKeyOperations(),
          new DeployClientConfig(),
          new RestartDependants(),
          new WatchFromNowOn());

  /** Clients first, the host last: nobody is pointed at a host that is about to go. */
  private static final List<Step<World>> REMOVE_HOST =
      List.of(
          new Preflight(),
          new BackUpEveryHost(),
          new DeployClientConfig(),
          new RestartDependants(),
          // Freshly, before the first host is missed: those that stay hold the key.
          new VerifyParity(),
          new RemoveHost(),
          new WatchFromNowOn());

  /** By the kind that stands in journals. */
  public static Map<String, List<Step<World>>> byKind() {
    return Map.of(
        PlanKind.ENABLE.text(), ENABLE,
        PlanKind.ADOPT.text(), ADOPT,
        PlanKind.ACCEPT.text(), ACCEPT,
        PlanKind.REPAIR.text(), REPAIR,
        PlanKind.ADD_HOST.text(), ADD_HOST,
        PlanKind.REMOVE_HOST.text(), REMOVE_HOST);
  }

  /** The ids of the steps of each kind of plan; GIVE_WAY continues an ENABLE run. */
  public static Map<PlanKind, List<StepId>> order() {
    return Map.of(
            PlanKind.ENABLE, ENABLE,
            PlanKind.GIVE_WAY, ENABLE,
            PlanKind.ADOPT, ADOPT,
            PlanKind.ACCEPT, ACCEPT,
            PlanKind.REPAIR, REPAIR,
            PlanKind.ADD_HOST, ADD_HOST,
            PlanKind.REMOVE_HOST, REMOVE_HOST)
        .entrySet()
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, it -> it.getValue().stream().map(Step::id).toList()));
  }
}
