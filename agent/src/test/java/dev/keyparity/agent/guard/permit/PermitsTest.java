package dev.keyparity.agent.guard.permit;

import static dev.keyparity.agent.guard.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keyparity.agent.guard.FakePeers;
import dev.keyparity.agent.guard.state.InMemoryStateFiles;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule of stop permits on three agents that talk through signed documents. */
class PermitsTest {
  private static final String BOOT = "boot-1";
  private static final Electorate STATEMENT =
      new Electorate(1, Set.of("kms1", "kms2", "kms3"), "approved");
  private static final GiverFacts SERVES = new GiverFacts(true, "approved");
  private static final ProcessInstance OLD_PROCESS = new ProcessInstance(BOOT, 100, 500);

  private final Map<String, InMemoryStateFiles> disks = new HashMap<>();
  private final Map<String, Permits> agents = new HashMap<>();
  private Duration now = Duration.ZERO;

  @BeforeEach
  void threeMembers() {
    for (String host : STATEMENT.hosts()) {
      disks.put(host, new InMemoryStateFiles());
      restart(host);
      agent(host).becomeMember(1);
    }
  }

  private void restart(String host) {
    agents.put(
        host,
        new Permits("kms", host, disk(host), FakePeers.agent(host), new FakePeers(), () -> now));
  }

  private Permits agent(String host) {
    return Objects.requireNonNull(agents.get(host));
  }

  private InMemoryStateFiles disk(String host) {
    return Objects.requireNonNull(disks.get(host));
  }

  private Permits kms1() {
    return agent("kms1");
  }

  private PeerDocument give(String giver, byte[] ask) {
    return agent(giver).give(ask, STATEMENT, SERVES);
  }

  private List<PeerDocument> both(byte[] ask) {
    return List.of(give("kms2", ask), give("kms3", ask));
  }

  private void begin(String host, List<PeerDocument> permits) {
    begin(host, permits, Set.of(), STATEMENT);
  }

  private void begin(
      String host, List<PeerDocument> permits, Set<String> released, Electorate electorate) {
    agent(host)
        .begin(
            permits, released, electorate, OLD_PROCESS, new BootInstant(BOOT, 1000, Instant.EPOCH));
  }

  private void refusedBegin(ErrorCode code, List<PeerDocument> permits) {
    String rule = code == ErrorCode.LAST_SERVING ? "I5" : "I4";
    assertRefused(code, rule, () -> begin("kms1", permits));
    assertThat(kms1().begun()).isEmpty();
  }

  @Test
  void stop_withAPermitOfEveryOtherHost_begins() {
    begin("kms1", both(kms1().ask(STATEMENT)));

    assertThat(kms1().begun()).isPresent();
  }

  @Test
  void stop_withoutThePermitOfOneHost_isRefused() {
    byte[] ask = kms1().ask(STATEMENT);

    refusedBegin(ErrorCode.PERMIT_MISSING, List.of(give("kms2", ask)));
    refusedBegin(ErrorCode.PERMIT_MISSING, List.of(give("kms2", ask), give("kms2", ask)));
  }

  @Test
  void stop_withoutAnAsk_isRefused() {
    refusedBegin(ErrorCode.PERMIT_MISSING, List.of());
  }

  @Test
  void ask_diesFiveSecondsAfterItsNonce() {
    List<PeerDocument> permits = both(kms1().ask(STATEMENT));
    now = PermitState.ASK_LIFE;

    refusedBegin(ErrorCode.PERMIT_MISSING, permits);
  }

  @Test
  void ask_justBelowFiveSeconds_lives() {
    List<PeerDocument> permits = both(kms1().ask(STATEMENT));
    now = PermitState.ASK_LIFE.minusNanos(1);

    begin("kms1", permits);
  }

  @Test
  void permits_forAFormerNonce_doNotCount() {
    List<PeerDocument> former = both(kms1().ask(STATEMENT));
    kms1().ask(STATEMENT);

    refusedBegin(ErrorCode.PERMIT_MISSING, former);
  }

  @Test
  void nonce_isNeverUsedAgain_notEvenAfterACrash() {
    List<PeerDocument> former = both(kms1().ask(STATEMENT));
    restart("kms1");
    refusedBegin(ErrorCode.PERMIT_MISSING, former);
    kms1().ask(STATEMENT);

    refusedBegin(ErrorCode.PERMIT_MISSING, former);
  }

  @Test
  void nonce_whoseWriteFailed_isNotUsed() {
    disk("kms1").failWith(new IllegalStateException("disk"));
    assertThatCode(() -> kms1().ask(STATEMENT)).hasMessage("disk");
    disk("kms1").failNoMore();

    begin("kms1", both(kms1().ask(STATEMENT)));

    assertThat(kms1().begun().orElseThrow().nonce()).isEqualTo(2);
  }

  @Test
  void ask_whileAPermitGivenIsOutstanding_isRefusedForTenSeconds() {
    give("kms2", kms1().ask(STATEMENT));

    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> agent("kms2").ask(STATEMENT));
    now = PermitState.PERMIT_LIFE.minusNanos(1);
    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> agent("kms2").ask(STATEMENT));
    now = PermitState.PERMIT_LIFE;
    assertThatCode(() -> agent("kms2").ask(STATEMENT)).doesNotThrowAnyException();
  }

  @Test
  void givingAPermit_cancelsTheOwnAsk() {
    byte[] other = agent("kms2").ask(STATEMENT);
    List<PeerDocument> permits = both(kms1().ask(STATEMENT));

    kms1().give(other, STATEMENT, SERVES);

    refusedBegin(ErrorCode.PERMIT_MISSING, permits);
  }

  @Test
  void begunStop_givesNoPermit_alsoAfterACrash() {
    byte[] other = agent("kms2").ask(STATEMENT);
    now = PermitState.PERMIT_LIFE;
    begin("kms1", both(kms1().ask(STATEMENT)));

    assertRefused(ErrorCode.STOP_UNDER_WAY, "I4", () -> kms1().give(other, STATEMENT, SERVES));
    restart("kms1");
    assertRefused(ErrorCode.STOP_UNDER_WAY, "I4", () -> kms1().give(other, STATEMENT, SERVES));
    assertRefused(ErrorCode.STOP_UNDER_WAY, "I4", () -> kms1().ask(STATEMENT));
  }

  @Test
  void begunStop_isDurableBeforeBeginReturns() {
    List<PeerDocument> permits = both(kms1().ask(STATEMENT));
    disk("kms1").failWith(new IllegalStateException("disk"));

    assertThatCode(() -> begin("kms1", permits)).hasMessage("disk");

    assertThat(kms1().begun()).isEmpty();
  }

  @Test
  void begunStop_endsOnlyWithAProcessStartedAfterIt() {
    begin("kms1", both(kms1().ask(STATEMENT)));
    kms1().effectOver();

    assertThat(kms1().endIfServesAgain(OLD_PROCESS, Instant.EPOCH)).isFalse();
    ProcessInstance elder = new ProcessInstance(BOOT, 101, 999);
    assertThat(kms1().endIfServesAgain(elder, Instant.EPOCH)).isFalse();
    assertThat(kms1().servesAgain()).isEmpty();
    restart("kms1");
    ProcessInstance younger = new ProcessInstance(BOOT, 102, 1001);
    assertThat(kms1().endIfServesAgain(younger, Instant.EPOCH)).isTrue();

    restart("kms1");
    assertThat(kms1().begun()).isEmpty();
    assertThat(kms1().servesAgain()).isPresent();
  }

  /** Somebody restarts the KMS just before our stop arrives: it still goes down. */
  @Test
  void begunStop_doesNotEndWhileTheStopItselfIsUnderWay() {
    begin("kms1", both(kms1().ask(STATEMENT)));
    ProcessInstance younger = new ProcessInstance(BOOT, 102, 1001);

    assertThat(kms1().endIfServesAgain(younger, Instant.EPOCH)).isFalse();
    kms1().effectStarting();
    assertThat(kms1().endIfServesAgain(younger, Instant.EPOCH)).isFalse();
    kms1().effectOver();
    assertThat(kms1().endIfServesAgain(younger, Instant.EPOCH)).isTrue();
  }

  @Test
  void begunStop_thatIsFinishedLater_doesNotEndMeanwhile_andNeedsToBeBegun() {
    begin("kms1", both(kms1().ask(STATEMENT)));
    restart("kms1");
    ProcessInstance younger = new ProcessInstance(BOOT, 102, 1001);

    assertThat(kms1().resume(null, at(1000))).isTrue();
    assertThat(kms1().endIfServesAgain(younger, Instant.EPOCH)).isFalse();
    kms1().effectOver();
    assertThat(kms1().endIfServesAgain(younger, Instant.EPOCH)).isTrue();
    assertThat(kms1().resume(younger, at(1002))).isFalse();
  }

  private static BootInstant at(long ticks) {
    return new BootInstant(BOOT, ticks, Instant.EPOCH);
  }

  /**
   * Somebody brought the KMS up meanwhile: that process is to be stopped now, and may hang in it.
   */
  @Test
  void begunStop_thatIsFinishedLater_isNotEndedByTheProcessThatItIsToStop() {
    begin("kms1", both(kms1().ask(STATEMENT)));
    kms1().effectOver();
    ProcessInstance toBeStopped = new ProcessInstance(BOOT, 102, 1500);

    kms1().resume(toBeStopped, at(1600));
    kms1().effectOver();

    assertNotEndedByAnyOf(toBeStopped, new ProcessInstance(BOOT, 103, 1590));
  }

  /** It was brought up just before our stop came, which hit it and did not come to its end. */
  @Test
  void begunStop_thatDidNotComeToItsEnd_isNotEndedByTheProcessThatLivedThen() {
    begin("kms1", both(kms1().ask(STATEMENT)));
    ProcessInstance hit = new ProcessInstance(BOOT, 102, 1500);

    kms1().mayStillEnd(hit, at(1600));
    kms1().effectOver();

    assertNotEndedByAnyOf(hit, new ProcessInstance(BOOT, 103, 1590));
  }

  private void assertNotEndedByAnyOf(ProcessInstance... elder) {
    for (ProcessInstance one : elder) {
      assertThat(kms1().endIfServesAgain(one, Instant.EPOCH)).isFalse();
    }
    restart("kms1");
    for (ProcessInstance one : elder) {
      assertThat(kms1().endIfServesAgain(one, Instant.EPOCH)).isFalse();
    }
    ProcessInstance younger = new ProcessInstance(BOOT, 104, 1601);
    assertThat(kms1().endIfServesAgain(younger, Instant.EPOCH)).isTrue();
  }

  @Test
  void begunStop_endsWithAnyProcessOfALaterBoot() {
    begin("kms1", both(kms1().ask(STATEMENT)));
    restart("kms1");

    ProcessInstance afterReboot = new ProcessInstance("boot-2", 3, 7);

    assertThat(kms1().endIfServesAgain(afterReboot, Instant.EPOCH)).isTrue();
  }

  @Test
  void servesAgain_freesTheGivers() {
    begin("kms1", both(kms1().ask(STATEMENT)));
    kms1().effectOver();
    kms1().endIfServesAgain(new ProcessInstance(BOOT, 102, 1001), Instant.EPOCH);
    PeerDocument word = kms1().servesAgain().orElseThrow();
    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> agent("kms2").ask(STATEMENT));

    agent("kms2").hear(word);

    assertThatCode(() -> agent("kms2").ask(STATEMENT)).doesNotThrowAnyException();
  }

  @Test
  void servesAgain_ofAFormerStop_freesNobody() {
    begin("kms1", both(kms1().ask(STATEMENT)));
    kms1().effectOver();
    kms1().endIfServesAgain(new ProcessInstance(BOOT, 102, 1001), Instant.EPOCH);
    PeerDocument former = kms1().servesAgain().orElseThrow();
    both(kms1().ask(STATEMENT));

    agent("kms2").hear(former);

    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> agent("kms2").ask(STATEMENT));
  }

  @Test
  void servesAgain_signedByAnotherHost_isRefused() {
    byte[] payload = PermitDocuments.encode(new ServesAgain("kms", "kms1", 1, 1, Instant.EPOCH));
    PeerDocument forged =
        new PeerDocument(
            payload, FakePeers.agent("kms3").sign(PermitDocuments.SERVES_AGAIN, payload));

    assertRefused(ErrorCode.SIGNATURE_INVALID, "I4", () -> agent("kms2").hear(forged));
  }

  @Test
  void withdrawing_isPossibleOnlyBeforeTheEffect() {
    begin("kms1", both(kms1().ask(STATEMENT)));
    kms1().withdraw();
    assertThat(kms1().begun()).isEmpty();
    now = PermitState.PERMIT_LIFE;
    begin("kms1", both(kms1().ask(STATEMENT)));
    kms1().effectStarting();
    restart("kms1");

    assertRefused(ErrorCode.STOP_UNDER_WAY, "I4", () -> kms1().withdraw());
  }

  @Test
  void memberThatDoesNotServeTheApprovedKey_preventsTheStop() {
    byte[] ask = kms1().ask(STATEMENT);
    PeerDocument down = agent("kms3").give(ask, STATEMENT, new GiverFacts(false, ""));
    refusedBegin(ErrorCode.LAST_SERVING, List.of(give("kms2", ask), down));

    PeerDocument other = agent("kms3").give(ask, STATEMENT, new GiverFacts(true, "other"));
    refusedBegin(ErrorCode.LAST_SERVING, List.of(give("kms2", ask), other));

    PeerDocument unknown = agent("kms3").give(ask, STATEMENT, new GiverFacts(true, ""));
    refusedBegin(ErrorCode.LAST_SERVING, List.of(give("kms2", ask), unknown));
  }

  @Test
  void joiningHost_needOnlyHaveBegunNoStop() {
    disks.put("kms3", new InMemoryStateFiles());
    restart("kms3");
    byte[] ask = kms1().ask(STATEMENT);
    PeerDocument joining = agent("kms3").give(ask, STATEMENT, new GiverFacts(true, "other"));

    begin("kms1", List.of(give("kms2", ask), joining));
  }

  @Test
  void stop_whenNoOtherMemberServes_isRefused() {
    for (String host : List.of("kms2", "kms3")) {
      disks.put(host, new InMemoryStateFiles());
      restart(host);
    }

    refusedBegin(ErrorCode.LAST_SERVING, both(kms1().ask(STATEMENT)));
  }

  @Test
  void memberOfAnEarlierStatement_isJoiningUntilItServesUnderThePresentOne() {
    Electorate next = new Electorate(2, STATEMENT.hosts(), "approved");

    assertThat(kms1().isMember(1)).isTrue();
    assertThat(kms1().isMember(2)).isFalse();
    kms1().becomeMember(2);
    restart("kms1");
    assertThat(kms1().isMember(2)).isTrue();
    assertThatCode(() -> kms1().ask(next)).doesNotThrowAnyException();
  }

  @Test
  void ask_ofAnotherStatement_getsNoPermit() {
    byte[] ask = kms1().ask(new Electorate(2, STATEMENT.hosts(), "approved"));

    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> give("kms2", ask));
  }

  @Test
  void stop_underAnotherStatementThanItsAsk_isRefused() {
    List<PeerDocument> permits = both(kms1().ask(STATEMENT));
    Electorate next = new Electorate(2, STATEMENT.hosts(), "approved");

    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> begin("kms1", permits, Set.of(), next));
  }

  @Test
  void ask_ofAHostOutsideTheStatement_getsNoPermit() {
    byte[] ask = PermitDocuments.encode(new Ask("kms", 1, "kms9", 1, Standing.MEMBER));

    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> give("kms2", ask));
    byte[] own = PermitDocuments.encode(new Ask("kms", 1, "kms2", 1, Standing.MEMBER));
    assertRefused(ErrorCode.PERMIT_MISSING, "I4", () -> give("kms2", own));
  }

  @Test
  void permit_thatItsGiverDidNotSign_isRefused() {
    byte[] ask = kms1().ask(STATEMENT);
    byte[] payload =
        PermitDocuments.encode(
            new Permit("kms", 1, "kms1", 1, "kms3", Standing.MEMBER, true, "approved"));
    PeerDocument forged =
        new PeerDocument(payload, FakePeers.agent("kms2").sign(PermitDocuments.PERMIT, payload));

    refusedBegin(ErrorCode.SIGNATURE_INVALID, List.of(give("kms2", ask), forged));
  }

  @Test
  void permit_ofAnotherService_isRefused() {
    byte[] ask = kms1().ask(STATEMENT);
    byte[] payload =
        PermitDocuments.encode(
            new Permit("other", 1, "kms1", 1, "kms3", Standing.MEMBER, true, "approved"));
    PeerDocument foreign =
        new PeerDocument(payload, FakePeers.agent("kms3").sign(PermitDocuments.PERMIT, payload));

    refusedBegin(ErrorCode.PERMIT_MISSING, List.of(give("kms2", ask), foreign));
  }

  @Test
  void releasedHost_isDoneWithout_butCountsAsDown() {
    byte[] ask = kms1().ask(STATEMENT);

    begin("kms1", List.of(give("kms2", ask)), Set.of("kms3"), STATEMENT);
    assertThat(kms1().begun()).isPresent();
    assertRefused(
        ErrorCode.PERMIT_MISSING,
        "I4",
        () -> begin("kms2", List.of(), Set.of("kms1", "kms3"), STATEMENT));
  }

  @Test
  void releasingEveryOtherHost_stopsNothing() {
    kms1().ask(STATEMENT);

    assertRefused(
        ErrorCode.LAST_SERVING,
        "I5",
        () -> begin("kms1", List.of(), Set.of("kms2", "kms3"), STATEMENT));
  }
}
