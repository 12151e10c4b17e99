package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.CoordinatorConfig;
import dev.keyparity.coordinator.duty.NamedHead;
import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.VerdictRecords;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.parity.VerdictHistory;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.statuspage.Sheet;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.identity.PeerServer;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.lifecycle.Lifecycle;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** The operators' API of one coordinator, wired by hand. Construction does no I/O. */
public final class AdminWork implements Component {
  /** Each may wait for agents, KMS hosts or ZooKeeper; operators are few. */
  private static final int CALLS_AT_ONCE = 64;

  /** Longer than an agent may take to answer, shorter than the command line waits for us. */
  private static final Duration TOLD = Duration.ofSeconds(7);

  private final Lifecycle lifecycle = new Lifecycle();
  private final PeerServer server;
  private final Sheet.Source sheets;

  /** What the API works on. */
  public record Ports(
      CoordinatorConfig config,
      TlsIdentity identity,
      Leadership leadership,
      Inventory inventory,
      Fleet fleet,
      AgentCalls agents,
      WatchedRecords records,
      Evidence evidence,
      RunWork runs,
      ParityBoard parity,
      VerdictHistory history,
      Clock clock,
      SecureRandom random,
      FaultHandler faults) {}

  public AdminWork(Ports ports) {
    JournalStore journals = new RecordedJournals(ports.records(), ports.leadership()::token);
    OperatorAudit audit = new OperatorAudit(ports.config().stateDirectory(), ports.clock());
    String ownChain = NamedHead.nameOf(ports.config().name());
    ports.runs().anchor(() -> audit.head().map(head -> new NamedHead(ownChain, head)));
    Groups groups = new Groups(ports.leadership(), ports.faults());
    Chair chair = new Chair(ports.leadership(), groups, ports.inventory());
    Answers answers = new Answers(chair);
    StatusBoard board =
        new StatusBoard(
            new StatusBoard.Ports(
                ports.config().name(),
                ports.leadership(),
                ports.fleet(),
                ports.parity(),
                ports.records(),
                ports.evidence(),
                journals,
                ports.faults()));
    sheets =
        new StatusSheets(
            ports.config().name(),
            ports.leadership(),
            groups,
            ports.inventory(),
            board,
            ports.clock());
    Feeds feeds = new Feeds(ports.faults(), () -> answers.status(chair.steppedDown()));
    board.listen(feeds::stir);
    ports.leadership().addListener(feeds);
    Tools tools = new Tools(ports, chair, groups, audit);
    ExecutorService calls = ports.faults().pool("operator-call", CALLS_AT_ONCE);
    server =
        AdminServer.of(
            ports.config().listen(),
            ports.identity(),
            new AdminApi(answers, tools.calls(board, feeds)),
            calls);
    lifecycle.add("operators' audit", audit);
    lifecycle.addClosing("group", groups);
    lifecycle.add("status board", board);
    lifecycle.add("streams", feeds);
    lifecycle.addClosing("operators' calls", calls::shutdownNow);
    lifecycle.add("operators' server", server);
  }

  /** What all calls work with, and the calls made of it. */
  private record Tools(Ports ports, Chair chair, Groups groups, OperatorAudit audit) {

    AdminApi.Calls calls(StatusBoard board, Feeds feeds) {
      AwaitedReports reports = new AwaitedReports(ports.fleet());
      RunCalls runs =
          new RunCalls(
              chair,
              ports.runs().runs(),
              audit,
              ports.clock(),
              new RunCalls.Terms(ports.config().group(), TOLD));
      return new AdminApi.Calls(
          new ServiceCalls(
              chair,
              new ServiceCalls.Desk(
                  ports.records(),
                  ports.runs().runs(),
                  ports.inventory(),
                  reports,
                  audit,
                  ports.clock())),
          new StatusCalls(chair, board, feeds, ports.runs().runs(), runs),
          new PlanCalls(chair, ports.runs().plans(), reports, audit),
          runs,
          new QuestionCalls(
              chair,
              new QuestionCalls.Desk(
                  ports.runs().questions(),
                  ports.evidence(),
                  new ApprovedStatements(ports.records()),
                  ports.fleet(),
                  audit)),
          new ExaminationCalls(
              chair, ports.runs().installations(), audit, ports.config().kms().user()),
          new BackupCalls(chair, new BackupCalls.Desk(ports.agents(), audit, ports.random())),
          recoveryKeys(),
          new ForgetCalls(chair, warrants()),
          new EnforcementCalls(chair, ports.evidence(), audit, ports.clock()),
          new AllowanceCalls(chair, warrants()),
          new ChangeCalls(chair, warrants()),
          new LeaderCalls(ports.leadership(), groups, chair, audit),
          new AuditCalls(
              chair,
              new AuditCalls.Desk(ports.agents(), audit, ports.config().name(), ports.clock())),
          evidence());
    }

    private WarrantDesk warrants() {
      return new WarrantDesk(ports.records(), ports.fleet(), audit, ports.clock(), ports.random());
    }

    private EvidenceCalls evidence() {
      return new EvidenceCalls(
          chair,
          new EvidenceCalls.Desk(
              ports.config().group(),
              ports.config().name(),
              new VerdictRecords(ports.records()),
              ports.history()::notOnRecord,
              new ApprovedStatements(ports.records()),
              new Plans(ports.records()),
              ports.runs().runs(),
              ports.evidence()::changes,
              ports.clock()));
    }

    private RecoveryKeyCalls recoveryKeys() {
      return new RecoveryKeyCalls(
          chair,
          new RecoveryKeyCalls.Desk(
              ports.fleet(), ports.evidence(), audit, ports.clock(), ports.random()));
    }
  }

  /** The port that operators reach, once started. */
  public int port() {
    return server.port();
  }

  /** What the status page shows. */
  public Sheet.Source sheets() {
    return sheets;
  }

  @Override
  public void start() {
    lifecycle.start();
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
