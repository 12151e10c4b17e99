package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.enablement.InPlace;
import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.plan.Plan.PlannedStep;
import dev.keyparity.coordinator.enablement.plan.Plan.SettingPlan;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.wording.Counted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Each step as people are shown it before the run. Pure. */
final class StepOutline {
  private static final Map<StepId, String> TITLES =
      Map.ofEntries(
          Map.entry(StepIds.PREFLIGHT, "check everything before anything is touched"),
          Map.entry(StepIds.BACKUP, "back up key and configuration directories"),
          Map.entry(StepIds.SURVEY, "ask each host which key versions it can open"),
          Map.entry(StepIds.DIVERGENCE, "stop here if hosts hold different keys"),
          Map.entry(StepIds.ZOOKEEPER_READY, "check the ensemble of the KMS"),
          Map.entry(StepIds.ADD_HOSTS, "check hosts that hold no key yet"),
          Map.entry(StepIds.REVIEW_SETTINGS, "compare authorization code, organization, settings"),
          Map.entry(StepIds.ZOOKEEPER_DEPENDENCY, "share cookies and tokens through ZooKeeper"),
          Map.entry(StepIds.SYNCHRONIZE_KEY, "give every host the reference host's key"),
          Map.entry(StepIds.VERIFY_PARITY, "compare the key files of all hosts, freshly read"),
          Map.entry(StepIds.RESTART_KMS, "restart the KMS, one host at a time"),
          Map.entry(StepIds.DEPLOY_CLIENT_CONFIG, "point clients at all hosts"),
          Map.entry(StepIds.RESTART_CLUSTER, "restart what depends on the KMS"),
          Map.entry(StepIds.REMOVE_HOST, "take the host out of the service"),
          Map.entry(StepIds.VALIDATE_KEY_OPERATIONS, "encrypt on each host, decrypt on each other"),
          Map.entry(StepIds.WATCH, "watch the key files from now on"));

  private final PlanInputs inputs;
  private final PlanKind kind;
  private final @Nullable KeyChoice choice;
  private final String target;
  private final List<SettingPlan> settings;
  private final boolean overlap;

  /**
   * @param choice null while keys differ and nobody has said which to keep
   */
  StepOutline(
      PlanInputs inputs,
      PlanKind kind,
      @Nullable KeyChoice choice,
      String target,
      List<SettingPlan> settings,
      boolean overlap) {
    this.inputs = inputs;
    this.kind = kind;
    this.choice = choice;
    this.target = target;
    this.settings = settings;
    this.overlap = overlap;
  }

  List<PlannedStep> of(List<StepId> order) {
    return order.stream().map(this::step).toList();
  }

  private PlannedStep step(StepId id) {
    List<String> all = inputs.hosts();
    if (id.equals(StepIds.BACKUP)) {
      return planned(id, subjects(holders()), true, "", backup());
    }
    if (id.equals(StepIds.DIVERGENCE)) {
      return planned(id, all, false, "", divergence());
    }
    if (id.equals(StepIds.VERIFY_PARITY)) {
      return planned(id, subjects(staying()), false, "", "");
    }
    if (id.equals(StepIds.REMOVE_HOST)) {
      return planned(id, List.of(target), true, "", leaving());
    }
    if (id.equals(StepIds.WATCH) && kind == PlanKind.REMOVE_HOST) {
      return planned(id, staying(), false, "", "");
    }
    if (id.equals(StepIds.SYNCHRONIZE_KEY)) {
      return synchronize();
    }
    if (id.equals(StepIds.RESTART_KMS)) {
      return restart();
    }
    if (id.equals(StepIds.VALIDATE_KEY_OPERATIONS)) {
      int pairs = all.size() * (all.size() - 1);
      return planned(
          id, all, true, "", Counted.of(pairs, "pair") + " with " + inputs.spec().probeKey());
    }
    if (id.equals(StepIds.WATCH) && kind.onlyApproves()) {
      return planned(id, all, true, "", "the identity statement goes to every agent");
    }
    return declared(id, all);
  }

  private PlannedStep restart() {
    List<String> restarted = new ArrayList<>(inputs.hosts());
    restarted.removeAll(replaced());
    if (kind == PlanKind.ADD_HOST) {
      restarted.removeAll(started());
      restarted.retainAll(hostsOf(StepIds.ZOOKEEPER_DEPENDENCY));
    }
    String skipped =
        kind == PlanKind.ADD_HOST && restarted.isEmpty()
            ? "no setting of a host that runs changes"
            : "";
    return planned(
        StepIds.RESTART_KMS, restarted, true, skipped, "the other hosts serve meanwhile");
  }

  private String divergence() {
    if (kind == PlanKind.REPAIR) {
      return "it stops here if a key version were lost with what %s holds now".formatted(target);
    }
    if (kind == PlanKind.ADD_HOST && choice == null) {
      return "it will stop here: %s holds another key, and nobody has said that it gives way"
          .formatted(target);
    }
    return choice == null
        ? "it will stop here: hosts hold different keys, and nobody has said which to keep"
        : "";
  }

  /** A host that stands alone while another joins or leaves has nobody to keep a copy. */
  private String backup() {
    boolean alone =
        kind.changesHosts()
            && inputs.approved().stream()
                    .flatMap(it -> it.hosts().stream())
                    .filter(host -> !host.equals(target))
                    .count()
                == 1;
    return alone
        ? "to its own disk, and to one other host where there is one"
        : "to its own disk and to one other host";
  }

  private List<String> staying() {
    return kind == PlanKind.REMOVE_HOST ? inputs.spec().othersThan(target) : inputs.hosts();
  }

  /** How the host that leaves does so. */
  private String leaving() {
    boolean gone = inputs.spec().host(target).isEmpty();
    String first =
        gone
            ? "it is gone: nothing is asked of it and nothing stopped there; "
            : "what only it opens is asked once more; its KMS is stopped under the permits of the"
                + " others; ";
    return first
        + "the identity statement without it goes to %s%s"
            .formatted(String.join(", ", staying()), gone ? "" : ", then to " + target);
  }

  /** Those of these hosts that the run is about. */
  private List<String> subjects(List<String> hosts) {
    return kind == PlanKind.REPAIR ? List.of(target) : hosts;
  }

  /** Steps for which the service file may declare nothing. */
  private PlannedStep declared(StepId id, List<String> all) {
    if (id.equals(StepIds.ZOOKEEPER_READY)) {
      String none = inputs.spec().zookeeper().isPresent() ? "" : "no zookeeper declared";
      return planned(id, List.of(), false, none, "");
    }
    if (id.equals(StepIds.ZOOKEEPER_DEPENDENCY)) {
      String none = inputs.spec().zookeeper().isPresent() ? "" : "no zookeeper declared";
      return planned(id, hostsOf(id), true, none, properties(id) + openToAll());
    }
    if (id.equals(StepIds.ADD_HOSTS)) {
      List<String> keyless = all.stream().filter(host -> !holders().contains(host)).toList();
      return planned(
          id, keyless, false, keyless.isEmpty() ? "every host holds a key file already" : "", "");
    }
    if (id.equals(StepIds.DEPLOY_CLIENT_CONFIG)) {
      String none = inputs.spec().clients().isEmpty() ? "no clients declared" : "";
      return planned(id, hostsOf(id), true, none, properties(id));
    }
    if (id.equals(StepIds.RESTART_CLUSTER)) {
      List<ServiceSpec.Dependant> dependants = inputs.spec().dependants();
      String none = dependants.isEmpty() ? "no dependants declared" : "";
      return planned(
          id,
          dependants.stream().map(ServiceSpec.Dependant::host).distinct().toList(),
          true,
          none,
          restarts(dependants));
    }
    return planned(id, all, false, "", "");
  }

  /** The hosts stand before it: named again only where it is not clear whose restart is meant. */
  private static String restarts(List<ServiceSpec.Dependant> dependants) {
    long hosts = dependants.stream().map(ServiceSpec.Dependant::host).distinct().count();
    return dependants.stream()
        .map(it -> hosts == 1 ? it.restart() : it.restart() + " on " + it.host())
        .collect(Collectors.joining(", "));
  }

  private PlannedStep synchronize() {
    KeyChoice chosen = choice;
    if (kind == PlanKind.ADD_HOST) {
      return planned(StepIds.SYNCHRONIZE_KEY, List.of(target), true, "", joining(chosen));
    }
    if (chosen == null) {
      return planned(
          StepIds.SYNCHRONIZE_KEY,
          List.of(),
          true,
          "",
          "not before an operator has named the key to keep and those that give way");
    }
    List<String> started = started();
    List<String> touched = new ArrayList<>(started);
    touched.addAll(replaced());
    if (overlap) {
      return planned(
          StepIds.SYNCHRONIZE_KEY,
          inputs.hosts().stream().filter(touched::contains).toList(),
          true,
          "",
          "from %s, sealed; stop, back up, install, verify; all are down together and start when each holds the key"
              .formatted(chosen.source()));
    }
    String first =
        started.isEmpty() ? "" : "start %s first; ".formatted(String.join(", ", started));
    return planned(
        StepIds.SYNCHRONIZE_KEY,
        inputs.hosts().stream().filter(touched::contains).toList(),
        true,
        "",
        "%sfrom %s, sealed; %s".formatted(first, chosen.source(), procedure()));
  }

  private String procedure() {
    boolean inPlace =
        kind == PlanKind.REPAIR
            && inputs
                .approved()
                .filter(it -> new InPlace(inputs.facts(target), it).isWorthTrying())
                .isPresent();
    if (!inPlace) {
      return "stop, back up, install, verify, start, one host at a time";
    }
    String beneath = "back up, install, verify; its KMS serves that key already and goes on";
    return inputs.facts(target).hasKeyFile()
        ? "if its file is only cut, %s; else it is stopped first".formatted(beneath)
        : beneath;
  }

  /** How the host that joins comes to the key. */
  private String joining(@Nullable KeyChoice chosen) {
    if (chosen == null) {
      return "not before an operator has named the key that gives way";
    }
    String statement = "the identity statement with %s goes to every agent; ".formatted(target);
    if (chosen.replaced().isEmpty()) {
      return statement
          + (chosen.holdersDown().isEmpty() ? "it holds the key already" : "its KMS is started");
    }
    boolean stops = !inputs.facts(target).isDown();
    return statement
        + "from %s, sealed; %sback up, install, verify, start"
            .formatted(chosen.source(), stops ? "stop, " : "");
  }

  private List<String> replaced() {
    if (kind == PlanKind.REPAIR) {
      return List.of(target);
    }
    return choice == null ? List.of() : choice.replaced();
  }

  /** Hosts that hold the key already and whose KMS does not run. */
  private List<String> started() {
    return choice == null || kind == PlanKind.REPAIR ? List.of() : choice.holdersDown();
  }

  private List<String> holders() {
    return inputs.hosts().stream()
        .filter(host -> inputs.fresh(host).filter(HostFacts::hasKeyFile).isPresent())
        .toList();
  }

  private List<String> hostsOf(StepId step) {
    return settings.stream()
        .filter(setting -> setting.step().equals(step))
        .map(SettingPlan::host)
        .distinct()
        .toList();
  }

  /** How many and where; the plan lists each with its value. */
  private String properties(StepId step) {
    TreeMap<String, Set<String>> byFile = new TreeMap<>();
    settings.stream()
        .filter(setting -> setting.step().equals(step))
        .forEach(
            setting ->
                byFile
                    .computeIfAbsent(setting.file(), file -> new HashSet<>())
                    .add(setting.property()));
    return byFile.isEmpty()
        ? "set already"
        : byFile.entrySet().stream()
            .map(of -> "set %s of %s".formatted(counted(of.getValue().size()), of.getKey()))
            .collect(Collectors.joining(", "));
  }

  /** What an operator must know before signing: who reaches the ensemble can read the secrets. */
  private String openToAll() {
    return settings.stream()
            .filter(setting -> setting.step().equals(StepIds.ZOOKEEPER_DEPENDENCY))
            .anyMatch(it -> KmsSettings.leavesOpen(new Name(it.file(), it.property()), it.value()))
        ? "; the znodes are open to all"
        : "";
  }

  private static String counted(int properties) {
    return Counted.of(properties, "property");
  }

  private static PlannedStep planned(
      StepId id, List<String> hosts, boolean changes, String skipped, String detail) {
    return new PlannedStep(
        id, TITLES.getOrDefault(id, id.value()), hosts, changes, skipped, detail);
  }
}
