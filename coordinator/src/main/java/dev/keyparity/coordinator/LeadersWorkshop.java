package dev.keyparity.coordinator;

import dev.keyparity.coordinator.admin.AdminWork;
import dev.keyparity.coordinator.admin.Inventory;
import dev.keyparity.coordinator.duty.RunWork;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.VerdictRecords;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.parity.VerdictHistory;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.statuspage.StatusPage;
import dev.keyparity.coordinator.telemetry.LeaderFigures;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.coordinator.zookeeper.ZooKeeperKmsEnsemble;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.lifecycle.Lifecycle;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** All that a leading coordinator does: runs, parity with its figures, and the operators' API. */
final class LeadersWorkshop implements Workshop {
  private static final Duration KMS_ENSEMBLE = Duration.ofSeconds(10);

  private final Parts parts;
  private final WatchedRecords records;
  private final Evidence evidence;
  private final RunWork runs;
  private @Nullable AdminWork admin;
  private volatile @Nullable ParityBoard board;

  LeadersWorkshop(Parts given) {
    this.records = new WatchedRecords(given.records());
    this.parts = given.withRecords(records);
    this.evidence = new Evidence(records);
    this.runs = RunWork.of(parts, new ZooKeeperKmsEnsemble(KMS_ENSEMBLE));
  }

  @Override
  public ServiceDuty duty(ServiceSpec spec, FencingToken token) {
    return runs.duty(spec)
        .and(runs.anchors(spec))
        .and(runs.policy(spec, () -> judged(spec), parts.metrics()::rested));
  }

  @Override
  public Optional<Component> admin(LeaderDesk desk) {
    runs.wakeWith(desk::wake);
    var unused = runs.runs().watch(parts.metrics()::stepped);
    ParityBoard parity = parity(desk);
    board = parity;
    VerdictHistory history = history(desk, parity);
    AdminWork made =
        new AdminWork(
            new AdminWork.Ports(
                parts.config(),
                parts.identity(),
                parts.leadership(),
                inventory(desk),
                parts.network().fleet(),
                parts.network().calls(),
                records,
                evidence,
                runs,
                parity,
                history,
                parts.clock(),
                new SecureRandom(),
                parts.faults()));
    StatusPage.serve(
        parts.status(),
        parts.config().name(),
        parts.config().group(),
        made.sheets(),
        parts.clock());
    Lifecycle all =
        new Lifecycle()
            .add("parity", parity)
            .add("parity over time", history)
            .add("figures", figures(desk, parity))
            .add("operators' API", made);
    admin = made;
    return Optional.of(
        new Component() {
          @Override
          public void start() {
            all.start();
          }

          @Override
          public void close() {
            all.close();
          }
        });
  }

  /** How the hosts stand; empty until there is a board that judges them. */
  private Optional<ServiceParity> judged(ServiceSpec spec) {
    return Optional.ofNullable(board)
        .map(it -> it.parity(spec, parts.network().fleet().snapshot()));
  }

  /** The port that operators reach, once started. */
  int port() {
    return Objects.requireNonNull(admin, "not started").port();
  }

  private ParityBoard parity(LeaderDesk desk) {
    return new ParityBoard(
        new ParityBoard.Ports(
            parts.leadership(),
            desk::services,
            parts.network().fleet(),
            parts.network().calls(),
            records,
            evidence,
            new ApprovedStatements(records),
            new Plans(records),
            journals(),
            parts.metrics(),
            parts.clock(),
            runs.journalTime(),
            parts.faults()));
  }

  private VerdictHistory history(LeaderDesk desk, ParityBoard parity) {
    return new VerdictHistory(
        new VerdictHistory.Ports(
            parts.leadership(),
            desk::services,
            parts.network().fleet(),
            parity,
            new VerdictRecords(records),
            parts.clock(),
            parts.faults()));
  }

  private LeaderFigures figures(LeaderDesk desk, ParityBoard parity) {
    return new LeaderFigures(
        new LeaderFigures.Ports(
            parts.leadership(),
            desk::services,
            parts.network().fleet(),
            parity,
            records,
            evidence,
            journals(),
            parts.faults()),
        parts.metrics());
  }

  private JournalStore journals() {
    return new RecordedJournals(records, parts.leadership()::token);
  }

  private static Inventory inventory(LeaderDesk desk) {
    return new Inventory() {
      @Override
      public CompletableFuture<List<ServiceSpec>> takenUp() {
        return desk.takenUp();
      }

      @Override
      public List<ServiceSpec> services() {
        return desk.services();
      }

      @Override
      public CompletableFuture<Void> changed() {
        return desk.inventoryChanged();
      }
    };
  }
}
