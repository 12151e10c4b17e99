package dev.keyparity.testbed.lab.demo;

import dev.keyparity.testbed.lab.estate.AdminLink;
import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.EstateFailure;
import dev.keyparity.testbed.lab.estate.Layout;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.ServiceFiles;
import dev.keyparity.testbed.lab.estate.SplitService;
import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.prober.DownInterval;
import dev.keyparity.testbed.lab.prober.DownProber;
import dev.keyparity.testbed.lab.prober.DownReport;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole story, scene by scene. */
final class Demo {
  private static final Duration PROBE_PERIOD = Duration.ofMillis(40);
  private static final Map<String, Integer> CUSTOMER_KEYS =
      Map.of("payroll", 2, "customer_pii", 3, "ledger", 1);

  private final Workplace place;
  private final StartedProcesses started;
  private final Narrator narrator;
  private final Report report;
  private final Operator operator;
  private @Nullable Estate estate;
  private final List<SplitService> services = new ArrayList<>();

  Demo(Workplace place, StartedProcesses started, Narrator narrator, Report report) {
    this.place = place;
    this.started = started;
    this.narrator = narrator;
    this.report = report;
    this.operator = Operator.at(place.directory("operator"), narrator);
  }

  void play() {
    narrator.scene("three KMS hosts, and a second service of two");
    ZooKeeperProcess zooKeeper = ZooKeeperProcess.single(place.directory("zookeeper"), started);
    zooKeeper.start(Duration.ofSeconds(60));
    SplitService production = split(EnableScene.SERVICE, 3);
    try (DownProber prober =
        DownProber.start(KmsHost.addresses(production.hosts()), PROBE_PERIOD)) {
      try {
        production.makeKeys(production.host("kms1"), CUSTOMER_KEYS);
        new ProblemScene(production, narrator, report).play(List.copyOf(CUSTOMER_KEYS.keySet()));
        SplitService lab = split(RefusedScene.SERVICE, 2);
        lab.makeKeys(lab.host("kms1"), Map.of("orders", 2));
        lab.makeKeys(lab.host("kms2"), Map.of("customer_pii", 1));
        playWith(zooKeeper, production, lab);
      } finally {
        // Known as far as it was played, however that ended.
        reportDown(prober.report());
      }
      judgeDown(prober.report());
    }
  }

  private SplitService split(String name, int hosts) {
    SplitService split = SplitService.start(place.directory(name), hosts, started, narrator);
    services.add(split);
    return split;
  }

  private void playWith(ZooKeeperProcess zooKeeper, SplitService production, SplitService lab) {
    Map<String, List<KmsHost>> hosts =
        Map.of(EnableScene.SERVICE, production.hosts(), RefusedScene.SERVICE, lab.hosts());
    narrator.scene("keyparity is installed: an agent on each host, two coordinators");
    operator.makeRecoveryKey();
    Estate installed =
        Estate.install(
            place, operator, hosts, Layout.direct(zooKeeper.connectString()), started, narrator);
    estate = installed;
    hosts.forEach((service, of) -> of.forEach(host -> installed.putGateInFront(service, host)));
    Path recovery = operator.recoverySecretKey();
    try (AdminLink link = new AdminLink(operator.home(), installed.coordinatorAddresses())) {
      installed.awaitLeader(link);
      ServiceFiles files = new ServiceFiles(operator.home(), installed, zooKeeper.connectString());
      EnableScene enable = new EnableScene(production, installed, operator, link, narrator, report);
      enable.enableUntilBlocked(files.of(EnableScene.SERVICE, production));
      enable.resumePastAKill();
      enable.showTheResult();
      new BackupScene(operator, narrator, report).play(recovery, production.hosts());
      new RefusedScene(lab, operator, narrator, report).play(files.of(RefusedScene.SERVICE, lab));
      new DriftScene(production, operator, link, installed.awaitLeader(link), narrator, report)
          .play(place.directory("rogue"));
    }
  }

  private void reportDown(DownReport down) {
    List<Map<String, Object>> intervals = new ArrayList<>();
    for (DownInterval interval : down.intervals()) {
      Map<String, Object> seen = new LinkedHashMap<>();
      seen.put("host", interval.host());
      seen.put("from", interval.from().toString());
      seen.put("duration_ms", interval.length().toMillis());
      intervals.add(seen);
    }
    report.put("kms_down_at_once_max", down.downAtOnceMax());
    report.put("down_intervals", intervals);
    narrator.say(
        "at most %d of 3 KMS down at once, %d times down in all"
            .formatted(down.downAtOnceMax(), intervals.size()));
  }

  private static void judgeDown(DownReport down) {
    EstateFailure.check(
        down.since() != null && down.downAtOnceMax() == 1,
        "KMS down at once: %d (expected: 1)".formatted(down.downAtOnceMax()));
  }

  /**
   * For {@code --keep}: everything goes on, and the operator is told how to look and how to end it.
   */
  void leaveRunning() {
    Estate installed = java.util.Objects.requireNonNull(estate, "played first");
    LeftRunning.write(place, installed, services);
    started.keepRunning();
    narrator.scene("everything is left running");
    narrator.say(
        "  "
            + JavaLauncher.java()
            + " "
            + JavaLauncher.mark(operator.home().resolve("keyparity.args"))
            + " status "
            + operator.connectionOptions());
    narrator.say("  make demo-stop");
  }
}
