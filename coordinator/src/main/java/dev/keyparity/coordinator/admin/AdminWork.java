package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.CoordinatorConfig;
import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.lifecycle.Lifecycle;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operators' API of one coordinator, wired by hand. Construction does no I/O. */
public final class AdminWork implements Component {
  private static final Logger log = LoggerFactory.getLogger(AdminWork.class);

  /** Each may wait for agents, KMS hosts or ZooKeeper; operators are few. */
  private static final int CALLS_AT_ONCE = 64;

  private static final int IDLE_SECONDS = 30;

  private final Lifecycle lifecycle = new Lifecycle();
  private final AdminServer server;

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
      Clock clock,
      SecureRandom random,
      FaultHandler faults) {}

  public AdminWork(Ports ports) {
    JournalStore journals = new RecordedJournals(ports.records(), ports.leadership()::token);
    OperatorAudit audit = new OperatorAudit(ports.config().stateDirectory(), ports.clock());
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
    Feeds feeds = new Feeds(ports.faults(), () -> answers.status(chair.steppedDown()));
    board.listen(feeds::stir);
    ports.leadership().addListener(feeds);
    Tools tools = new Tools(ports, chair, groups, audit, journals);
    server =
        new AdminServer(
            ports.config().listen(),
            ports.identity(),
            new AdminApi(answers, tools.calls(board, feeds)),
            callThreads(ports.faults()),
            AdminWork::refused);
    lifecycle.add("operators' audit", audit);
    lifecycle.addClosing("group", groups);
    lifecycle.add("status board", board);
    lifecycle.add("streams", feeds);
    lifecycle.add("operators' server", server);
  }

  /** What all calls work with, and the calls made of it. */
  private record Tools(
      Ports ports, Chair chair, Groups groups, OperatorAudit audit, JournalStore journals) {

    AdminApi.Calls calls(StatusBoard board, Feeds feeds) {
      AwaitedReports reports = new AwaitedReports(ports.fleet());
      RunCalls runs = new RunCalls(chair, ports.runs().runs(), audit, ports.clock());
      return new AdminApi.Calls(
          new ServiceCalls(
              chair,
              new ServiceCalls.Desk(
                  ports.records(), journals, ports.inventory(), reports, audit, ports.clock())),
          new StatusCalls(chair, board, feeds, ports.runs().runs(), runs),
          new PlanCalls(chair, ports.runs().plans(), reports, audit),
          runs,
          new QuestionCalls(
              chair,
              new QuestionCalls.Desk(
                  ports.runs().questions(), ports.evidence(), ports.fleet(), audit)),
          new BackupCalls(chair, new BackupCalls.Desk(ports.agents(), audit, ports.random())),
          recoveryKeys(),
          new ForgetCalls(
              chair,
              new ForgetCalls.Desk(
                  ports.records(), ports.fleet(), audit, ports.clock(), ports.random())),
          new LeaderCalls(ports.leadership(), groups, chair, audit),
          new AuditCalls(chair, new AuditCalls.Desk(ports.agents(), audit, ports.config().name())));
    }

    private RecoveryKeyCalls recoveryKeys() {
      return new RecoveryKeyCalls(
          chair,
          new RecoveryKeyCalls.Desk(
              ports.fleet(), ports.evidence(), audit, ports.clock(), ports.random()));
    }
  }

  private static ExecutorService callThreads(FaultHandler faults) {
    AtomicInteger made = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        CALLS_AT_ONCE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = new Thread(work, "operator-call-" + made.incrementAndGet());
          thread.setDaemon(true);
          thread.setUncaughtExceptionHandler(
              (t, fault) -> faults.escaped("running " + t.getName(), fault));
          return thread;
        },
        // Whoever reads from the network waits then, and with it who sends.
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static void refused(KeyparityException refusal) {
    log.warn("caller turned away: {} {}", refusal.code(), refusal.operatorMessage());
  }

  /** The port that operators reach, once started. */
  public int port() {
    return server.port();
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
