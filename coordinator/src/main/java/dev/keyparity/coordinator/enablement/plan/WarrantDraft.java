package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.plan.Plan.SettingPlan;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.MembershipChange;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.warrant.WarrantCheck;
import dev.keyparity.keyring.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The acts that a plan needs allowed, with their exact bounds, and no other. Pure.
 *
 * <p>Bounds by verb: INSTALL {replaces, installs, identity, gives_way, source} · STOP and START {}
 * · APPROVE_IDENTITY, ADD_HOST and REMOVE_HOST {statement} · WRITE_SETTING and WRITE_CLIENT_CONFIG
 * {file, property, value_sha256} · RUN_DEPENDANT {name} · OVERRIDE_PERMIT {for}.
 */
final class WarrantDraft {
  private final Plan plan;
  private final PlanInputs inputs;
  private final List<Act> acts = new ArrayList<>();

  WarrantDraft(Plan plan, PlanInputs inputs) {
    this.plan = plan;
    this.inputs = inputs;
  }

  /**
   * @param choice the key to install; null while keys differ and nobody has said which to keep:
   *     then nothing is installed and nothing approved
   * @param statement to be approved; null if that is on record already
   */
  Optional<Warrant> draft(
      @Nullable KeyChoice choice, @Nullable IdentityStatement statement, PlanRequest request) {
    if (statement != null) {
      approve(statement, request);
    }
    if (choice != null) {
      replaceKeys(choice, request);
    }
    if (plan.kind() == PlanKind.REMOVE_HOST && plan.without().isEmpty()) {
      add(Verb.STOP, StepIds.REMOVE_HOST, request.host(), Map.of());
    }
    if (plan.kind().writesSettings() && choice != null) {
      restartOthers(choice);
    }
    if (plan.kind().writesClientSettings()) {
      plan.settings().forEach(this::set);
      inputs.spec().dependants().forEach(this::restartDependant);
    }
    if (acts.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Warrant(
            inputs.warrantId(),
            inputs.group(),
            plan.service(),
            plan.run().value(),
            plan.digest(),
            inputs.generation(),
            inputs.now(),
            inputs.now().plus(request.validFor()),
            acts,
            reason(),
            request.ticket().isBlank() ? null : request.ticket()));
  }

  private String reason() {
    return "%s %s, run %s".formatted(plan.kind().text(), plan.service(), plan.run());
  }

  private void approve(IdentityStatement statement, PlanRequest request) {
    StepId step = approvingStep();
    Map<String, String> bound =
        Map.of(WarrantCheck.STATEMENT_BOUND, Digest.of(statement.canonicalBytes()).hex());
    add(Verb.APPROVE_IDENTITY, step, Act.EVERY_HOST, bound);
    List<String> before = inputs.approved().map(IdentityStatement::hosts).orElse(List.of());
    if (before.isEmpty()) {
      return;
    }
    TreeMap<String, Verb> changes =
        new TreeMap<>(MembershipChange.between(before, statement.hosts()));
    if (plan.kind() == PlanKind.REMOVE_HOST) {
      // Agents may have been told of it by a run that was aborted before it put that on record.
      changes.put(request.host(), Verb.REMOVE_HOST);
    }
    changes.forEach((host, verb) -> add(verb, step, host, bound));
  }

  private StepId approvingStep() {
    return switch (plan.kind()) {
      case ADOPT, ACCEPT -> StepIds.WATCH;
      case REMOVE_HOST -> StepIds.REMOVE_HOST;
      case ENABLE, GIVE_WAY, ADD_HOST, REPAIR -> StepIds.SYNCHRONIZE_KEY;
    };
  }

  private void replaceKeys(KeyChoice choice, PlanRequest request) {
    if (plan.kind().onlyApproves()) {
      return;
    }
    if (plan.kind() != PlanKind.REPAIR) {
      // They count among those that must serve before another one is stopped.
      choice
          .holdersDown()
          .forEach(host -> add(Verb.START, StepIds.SYNCHRONIZE_KEY, host, Map.of()));
    }
    for (String host : choice.replaced()) {
      if (!plan.kind().isAboutOneHost() || host.equals(request.host())) {
        add(
            Verb.INSTALL,
            StepIds.SYNCHRONIZE_KEY,
            host,
            Map.of(
                "replaces", plan.observedOn(host).secring(),
                "installs", choice.secring(),
                "identity", choice.identity(),
                "gives_way", choice.foreign().getOrDefault(host, PlanRecord.NO_KEY_GIVES_WAY),
                "source", choice.source()));
        stopAndStart(StepIds.SYNCHRONIZE_KEY, host);
        plan.without().forEach(left -> goWithoutItsPermit(left, host));
        if (plan.overlap()) {
          overlapping(choice).forEach(down -> goWithoutItsPermit(down, host));
        }
      }
    }
  }

  private void goWithoutItsPermit(String left, String stopped) {
    if (!left.equals(stopped)) {
      add(
          Verb.OVERRIDE_PERMIT,
          StepIds.SYNCHRONIZE_KEY,
          left,
          Map.of(WarrantCheck.STOPPED_BOUND, stopped));
    }
  }

  /** Those that may be down while another of them is stopped. */
  private static List<String> overlapping(KeyChoice choice) {
    List<String> down = new ArrayList<>(choice.holdersDown());
    down.addAll(choice.foreign().keySet());
    return down;
  }

  /** Those that synchronize-key does not restart; where a host is added, only for a setting. */
  private void restartOthers(KeyChoice choice) {
    for (String host : plan.step(StepIds.RESTART_KMS).orElseThrow().hosts()) {
      if (!choice.replaced().contains(host)) {
        stopAndStart(StepIds.RESTART_KMS, host);
      }
    }
  }

  private void stopAndStart(StepId step, String host) {
    add(Verb.STOP, step, host, Map.of());
    add(Verb.START, step, host, Map.of());
  }

  private void set(SettingPlan setting) {
    boolean client = setting.step().equals(StepIds.DEPLOY_CLIENT_CONFIG);
    add(
        client ? Verb.WRITE_CLIENT_CONFIG : Verb.WRITE_SETTING,
        setting.step(),
        setting.host(),
        Map.of(
            "file", setting.file(),
            "property", setting.property(),
            "value_sha256", Digest.of(setting.value().getBytes(StandardCharsets.UTF_8)).hex()));
  }

  private void restartDependant(ServiceSpec.Dependant dependant) {
    add(
        Verb.RUN_DEPENDANT,
        StepIds.RESTART_CLUSTER,
        dependant.host(),
        Map.of("name", dependant.restart()));
  }

  private void add(Verb verb, StepId step, String host, Map<String, String> bounds) {
    acts.add(Act.of(verb, step.value(), host, bounds));
  }
}
