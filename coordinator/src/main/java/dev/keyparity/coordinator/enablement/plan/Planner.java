package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.plan.Plan.Accepted;
import dev.keyparity.coordinator.enablement.plan.Plan.Observed;
import dev.keyparity.coordinator.enablement.plan.Plan.SettingPlan;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Warrant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans, purely: the same inputs give the same bytes.
 *
 * <p>The rules that make it refuse:
 *
 * <ol>
 *   <li>Every agent must have reported freshly: a plan on what is not known is a guess. A REPAIR
 *       may leave out hosts by name that do not serve; it never leaves out one that does.
 *   <li>The key to be given to all comes from a host whose key file is sound and stable.
 *   <li>Where hosts hold different keys, an ENABLE plan allows no install and approves no identity;
 *       only GIVE_WAY does, and it must name the key on each host that holds another.
 *   <li>A REMOVE_HOST plan approves the key that is approved already, to the last digest, and one
 *       host less; it installs nothing. Without that host only if nothing is heard of it.
 *   <li>An ADD_HOST plan approves the key that is approved already, to the last digest, and one
 *       host more. A key that is on that host gives way only if the request names it.
 *   <li>No key gives way while a version that is neither forgotten nor of the probe key would be
 *       lost with it, or while that is not known.
 * </ol>
 */
public final class Planner {
  private final Map<PlanKind, List<StepId>> order;

  /**
   * @param order the steps of each kind of run; GIVE_WAY follows that of ENABLE
   */
  public Planner(Map<PlanKind, List<StepId>> order) {
    this.order = Map.copyOf(order);
  }

  public PlanOutcome plan(PlanRequest request, PlanInputs all) {
    PlanInputs inputs = all.without(request.without());
    Optional<PlanOutcome> refusal = new LeftOut(request, all).refusal();
    if (refusal.isEmpty()) {
      refusal = refusalOf(request, inputs);
    }
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return switch (request.kind()) {
      case ENABLE, ADOPT -> fromReference(request, inputs);
      case ACCEPT -> accept(request, inputs);
      case REPAIR -> repair(request, inputs);
      case ADD_HOST -> addHost(request, inputs);
      case REMOVE_HOST -> removeHost(request, inputs);
      case GIVE_WAY -> giveWay(request, inputs);
    };
  }

  private Optional<PlanOutcome> refusalOf(PlanRequest request, PlanInputs inputs) {
    ServiceSpec spec = inputs.spec();
    if (spec.mode() == ServiceSpec.Mode.CLOUDERA_MANAGER) {
      return usage("mode: cloudera-manager is not built yet (expected: standalone)");
    }
    if (!request.transfer().isEmpty() && !request.transfer().equals("sealed")) {
      return usage(
          "transfer: %s is not built yet (expected: sealed)".formatted(request.transfer()));
    }
    if (spec.hosts().size() + request.without().size() < 2) {
      return usage("service %s: one host (expected: at least two)".formatted(spec.service()));
    }
    Set<StepId> known = new HashSet<>(orderOf(request.kind()));
    for (StepId held : request.holdBefore()) {
      if (!known.contains(held)) {
        return usage("hold before: %s (expected: one of %s)".formatted(held, known));
      }
    }
    for (String host : spec.hostNames()) {
      Optional<HostFacts> fresh = inputs.fresh(host);
      if (fresh.isEmpty()) {
        return Optional.of(
            PlanOutcome.refused(
                ErrorCode.PEER_UNREACHABLE,
                "agent of %s: no fresh report: %s (expected: every agent answers)"
                    .formatted(
                        host, inputs.fleet().host(host).map(it -> it.reason()).orElse("unknown")),
                "start keyparity-agent on %s, then plan again%s"
                    .formatted(host, goOnWithout(request, host))));
      }
    }
    return Optional.empty();
  }

  private static String goOnWithout(PlanRequest request, String silent) {
    return switch (request.kind()) {
      case REPAIR -> "; if it is gone for long: --without " + silent;
      case REMOVE_HOST ->
          silent.equals(request.host())
              ? "; if it is gone for good: keyparity host remove %s %s --gone"
                  .formatted(request.service(), silent)
              : "";
      default -> "";
    };
  }

  private PlanOutcome fromReference(PlanRequest request, PlanInputs inputs) {
    String reference = reference(request, inputs);
    Optional<HostFacts> source = inputs.fresh(reference);
    if (inputs.spec().host(reference).isEmpty() || source.isEmpty()) {
      return noSuchHost("reference", reference, inputs);
    }
    Optional<PlanOutcome> unfit = unfitSource(source.get());
    if (unfit.isPresent()) {
      return unfit.get();
    }
    KeyChoice choice = choice(source.get(), inputs);
    return planned(request, inputs, inputs.drawn(), choice, choice.isUniform());
  }

  /** To adopt or accept, all hosts must hold the same anyway: any that is in order will do. */
  private static String reference(PlanRequest request, PlanInputs inputs) {
    boolean any = request.kind().onlyApproves() && request.reference().isEmpty();
    return any
        ? inputs.hosts().stream()
            .filter(host -> inputs.facts(host).isSound())
            .findFirst()
            .orElse(inputs.hosts().get(0))
        : request.reference();
  }

  private PlanOutcome accept(PlanRequest request, PlanInputs inputs) {
    Optional<IdentityStatement> approved = inputs.approved();
    if (approved.isEmpty()) {
      return nothingApproved("accept " + request.service(), request.service());
    }
    String reference = reference(request, inputs);
    if (inputs.spec().host(reference).isEmpty()) {
      return noSuchHost("reference", reference, inputs);
    }
    HostFacts source = inputs.facts(reference);
    return unfitSource(source)
        .or(new Acceptance(approved.get(), inputs, source)::refusal)
        .orElseGet(() -> planned(request, inputs, inputs.drawn(), choice(source, inputs), true));
  }

  private static PlanOutcome nothingApproved(String what, String service) {
    return PlanOutcome.refused(
        ErrorCode.STATEMENT_MISSING,
        "%s: no key is approved for %s yet".formatted(what, service),
        "keyparity adopt %s, or keyparity enable %s --reference HOST".formatted(service, service));
  }

  private PlanOutcome repair(PlanRequest request, PlanInputs inputs) {
    Optional<IdentityStatement> approved = inputs.approved();
    if (approved.isEmpty()) {
      return nothingApproved("repair " + request.host(), request.service());
    }
    Optional<HostFacts> host = inputs.fresh(request.host());
    if (inputs.spec().host(request.host()).isEmpty() || host.isEmpty()) {
      return noSuchHost("host", request.host(), inputs);
    }
    if (!approved.get().hosts().contains(request.host())) {
      return PlanOutcome.refused(
          ErrorCode.USAGE,
          "repair %s: it is declared and not part of the service yet".formatted(request.host()),
          "keyparity host add %s %s".formatted(request.service(), request.host()));
    }
    String secring = approved.get().files().getOrDefault("secring.gpg", "");
    if (host.get().secring().equals(secring)) {
      return PlanOutcome.refused(
          ErrorCode.USAGE,
          "repair %s: it holds the approved key file already".formatted(request.host()),
          "keyparity status %s".formatted(request.service()));
    }
    Optional<HostFacts> source =
        inputs.spec().othersThan(request.host()).stream()
            .map(inputs::facts)
            .filter(it -> it.isSound() && it.secring().equals(secring))
            .findFirst();
    if (source.isEmpty()) {
      return PlanOutcome.refused(
          ErrorCode.NOT_IN_PARITY,
          "repair %s: no other host holds the approved key file".formatted(request.host()),
          "keyparity backup list %s   shows where it is backed up".formatted(request.service()));
    }
    KeyChoice choice = KeyChoice.from(source.get(), List.of(source.get(), host.get()));
    Optional<PlanOutcome> several = severalKeys(choice, inputs);
    return several.orElseGet(() -> planned(request, inputs, inputs.drawn(), choice, true));
  }

  private PlanOutcome addHost(PlanRequest request, PlanInputs inputs) {
    Optional<IdentityStatement> approved = inputs.approved();
    if (approved.isEmpty()) {
      return nothingApproved("add host " + request.host(), request.service());
    }
    Joining joining = new Joining(request, inputs, approved.get());
    Optional<PlanOutcome> refusal = joining.refusal();
    if (refusal.isPresent()) {
      return refusal.get();
    }
    HostFacts source = joining.source().orElseThrow();
    KeyChoice choice = KeyChoice.from(source, List.of(inputs.facts(request.host())));
    boolean named = !request.giveWay().isEmpty();
    return joining
        .misnamed(choice)
        .or(() -> severalKeys(choice, inputs))
        .or(() -> named ? wouldBeLost(request, choice, inputs) : Optional.empty())
        .orElseGet(
            () -> planned(request, inputs, inputs.drawn(), choice, choice.isUniform() || named));
  }

  private PlanOutcome removeHost(PlanRequest request, PlanInputs inputs) {
    Optional<IdentityStatement> approved = inputs.approved();
    if (approved.isEmpty()) {
      return nothingApproved("remove host " + request.host(), request.service());
    }
    Leaving leaving = new Leaving(request, inputs, approved.get());
    return leaving
        .refusal()
        .orElseGet(
            () ->
                planned(
                    request,
                    inputs,
                    inputs.drawn(),
                    KeyChoice.from(leaving.source(), List.of()),
                    true));
  }

  private PlanOutcome giveWay(PlanRequest request, PlanInputs inputs) {
    RunJournal blocked = inputs.blockedOrNull();
    // In synchronize-key both sides were named before: what is new there is that stops may overlap.
    StepId standsAt = request.overlap() ? StepIds.SYNCHRONIZE_KEY : StepIds.DIVERGENCE;
    boolean standsThere =
        blocked != null
            && blocked.state() == RunState.BLOCKED
            && blocked.current().filter(it -> it.id().equals(standsAt)).isPresent();
    if (blocked == null || !standsThere) {
      return PlanOutcome.refused(
          ErrorCode.USAGE,
          "give way%s: no run of %s is blocked at %s"
              .formatted(request.overlap() ? " with overlap" : "", request.service(), standsAt),
          "keyparity run show " + request.service());
    }
    Optional<HostFacts> source =
        inputs.hosts().stream()
            .map(inputs::facts)
            .filter(it -> it.isSound() && it.primary().equals(request.keep()))
            .findFirst();
    if (source.isEmpty()) {
      return PlanOutcome.refused(
          ErrorCode.USAGE,
          "keep: no host holds a sound key file of %s".formatted(request.keep()),
          "keyparity run show %s   lists the keys".formatted(request.service()));
    }
    KeyChoice choice = choice(source.get(), inputs);
    if (!choice.foreign().equals(request.giveWay())) {
      return PlanOutcome.refused(
          ErrorCode.USAGE,
          "give way: %s (expected: %s, each host that holds another key than %s)"
              .formatted(request.giveWay(), choice.foreign(), request.keep()),
          "keyparity run show %s   lists the keys".formatted(request.service()));
    }
    Optional<PlanOutcome> refused =
        severalKeys(choice, inputs).or(() -> wouldBeLost(request, choice, inputs));
    return refused.orElseGet(() -> planned(request, inputs, blocked.run(), choice, true));
  }

  /** A warrant names one key that gives way on a host; agents keep every other one. */
  private static Optional<PlanOutcome> severalKeys(KeyChoice choice, PlanInputs inputs) {
    List<String> kept = inputs.facts(choice.source()).fingerprints();
    for (Map.Entry<String, String> host : choice.foreign().entrySet()) {
      List<String> more =
          inputs.facts(host.getKey()).keysAtStake().beyond(List.of(host.getValue()), kept);
      if (!more.isEmpty()) {
        return Optional.of(
            PlanOutcome.refused(
                ErrorCode.UNIMPLEMENTED,
                "%s: beside %s it holds %s (expected: one key that gives way)"
                    .formatted(host.getKey(), host.getValue(), String.join(", ", more)),
                "find out whose keys they are before anything else; keyparity replaces one"));
      }
    }
    return Optional.empty();
  }

  private Optional<PlanOutcome> wouldBeLost(
      PlanRequest request, KeyChoice choice, PlanInputs inputs) {
    // A host that was given the kept key and did not start again has nothing of its own to say.
    List<String> excused = request.overlap() ? choice.holdersDown() : List.of();
    List<String> losing = choice.replaced().stream().filter(inputs::hasSomethingToLose).toList();
    return new Loss(request, inputs)
        .refusal(
            losing,
            excused,
            "if the keys of %s give way, these become unreadable for ever"
                .formatted(String.join(", ", losing)));
  }

  private static Optional<PlanOutcome> unfitSource(HostFacts source) {
    if (source.isChanging()) {
      return Optional.of(
          PlanOutcome.refused(
              ErrorCode.FILE_CHANGING,
              "reference %s: its key directory is changing".formatted(source.host()),
              "plan again when it is stable"));
    }
    if (!source.isSound()) {
      return Optional.of(
          PlanOutcome.refused(
              ErrorCode.NOT_IN_PARITY,
              "reference %s: its key file is %s%s (expected: sound)"
                  .formatted(
                      source.host(),
                      source.soundness(),
                      source.report().getKeyDirectory().getReasonsList().stream()
                          .findFirst()
                          .map(reason -> ": " + reason)
                          .orElse("")),
              "name a host whose key is in order: --reference HOST"));
    }
    return Optional.empty();
  }

  private static KeyChoice choice(HostFacts source, PlanInputs inputs) {
    return KeyChoice.from(source, inputs.hosts().stream().map(inputs::facts).toList());
  }

  private PlanOutcome planned(
      PlanRequest request, PlanInputs inputs, RunId run, KeyChoice choice, boolean settled) {
    boolean givesWay = request.kind() == PlanKind.GIVE_WAY;
    @Nullable KeyChoice chosen = settled ? choice : null;
    HostFacts source = inputs.facts(choice.source());
    List<SettingPlan> settings = SettingPlans.of(request, inputs, choice.source());
    String target = request.kind().isAboutOneHost() ? request.host() : "";
    PlanNotes notes = new PlanNotes(request, inputs);
    Plan plan =
        new Plan(
            run,
            request.kind(),
            request.service(),
            inputs.now(),
            choice.source(),
            "sealed",
            holds(request, inputs),
            inputs.hosts(),
            request.without(),
            observed(losesSomething(request), inputs),
            givesWay ? choice.primary() : "",
            givesWay ? choice.foreign() : request.giveWay(),
            givesWay && request.overlap(),
            accepts(request, inputs, source),
            new StepOutline(inputs, request.kind(), chosen, target, settings, request.overlap())
                .of(orderOf(request.kind())),
            settings,
            notes.clients(),
            notes.undo());
    Optional<IdentityStatement> statement =
        settled ? statement(request, inputs, source) : Optional.empty();
    Optional<Warrant> warrant =
        new WarrantDraft(plan, inputs).draft(chosen, statement.orElse(null), request);
    return new PlanOutcome.Planned(
        new PlanRecord(
            plan,
            warrant.map(it -> SignedDocument.unsigned(it.canonicalBytes())).orElse(null),
            statement.map(it -> SignedDocument.unsigned(it.canonicalBytes())).orElse(null),
            inputs.approvalsNeeded(),
            request.by()));
  }

  private static Optional<IdentityStatement> statement(
      PlanRequest request, PlanInputs inputs, HostFacts source) {
    return switch (request.kind()) {
      case REPAIR -> Optional.empty();
      case ADD_HOST ->
          inputs.approved().map(it -> StatementDraft.ofSameKey(inputs, it, inputs.hosts()));
      case REMOVE_HOST ->
          inputs
              .approved()
              .map(
                  it ->
                      StatementDraft.ofSameKey(
                          inputs, it, inputs.spec().othersThan(request.host())));
      case ENABLE, ADOPT, ACCEPT, GIVE_WAY -> StatementDraft.of(inputs, source);
    };
  }

  /** What the operator named; and restarts of others always wait for an explicit go. */
  private List<StepId> holds(PlanRequest request, PlanInputs inputs) {
    List<StepId> holds = new ArrayList<>(request.holdBefore());
    boolean restartsOthers =
        orderOf(request.kind()).contains(StepIds.RESTART_CLUSTER)
            && !inputs.spec().dependants().isEmpty();
    if (restartsOthers && !holds.contains(StepIds.RESTART_CLUSTER)) {
      holds.add(StepIds.RESTART_CLUSTER);
    }
    return holds;
  }

  private static List<Accepted> accepts(PlanRequest request, PlanInputs inputs, HostFacts source) {
    return request.kind() == PlanKind.ACCEPT
        ? inputs.approved().map(it -> new Acceptance(it, inputs, source).files()).orElse(List.of())
        : List.of();
  }

  /** Whether operators must see what each host alone opens. */
  private static boolean losesSomething(PlanRequest request) {
    return request.kind() == PlanKind.GIVE_WAY
        || request.kind() == PlanKind.REMOVE_HOST
        || !request.giveWay().isEmpty();
  }

  private static SortedMap<String, Observed> observed(boolean withLoss, PlanInputs inputs) {
    TreeMap<String, Observed> observed = new TreeMap<>();
    for (String host : inputs.hosts()) {
      HostFacts facts = inputs.facts(host);
      observed.put(
          host,
          new Observed(
              facts.primaryFirst(),
              facts.identity(),
              facts.secring(),
              facts.soundness().toUpperCase(Locale.ROOT),
              facts.kms(),
              withLoss ? onlyHere(host, inputs) : List.of()));
    }
    return observed;
  }

  private static List<String> onlyHere(String host, PlanInputs inputs) {
    return inputs.surveyOrNull() == null
        ? List.of()
        : inputs.surveyOrNull().lostWithout(List.of(host), inputs.forgotten().versions()).stream()
            .map(KeyVersion::toString)
            .toList();
  }

  private List<StepId> orderOf(PlanKind kind) {
    PlanKind follows = kind == PlanKind.GIVE_WAY ? PlanKind.ENABLE : kind;
    return order.getOrDefault(follows, List.of());
  }

  private static PlanOutcome noSuchHost(String what, String host, PlanInputs inputs) {
    return PlanOutcome.refused(
        ErrorCode.NO_SUCH_HOST,
        "%s: '%s' (expected: one of %s)".formatted(what, host, String.join(", ", inputs.hosts())),
        "keyparity service show " + inputs.spec().service());
  }

  private static Optional<PlanOutcome> usage(String message) {
    return Optional.of(PlanOutcome.refused(ErrorCode.USAGE, message, "keyparity enable --help"));
  }
}
