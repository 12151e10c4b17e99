package dev.keyparity.testbed.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.estate.ActHunt;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.kms.Matrix;
import dev.keyparity.testbed.lab.kms.SteadyClient.Operation;
import dev.keyparity.testbed.lab.network.FaultyLink;
import dev.keyparity.testbed.lab.network.Weather;
import dev.keyparity.testbed.lab.process.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One estate through one misfortune after the other. The first run gives four hosts the key of the
 * fifth; each later one restarts all five KMS, one at a time, while a client works. At the end the
 * recorded history of all of it is judged.
 *
 * <p>{@code -Dkeyparity.test.every-step=true} has everything killed in each step and each act.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealProcessesScenario {
  private static final boolean EVERY_STEP = Boolean.getBoolean("keyparity.test.every-step");
  private static final String RESTARTS = "restart-kms";
  private static final int COMMANDS = 1000;

  /** Hosts that commands are long enough on their way to, so that some can be held. */
  private static final List<String> HELD = List.of("kms3", "kms4");

  private static final Weather ON_ITS_WAY = Weather.slow(Duration.ofMillis(400));

  private final Narrator narrator = new Narrator(System.err);
  private final Scenes scenes = new Scenes();
  private FaultEstate estate;
  private KeyCensus census;
  private Stage stage;
  private Path copy;
  private int staleRefused;
  private String more = "";

  @BeforeAll
  void install(@TempDir Path temp) {
    estate = FaultEstate.install(temp.resolve("work"), narrator);
    copy = temp.resolve("zookeeper-copy");
    census = new KeyCensus(estate);
    census.take();
    stage = new Stage(estate, scenes);
    estate.split.makeKeys(estate.split.host("kms1"), Map.of("payroll", 2));
    estate.operator.mustType("service", "apply", "-f", estate.serviceFile.toString(), "--yes");
    estate.operator.proveRecoveryKey(FaultEstate.SERVICE);
  }

  @AfterAll
  void end() {
    scenes.write(Path.of("target/faults.txt"), more);
    narrator.say("all scenes\n" + scenes + more);
    if (estate != null) {
      estate.close();
    }
  }

  @Test
  @Order(1)
  void leader_killedInEachStep_isSucceededAndTheRunEnds() {
    Scenes.Row row =
        stage.scene(
            "leader: kill -9 in each step",
            tally -> {
              try (StepHunt hunt =
                  StepHunt.begin(estate.link, StepHunt::isStep, prey -> killLeader(prey, tally))) {
                String ended = stage.enablePastTheDivergence();
                narrator.say("killed in " + hunt.struck());
                return ended;
              }
            });
    assertSound(row);
    estate.zooKeeper.copyTo(copy);
    stage.startClient(List.of("payroll"));
  }

  private void killLeader(StepHunt.Prey prey, Stage.Tally tally) {
    tally.injected();
    estate.estate.coordinator(prey.leader()).process().kill();
    narrator.say("kill -9 of %s, which leads, in %s".formatted(prey.leader(), prey.point()));
    tally.hit();
    estate.estate.coordinator(prey.leader()).start();
  }

  @Test
  @Order(2)
  void leader_thatIsNoneAnyMore_causesNothing() {
    Scenes.Row row =
        stage.scene(
            "leader: SIGSTOP and CONT, held commands",
            tally -> {
              int refused = Leaderships.refusals(estate);
              HELD.forEach(host -> estate.linkTo(host).turn(ON_ITS_WAY));
              List<ActHunt> hunts =
                  List.of(
                      huntStopOf("kms2", prey -> stopLeader(prey.leader(), tally)),
                      huntStopOf(HELD.get(0), prey -> holdCommand(prey, tally)),
                      huntStopOf(HELD.get(1), prey -> holdCommand(prey, tally)));
              String ended = stage.enable();
              hunts.forEach(ActHunt::await);
              staleRefused = Leaderships.refusals(estate) - refused;
              HELD.forEach(host -> estate.linkTo(host).turn(Weather.FAIR));
              return ended;
            });
    assertSound(row);
  }

  private ActHunt huntStopOf(String host, Consumer<ActHunt.Prey> strike) {
    return ActHunt.begin(
        estate.link,
        FaultEstate.SERVICE,
        RESTARTS,
        act -> act.getName().equals("stop") && act.getHost().equals(host),
        strike);
  }

  /** It goes on once its successor has had an effect: what it still believes is then stale. */
  private void stopLeader(String leader, Stage.Tally tally) {
    Set<String> before = Set.copyOf(AgentHistory.read(estate).tokens());
    tally.injected();
    estate.estate.coordinator(leader).process().signal("STOP");
    narrator.say("SIGSTOP of %s, which leads".formatted(leader));
    awaitEffectOfAnother(before);
    estate.estate.coordinator(leader).process().signal("CONT");
    tally.hit();
  }

  /**
   * What a leader just sent to the host that is to stop stays on its way, while the leader is
   * killed and its successor has an effect; then it arrives.
   */
  private void holdCommand(ActHunt.Prey prey, Stage.Tally tally) {
    FaultyLink link = estate.linkTo(prey.act().getHost());
    link.freeze();
    Set<String> before = Set.copyOf(AgentHistory.read(estate).tokens());
    int refused = Leaderships.refusals(estate);
    tally.injected();
    estate.estate.coordinator(prey.leader()).process().kill();
    narrator.say("kill -9 of %s with commands held in %s".formatted(prey.leader(), prey.text()));
    awaitEffectOfAnother(before);
    link.thaw();
    boolean arrived = Wait.until(FaultEstate.SESSION, () -> Leaderships.refusals(estate) > refused);
    tally.hitIf(arrived);
    narrator.say(arrived ? "a held command was refused" : "no command was held");
    estate.estate.coordinator(prey.leader()).start();
  }

  private void awaitEffectOfAnother(Set<String> tokens) {
    Awaitility.await()
        .atMost(TestTimeouts.START)
        .until(() -> !tokens.containsAll(AgentHistory.read(estate).tokens()));
  }

  @Test
  @Order(3)
  void zooKeeper_withoutAQuorumAndRestarted_delaysTheRunOnly() {
    Scenes.Row row =
        stage.scene(
            "ZooKeeper: quorum lost, restarts",
            tally -> {
              try (StepHunt hunt =
                      StepHunt.begin(
                          estate.link, RESTARTS::equals, prey -> loseQuorumThrice(tally));
                  StepHunt restarts =
                      StepHunt.begin(estate.link, "survey"::equals, prey -> restartInTurn(tally))) {
                String ended = stage.enable();
                narrator.say("struck in %s %s".formatted(restarts.struck(), hunt.struck()));
                return ended;
              }
            });
    assertSound(row);
  }

  private void restartInTurn(Stage.Tally tally) {
    narrator.say("each ZooKeeper member is restarted in turn");
    tally.injected();
    estate.zooKeeper.restartOneByOne(TestTimeouts.START);
    tally.hitIf(stage.isRunning());
  }

  private void loseQuorumThrice(Stage.Tally tally) {
    for (Duration length :
        List.of(Duration.ofSeconds(1), FaultEstate.SESSION, FaultEstate.SESSION.multipliedBy(4))) {
      tally.injected();
      tally.hitIf(stage.isRunning());
      narrator.say("no quorum for %d s".formatted(length.toSeconds()));
      estate.zooKeeper.signalMajority("STOP");
      try {
        Stage.letPass(length);
      } finally {
        estate.zooKeeper.signalMajority("CONT");
      }
      estate.awaitLeader();
    }
  }

  @Test
  @Order(4)
  void agents_silentOrSlow_holdTheRunUpOnly() {
    Scenes.Row row =
        stage.scene(
            "agents: half-open and slow links",
            tally -> {
              try (StepHunt hunt =
                  StepHunt.begin(estate.link, RESTARTS::equals, prey -> disturbAgents(tally))) {
                String ended = stage.enable();
                narrator.say("struck in " + hunt.struck());
                return ended;
              } finally {
                estate.hosts().forEach(host -> estate.linkTo(host).turn(Weather.FAIR));
              }
            });
    assertSound(row);
  }

  private void disturbAgents(Stage.Tally tally) {
    disturb("kms2", Weather.SILENT, tally);
    disturb("kms3", Weather.REQUESTS_LOST, tally);
    disturb("kms4", Weather.ANSWERS_LOST, tally);
    disturb("kms5", Weather.dripping(2_000), tally);
    disturb("kms3", Weather.CUT, tally);
    disturb("kms4", Weather.slow(Duration.ofMillis(100)), tally);
  }

  private void disturb(String host, Weather weather, Stage.Tally tally) {
    FaultyLink link = estate.linkTo(host);
    long before = link.disturbed();
    narrator.say("%s: %s".formatted(host, weather));
    tally.injected();
    link.turn(weather);
    Stage.letPass(Duration.ofSeconds(4));
    tally.hitIf(stage.isRunning() && link.disturbed() > before);
    link.turn(Weather.FAIR);
  }

  @Test
  @Order(5)
  void leaders_cutOffFromZooKeeper_areSucceeded() {
    Scenes.Row row =
        stage.scene(
            "leaders: cut off from ZooKeeper",
            tally -> {
              try (StepHunt hunt =
                  StepHunt.begin(estate.link, RESTARTS::equals, prey -> disturbLeaders(tally))) {
                String ended = stage.enable();
                narrator.say("struck in " + hunt.struck());
                return ended;
              } finally {
                FaultEstate.COORDINATORS.forEach(
                    coordinator -> estate.turnZooKeeper(coordinator, Weather.FAIR));
              }
            });
    assertSound(row);
  }

  private void disturbLeaders(Stage.Tally tally) {
    for (Weather weather :
        List.of(
            Weather.SILENT,
            Weather.ANSWERS_LOST,
            Weather.CUT,
            Weather.slow(Duration.ofMillis(100)))) {
      String leader = estate.awaitLeader();
      narrator.say("%s, which leads, and ZooKeeper: %s".formatted(leader, weather));
      tally.injected();
      tally.hitIf(stage.isRunning());
      estate.turnZooKeeper(leader, weather);
      Stage.letPass(FaultEstate.SESSION.multipliedBy(2));
      estate.turnZooKeeper(leader, Weather.FAIR);
    }
  }

  @Test
  @Order(6)
  void everything_killedAtOnce_goesOnWhereItWas() {
    Set<String> points = Set.of("backup backup", "restart-kms stop", "restart-kms start");
    Scenes.Row row =
        stage.scene(
            "everything of ours: kill -9 at once",
            tally -> {
              try (StepHunt hunt =
                  StepHunt.begin(
                      estate.link,
                      point -> EVERY_STEP || points.contains(point),
                      prey -> killEverything(prey, tally))) {
                String ended = stage.enable();
                narrator.say("killed in " + hunt.struck());
                return ended;
              }
            });
    assertSound(row);
  }

  private void killEverything(StepHunt.Prey prey, Stage.Tally tally) {
    tally.injected();
    boolean underWay =
        StepHunt.isStep(prey.point())
            || Wait.until(
                Duration.ofSeconds(2),
                Duration.ofMillis(2),
                () ->
                    estate.hosts().contains(prey.host())
                        && AgentHistory.isUnderWay(estate, prey.host()));
    estate.killEverythingOfOurs(prey.host());
    tally.hitIf(underWay);
    narrator.say("kill -9 of coordinators, agents and ZooKeeper in " + prey);
    stage.awaitLeading();
  }

  @Test
  @Order(7)
  void zooKeeper_restoredFromAnOldCopy_givesNumbersTwiceThatNoAgentTakes() {
    Scenes.Row row =
        stage.scene(
            "ZooKeeper: restored from an old copy",
            tally -> {
              tally.injected();
              estate.restoreZooKeeper(copy);
              String ended = stage.enable();
              tally.hitIf(!Leaderships.givenTwice(Leaderships.given(estate)).isEmpty());
              return ended;
            });
    Map<Long, Set<String>> twice = Leaderships.givenTwice(Leaderships.given(estate));
    narrator.say("given twice: " + twice);
    assertSound(row);
    assertThat(twice).as("numbers that ZooKeeper gave to two holders").isNotEmpty();
  }

  @Test
  @Order(8)
  void agents_acceptNoneOfAThousandCommandsOfStaleLeaders() {
    String leader = estate.awaitLeader();
    FencingToken now =
        Awaitility.await("one leadership that every agent is fenced for")
            .atMost(TestTimeouts.START)
            .until(() -> AgentHistory.read(estate).present(), present -> present.size() == 1)
            .iterator()
            .next();
    Set<FencingToken> stale = staleTokens(now);
    Path tls = estate.estate.coordinator(leader).directory().resolve("tls");
    StaleCommands.Verdict verdict;
    try (StaleCommands commands = new StaleCommands(tls, estate.estate.agentAddresses())) {
      for (int round = 1; commands.verdict().sent() < COMMANDS; round++) {
        for (FencingToken token : stale) {
          commands.sendAll(token, "stale" + round);
        }
      }
      verdict = commands.verdict();
    }
    more +=
        "commands of stale leaders, under %d leaderships other than the present %s: %s%n"
            .formatted(stale.size(), now, verdict);
    narrator.say(verdict.toString());
    assertThat(verdict.accepted()).isEmpty();
    assertThat(verdict.refusedOtherwise()).isEmpty();
    assertThat(verdict.refused()).isEqualTo(verdict.sent()).isGreaterThanOrEqualTo(COMMANDS);
  }

  /** All that ever were, a second holder of the present number, and the present one before. */
  private Set<FencingToken> staleTokens(FencingToken now) {
    Set<FencingToken> stale = Leaderships.given(estate);
    stale.addAll(AgentHistory.read(estate).fenced());
    stale.remove(now);
    stale.add(new FencingToken(now.group(), now.epoch(), "coord9-00000000"));
    if (now.epoch() > 1) {
      stale.add(new FencingToken(now.group(), now.epoch() - 1, now.holder()));
    }
    return stale;
  }

  @Test
  @Order(9)
  void history_ofAllOfIt_isSound() {
    AgentHistory history = AgentHistory.read(estate);
    Set<String> nowhere = census.nowhere();
    more +=
        """
        commands of real stale leaders that agents refused: %d
        effects begun: %d under %d leaderships, under a stale one: %d, took effect twice: %d
        cut short by a crash: %d, still unsettled: %d, done again because that is safe: %d
        key files there ever were: %d, whose bytes are nowhere: %d
        """
            .formatted(
                staleRefused,
                history.effects(),
                history.tokens().size(),
                history.underStaleLeadership().size(),
                history.twice().size(),
                history.interrupted().size(),
                history.unsettled().size(),
                history.redone().size(),
                census.size(),
                nowhere.size());
    assertThat(history.underStaleLeadership()).isEmpty();
    assertThat(history.twice()).isEmpty();
    assertThat(history.unsettled()).isEmpty();
    assertThat(nowhere).isEmpty();
    Matrix matrix = Matrix.measure(estate.split.hosts());
    assertThat(matrix.ok()).isEqualTo(matrix.size());
    assertThat(new TreeSet<>(estate.hosts().stream().map(estate.split::fingerprint).toList()))
        .hasSize(1);
  }

  private static void assertSound(Scenes.Row row) {
    assertThat(row.ended()).startsWith("done");
    assertThat(row.mostDown()).isEqualTo(1);
    assertThat(row.injected()).isPositive();
    assertThat(row.client()).allMatch(Operation::isOk);
  }
}
