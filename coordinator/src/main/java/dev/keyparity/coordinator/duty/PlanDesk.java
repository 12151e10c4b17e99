package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.KmsSettings.Seen;
import dev.keyparity.coordinator.enablement.act.SettingsReader;
import dev.keyparity.coordinator.enablement.plan.PlanInputs;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.enablement.plan.Planner;
import dev.keyparity.coordinator.enablement.step.Procedures;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans as operators ask for them: made from the world as it is now, kept, signed. Thread-safe;
 * blocks while agents, KMS hosts and the record store are asked. Failures are {@code
 * KeyparityException}s, {@code STALE_LEADER} among them.
 */
public final class PlanDesk {
  private static final Duration READ = Duration.ofSeconds(10);

  private final Ground ground;
  private final Planner planner = new Planner(Procedures.order());
  private final SettingsReader settings;
  private final JournalStore journals;

  PlanDesk(Ground ground, Engines engines) {
    this.ground = ground;
    this.settings = new SettingsReader(ground.agents(), ground.random());
    this.journals = engines.journals(ground.leadership()::token);
  }

  /**
   * Makes a plan and keeps it.
   *
   * @param run GIVE_WAY: the run it continues; empty for the current one
   * @throws KeyparityException with the planner's own code if there is no such plan, {@code
   *     KEY_WOULD_BE_LOST} among them
   */
  public PlanRecord make(PlanRequest request, String run) {
    FencingToken token = ground.token();
    ServiceSpec spec = ground.spec(request.service());
    PlanRecord record = planner.plan(request, inputs(token, spec, request, run)).orElseThrow();
    ground.plans().create(token, record);
    return record;
  }

  /**
   * Makes a plan that is carried out under a warrant which operators signed before, and keeps it.
   *
   * @throws KeyparityException with the planner's own code if there is no such plan
   */
  PlanRecord makeUnder(PlanRequest request, SignedDocument standing) {
    FencingToken token = ground.token();
    ServiceSpec spec = ground.spec(request.service());
    PlanRecord record =
        planner.plan(request, inputs(token, spec, request, "")).orElseThrow().under(standing);
    ground.plans().create(token, record);
    return record;
  }

  /**
   * @throws KeyparityException USAGE if there is none of that id
   */
  public PlanRecord require(String service, String id) {
    return ground.plans().require(service, id);
  }

  /**
   * Keeps operators' signatures beside those there are. Whose they are, agents judge.
   *
   * @throws KeyparityException WARRANT_MISMATCH if what was signed is not the draft, byte for byte
   */
  public PlanRecord approve(
      String service,
      String id,
      Optional<SignedDocument> warrant,
      Optional<SignedDocument> statement) {
    FencingToken token = ground.token();
    ground.plans().require(service, id);
    try {
      return ground.plans().change(token, service, id, record -> record.signed(warrant, statement));
    } catch (IllegalArgumentException e) {
      throw new KeyparityException(
          ErrorCode.WARRANT_MISMATCH,
          "plan %s: %s".formatted(id, e.getMessage()),
          "sign the drafts as they are: keyparity approve " + id,
          e);
    }
  }

  private PlanInputs inputs(FencingToken token, ServiceSpec spec, PlanRequest request, String run) {
    String service = spec.service();
    ServiceView view = ground.fleet().snapshot().hostsOf(service);
    boolean givesWay = request.kind() == PlanKind.GIVE_WAY;
    return new PlanInputs(
        ground.group(),
        ground.clock().instant().truncatedTo(ChronoUnit.MILLIS),
        RunId.draw(ground.random()),
        Warrant.drawId(ground.random()),
        spec,
        view,
        ground.statements().find(service).map(it -> it.statement()).orElse(null),
        ground.evidence().forgotten(service),
        settings(token, spec, view, request),
        givesWay || !request.giveWay().isEmpty() || request.kind() == PlanKind.REMOVE_HOST
            ? survey(token, spec.without(request.without()), view)
            : ground.evidence().survey(service).orElse(null),
        givesWay ? continued(service, run) : null);
  }

  /** What a key opens may have changed since the run asked: nobody gives way on an old answer. */
  private SurveyResult survey(FencingToken token, ServiceSpec spec, ServiceView view) {
    SurveyResult survey =
        ground.questions().survey(spec, HostFacts.worthAsking(view, spec.hostNames()));
    ground.evidence().recordSurvey(token, spec.service(), survey);
    return survey;
  }

  private @Nullable RunJournal continued(String service, String run) {
    Optional<RunId> current = Requests.naming(service, () -> journals.currentRun(service));
    if (!run.isEmpty() && !current.equals(Optional.of(Requests.runId(service, run)))) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_RUN,
          "give way: run %s is not the current one of %s".formatted(run, service),
          "keyparity run list --service " + service);
    }
    return current
        .flatMap(id -> Requests.naming(service, () -> journals.load(service, id)))
        .map(JournalStore.Stored::journal)
        .orElse(null);
  }

  /** Only runs that write settings need them; a host that is not heard of fails the plan anyway. */
  private Map<String, Map<Name, Seen>> settings(
      FencingToken token, ServiceSpec spec, ServiceView view, PlanRequest request) {
    boolean heard =
        spec.without(request.without()).hostNames().stream()
            .allMatch(host -> HostFacts.fresh(view, host).isPresent());
    if (!request.kind().writesClientSettings() || !heard) {
      return Map.of();
    }
    Map<String, Map<Name, Seen>> seen = new HashMap<>();
    try {
      if (request.kind().writesSettings() && spec.zookeeper().isPresent()) {
        Map<String, AgentCall> calls = new TreeMap<>();
        spec.hostNames().forEach(host -> calls.put(host, read(token, spec, host)));
        seen.putAll(settings.read(calls, KmsSettings.zooKeeperNames()));
      }
      for (ServiceSpec.Client client : spec.clients()) {
        Map<String, AgentCall> one = Map.of(client.host(), read(token, spec, client.host()));
        // A KMS host may be a client too.
        settings
            .read(one, namesOf(client))
            .forEach(
                (host, more) ->
                    seen.merge(
                        host,
                        more,
                        (before, also) -> {
                          TreeMap<Name, Seen> both = new TreeMap<>(before);
                          both.putAll(also);
                          return both;
                        }));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(
          ErrorCode.CANCELLED, "plan of %s: interrupted".formatted(spec.service()), "", e);
    }
    return seen;
  }

  private static List<Name> namesOf(ServiceSpec.Client client) {
    List<Name> names = new ArrayList<>();
    names.add(new Name(KmsSettings.CORE_SITE, KmsSettings.CLIENT_PROVIDER));
    if (client.hdfsSite().isPresent()) {
      names.add(new Name(KmsSettings.HDFS_SITE, KmsSettings.HDFS_PROVIDER));
    }
    return names;
  }

  private static AgentCall read(FencingToken token, ServiceSpec spec, String host) {
    return AgentCall.read(token, spec.service(), host, READ);
  }
}
