package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.enablement.act.EnablementActs;
import dev.keyparity.coordinator.enablement.act.KmsEnsemble;
import dev.keyparity.coordinator.enablement.act.SettingsReader;
import dev.keyparity.coordinator.enablement.plan.PlanInputs;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanOutcome;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.enablement.plan.Planner;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.enablement.step.Procedures;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.inventory.AgentAddress;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Engine;
import dev.keyparity.coordinator.workflow.EnginePolicy;
import dev.keyparity.coordinator.workflow.FaultPoints;
import dev.keyparity.coordinator.workflow.InMemoryJournalStore;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunJournal.PlanRef;
import dev.keyparity.coordinator.workflow.RunListener;
import dev.keyparity.coordinator.workflow.Step;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.Term;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.fencing.RequestId;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A whole service on fakes: real planner, steps, acts, engine and stores; fake agents and KMS; an
 * operator who signs; a succession of leaders.
 */
public final class EnablementBench {
  private static final OperatorKey KEY = OperatorKey.generate();

  public final FakeFleet fleet = new FakeFleet();
  private final List<Decided> decided = new ArrayList<>();
  private Optional<FencingToken> leading = Optional.empty();
  private final InMemoryRecordStore records =
      new InMemoryRecordStore(fleet.clock, token -> leading.filter(token::equals).isPresent());
  private final Map<String, Map<KmsSettings.Name, KmsSettings.Seen>> noSettings = new HashMap<>();
  KmsEnsemble ensemble = declared -> new KmsEnsemble.Health(true, "3 servers, a quorum");
  private final InMemoryJournalStore memory = new InMemoryJournalStore();
  private boolean journalsInMemory;
  private int drawn;

  /** What a step decided, and from what. */
  public record Decided(Step<World> step, StepContext<World> context, Decision decision) {}

  /** One coordinator while it leads. */
  public final class Leader {
    final FencingToken token;
    final RecordStore store;
    final Plans plans;
    final Evidence evidence;
    final ApprovedStatements statements;
    final JournalStore journals;
    final Engine<World> engine;
    final FakeAgents agents;

    Leader(FencingToken token, FaultPoints faults) {
      this.token = token;
      this.store = new FaultyRecordStore(records, faults);
      this.plans = new Plans(store);
      this.evidence = new Evidence(store);
      this.statements = new ApprovedStatements(store);
      this.journals =
          journalsInMemory
              ? memory.under(new Term(token.epoch(), token.holder()), faults)
              : new RecordedJournals(store, () -> Optional.of(token));
      this.agents = new FakeAgents(fleet, faults);
      JournalClock clock = new JournalClock(fleet.clock);
      WorldObserver observer =
          new WorldObserver(service -> fleet.spec, fleet, plans, evidence, statements, clock);
      Term term = new Term(token.epoch(), token.holder());
      EnablementActs acts =
          new EnablementActs(
              new EnablementActs.Ports(
                  FakeFleet.GROUP,
                  order ->
                      observer.observe(
                          journals.load(order.service(), order.run()).orElseThrow().journal()),
                  agents,
                  new FakeControl(fleet, agents),
                  fleet.kms,
                  fleet.kms,
                  declared -> ensemble.check(declared),
                  evidence,
                  statements,
                  fleet.clock,
                  new Random(1)));
      this.engine =
          new Engine<>(
              new Engine.Ports<>(
                  journals,
                  acts,
                  observer,
                  () -> leading.filter(token::equals).map(it -> term),
                  (service, run, step, act, attempt) ->
                      RequestId.derive(
                              service, run.value(), step.value(), act.name(), act.host(), attempt)
                          .hex(),
                  clock,
                  Runnable::run,
                  RunListener.none()),
              EnginePolicy.DEFAULTS,
              recordedProcedures());
    }

    public Engine<World> engine() {
      return engine;
    }

    public FencingToken token() {
      return token;
    }

    /** The records as this coordinator reaches them. */
    public RecordStore store() {
      return store;
    }

    /** The agents as this coordinator reaches them. */
    public AgentCalls agents() {
      return agents;
    }

    public Plans plans() {
      return plans;
    }

    public Evidence evidence() {
      return evidence;
    }
  }

  public Leader leader(FaultPoints faults) {
    long epoch = leading.map(FencingToken::epoch).orElse(0L) + 1;
    FencingToken token = new FencingToken(FakeFleet.GROUP, epoch, "coord" + epoch);
    leading = Optional.of(token);
    memory.elect(new Term(token.epoch(), token.holder()));
    return new Leader(token, faults);
  }

  public Leader leader() {
    return leader(FaultPoints.none());
  }

  /** Who leads now. */
  public Optional<FencingToken> leading() {
    return leading;
  }

  public RecordStore records() {
    return records;
  }

  /** Puts the service of these hosts on record, as an operator who applies its file does. */
  public void declare(String... hosts) {
    StringBuilder yaml =
        new StringBuilder("service: kms-prod\nconfig_directory: /etc/kms\nhosts:\n");
    for (String host : hosts) {
      yaml.append(
          "  - {name: %1$s, agent: \"%1$s:7417\", kms: \"http://%1$s:16000/kms\"}\n"
              .formatted(host));
    }
    RecordKey key = RecordKey.of(RecordKey.Kind.SPEC, FakeFleet.SERVICE);
    records.write(
        leading.orElseThrow(),
        List.of(
            RecordWrite.put(
                key,
                records.read(key),
                new ServiceRecord(yaml.toString(), "alice", Instant.EPOCH).encode())));
  }

  public void advance(Duration by) {
    fleet.clock.advance(by);
  }

  public Clock clock() {
    return fleet.clock;
  }

  /** For tests of many thousand turns: journals are kept as they are, not as stored bytes. */
  EnablementBench withJournalsInMemory() {
    journalsInMemory = true;
    return this;
  }

  /** edge1 is a client, and has something to restart. */
  EnablementBench withDependantAndClient() {
    AgentAddress edge = new AgentAddress("edge1", 7417);
    fleet.spec =
        FakeFleet.spec(
            true,
            List.of(new ServiceSpec.Dependant("edge1", edge, "namenode")),
            List.of(
                new ServiceSpec.Client("edge1", edge, Path.of("/etc/hadoop/core-site.xml"), null)));
    return this;
  }

  /** Every KMS host has the settings that high availability needs. */
  EnablementBench withSettingsInPlace() {
    for (String host : fleet.spec.hostNames()) {
      KmsSettings.zooKeeper(fleet.spec.zookeeper().orElseThrow(), Map.of())
          .forEach(
              (name, value) ->
                  fleet.host(host).settings.put(name.file() + "/" + name.property(), value));
    }
    return this;
  }

  /** Somebody proved once that the recovery key of all hosts opens. */
  public EnablementBench withRecoveryKeyProven() {
    Leader leader = leader();
    leader.evidence.prove(
        leader.token,
        FakeFleet.SERVICE,
        before ->
            before.answered(
                new RecoveryProofs.Challenge(
                    "c1", FakeHost.RECOVERY_KEY, Ring.sha("answer"), fleet.clock.instant()),
                "alice",
                fleet.clock.instant()));
    return this;
  }

  public static PlanRequest request(PlanKind kind) {
    return new PlanRequest(
        kind,
        FakeFleet.SERVICE,
        kind == PlanKind.ENABLE || kind == PlanKind.ADOPT ? "kms1" : "",
        "",
        List.of(),
        "CHG-1",
        "",
        List.of(),
        "",
        new TreeMap<>(),
        false,
        PlanRequest.DEFAULT_VALIDITY,
        "alice");
  }

  static PlanRequest repair(String host, String... without) {
    PlanRequest base = request(PlanKind.REPAIR);
    return new PlanRequest(
        base.kind(),
        base.service(),
        "",
        "",
        List.of(),
        "",
        host,
        List.of(without),
        "",
        new TreeMap<>(),
        false,
        base.validFor(),
        base.by());
  }

  static PlanRequest addHost(String host, Ring... givesWay) {
    PlanRequest base = request(PlanKind.ADD_HOST);
    TreeMap<String, String> named = new TreeMap<>();
    for (Ring ring : givesWay) {
      named.put(host, ring.primary());
    }
    return new PlanRequest(
        base.kind(),
        base.service(),
        "",
        "",
        List.of(),
        base.ticket(),
        host,
        List.of(),
        "",
        named,
        false,
        base.validFor(),
        base.by());
  }

  static PlanRequest removeHost(String host, String... gone) {
    PlanRequest base = request(PlanKind.REMOVE_HOST);
    return new PlanRequest(
        base.kind(),
        base.service(),
        "",
        "",
        List.of(),
        base.ticket(),
        host,
        List.of(gone),
        "",
        new TreeMap<>(),
        false,
        base.validFor(),
        base.by());
  }

  public static PlanRequest giveWay(Ring keep, Map<String, String> giveWay) {
    return giveWay(keep, giveWay, false);
  }

  static PlanRequest overlapping(Ring keep, Map<String, String> giveWay) {
    return giveWay(keep, giveWay, true);
  }

  private static PlanRequest giveWay(Ring keep, Map<String, String> giveWay, boolean overlap) {
    PlanRequest base = request(PlanKind.GIVE_WAY);
    return new PlanRequest(
        base.kind(),
        base.service(),
        "",
        "",
        List.of(),
        "",
        "",
        List.of(),
        keep.primary(),
        new TreeMap<>(giveWay),
        overlap,
        base.validFor(),
        base.by());
  }

  public PlanOutcome plan(Leader leader, PlanRequest request) throws InterruptedException {
    if (request.kind() == PlanKind.REMOVE_HOST) {
      ServiceSpec asked = fleet.spec.without(request.without());
      leader.evidence.recordSurvey(
          leader.token,
          FakeFleet.SERVICE,
          fleet.kms.survey(
              asked,
              HostFacts.worthAsking(
                  fleet.snapshot().service(FakeFleet.SERVICE).orElseThrow(), asked.hostNames())));
    }
    return new Planner(Procedures.order()).plan(request, inputs(leader));
  }

  PlanInputs inputs(Leader leader) throws InterruptedException {
    Optional<RunJournal> current =
        leader
            .journals
            .currentRun(FakeFleet.SERVICE)
            .flatMap(run -> leader.journals.load(FakeFleet.SERVICE, run))
            .map(JournalStore.Stored::journal);
    return new PlanInputs(
        FakeFleet.GROUP,
        fleet.clock.instant(),
        new RunId(String.format(Locale.ROOT, "%012x-%04x", 0xabcdef, ++drawn)),
        "w-" + drawn,
        fleet.spec,
        fleet.snapshot().service(FakeFleet.SERVICE).orElseThrow(),
        leader.statements.find(FakeFleet.SERVICE).map(it -> it.statement()).orElse(null),
        leader.evidence.forgotten(FakeFleet.SERVICE),
        settings(leader),
        leader.evidence.survey(FakeFleet.SERVICE).orElse(null),
        current.orElse(null));
  }

  private Map<String, Map<KmsSettings.Name, KmsSettings.Seen>> settings(Leader leader)
      throws InterruptedException {
    SettingsReader reader =
        new SettingsReader(new FakeAgents(fleet, FaultPoints.none()), new Random(1));
    List<KmsSettings.Name> names = new ArrayList<>(KmsSettings.zooKeeperNames());
    names.add(new KmsSettings.Name(KmsSettings.CORE_SITE, KmsSettings.CLIENT_PROVIDER));
    Map<String, AgentCall> calls = new LinkedHashMap<>();
    List<String> hosts = new ArrayList<>(fleet.spec.hostNames());
    fleet.spec.clients().forEach(client -> hosts.add(client.host()));
    for (String host : hosts) {
      if (fleet.host(host).silent) {
        return noSettings;
      }
      calls.put(host, AgentCall.read(leader.token, FakeFleet.SERVICE, host, Duration.ofSeconds(1)));
    }
    return reader.read(calls, names);
  }

  /** Plans, has the operator sign, and starts or resumes the run. */
  public PlanRecord begin(Leader leader, PlanRequest request) throws InterruptedException {
    PlanRecord signed = sign(plan(leader, request).orElseThrow());
    leader.plans.create(leader.token, signed);
    if (request.kind() == PlanKind.GIVE_WAY) {
      resume(leader, signed);
    } else {
      start(leader, signed);
    }
    return signed;
  }

  void start(Leader leader, PlanRecord signed) {
    leader.engine.start(
        new Engine.NewRun(
            signed.plan().run(),
            FakeFleet.SERVICE,
            signed.plan().kind().text(),
            ref(signed),
            "alice",
            signed.plan().holdBefore(),
            Map.of("reference", signed.plan().reference())));
  }

  void resume(Leader leader, PlanRecord signed) {
    leader.engine.resume(FakeFleet.SERVICE, signed.plan().run(), ref(signed), Map.of());
  }

  private static PlanRef ref(PlanRecord record) {
    return new PlanRef(record.plan().id(), record.plan().digest());
  }

  /** As an operator does who is not answered: looks, and tries once more. */
  void insist(Runnable move) {
    try {
      move.run();
    } catch (KeyparityException | WorkflowException notKnown) {
      move.run();
    }
  }

  public static PlanRecord sign(PlanRecord record) {
    return record.signed(
        record.warrant().map(it -> signed(it, DocumentKind.WARRANT)),
        record.statement().map(it -> signed(it, DocumentKind.STATEMENT)));
  }

  private static SignedDocument signed(SignedDocument draft, DocumentKind kind) {
    return draft.signedBy("alice", KEY, kind);
  }

  /**
   * Takes turns, moving the clock to each wake-up, until the run stands still, ends or waits long.
   */
  public Tick drive(Leader leader, RunId run, Duration upTo) throws InterruptedException {
    Instant end = fleet.clock.instant().plus(upTo);
    for (int turns = 0; turns < 2000; turns++) {
      Tick tick = leader.engine.runOnce(FakeFleet.SERVICE, run);
      @Nullable Instant wake = tick.wakeAt();
      switch (tick.kind()) {
        case ENDED, STANDS_STILL, NOT_LEADING -> {
          return tick;
        }
        case WAITS -> {
          if (wake == null || wake.isAfter(end)) {
            return tick;
          }
          fleet.clock.advanceTo(wake);
        }
        case PROGRESS -> {
          // Takes the next turn at once.
        }
      }
    }
    throw new AssertionError("no end: " + journal(leader, run).sentence(fleet.clock.instant()));
  }

  public Tick drive(Leader leader, RunId run) throws InterruptedException {
    return drive(leader, run, Duration.ofHours(1));
  }

  public RunJournal journal(Leader leader, RunId run) {
    return leader.journals.load(FakeFleet.SERVICE, run).orElseThrow().journal();
  }

  /** Every decision of every leader. */
  public List<Decided> decided() {
    return List.copyOf(decided);
  }

  ServiceSpec spec() {
    return fleet.spec;
  }

  private Map<String, List<Step<World>>> recordedProcedures() {
    Map<String, List<Step<World>>> recorded = new HashMap<>();
    Procedures.byKind()
        .forEach((kind, steps) -> recorded.put(kind, steps.stream().map(this::recording).toList()));
    return recorded;
  }

  private Step<World> recording(Step<World> step) {
    return new Step<>() {
      @Override
      public StepId id() {
        return step.id();
      }

      @Override
      public Decision decide(StepContext<World> context) {
        Decision decision = step.decide(context);
        decided.add(new Decided(step, context, decision));
        return decision;
      }

      @Override
      public boolean mayRest(StepContext<World> context) {
        return step.mayRest(context);
      }

      @Override
      public Optional<Boolean> observed(
          StepContext<World> context, dev.keyparity.coordinator.workflow.ActRecord act) {
        return step.observed(context, act);
      }

      @Override
      public String undo() {
        return step.undo();
      }
    };
  }

  static SortedMap<String, String> sorted(Map<String, String> map) {
    return new TreeMap<>(map);
  }
}
