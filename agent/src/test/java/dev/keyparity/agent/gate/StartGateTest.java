package dev.keyparity.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.control.Pause;
import dev.keyparity.agent.disk.LinuxDisk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.store.KeyDirectoryPlace;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.keyring.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of the table, on rings that gpg made and on what an agent left on a real disk. */
class StartGateTest {
  @TempDir Path folder;
  private GateFixture host;

  @BeforeEach
  void enrolledHost() throws Exception {
    host = new GateFixture(folder).holding(TestRing.ALPHA).approving(TestRing.ALPHA);
  }

  private GateDecision decide() {
    return decide(duration -> {});
  }

  private GateDecision decide(Pause pause) {
    return new StartGate(
            "prod",
            new KeyDirectoryPlace(
                GateFixture.SERVICE,
                GateFixture.HOST,
                Profile.named("keytrustee-kms"),
                host.keys(),
                Ownership.PRIVATE),
            host.state(),
            host.policy(),
            host.files(),
            new LinuxDisk(new SecureRandom()),
            pause)
        .decide();
  }

  /** Makes the host such that the gate must find this. */
  private void make(GateFinding finding) throws IOException {
    byte[] alpha = TestRing.ALPHA.secring();
    switch (finding) {
      case IN_PARITY -> host.holding(TestRing.ALPHA);
      case NOT_ENROLLED -> Files.delete(host.statement());
      case EQUIVALENT -> host.approving(TestRing.ALPHA.withoutFirstTrustPacket());
      case UNPROVEN -> host.holding(TestRing.ALPHA.withoutFirstTrustPacket());
      case DIVERGED -> host.holding(TestRing.BETA);
      case SUBSET -> host.approving(TestRing.ALPHA.withSubkeyOf(TestRing.BETA));
      case DAMAGED -> Files.write(host.secring(), Arrays.copyOf(alpha, alpha.length / 2));
      case ABSENT -> Files.delete(host.secring());
      case UNREADABLE -> {
        Files.delete(host.secring());
        Files.createDirectory(host.secring());
      }
      case REMOVED -> host.removed(TestRing.ALPHA);
      case CHANGING, STATE_UNREADABLE -> throw new AssertionError(finding + " has its own tests");
      case INSTALL_INTERRUPTED -> host.interruptInstall();
      case STATEMENT_CORRUPT -> host.approving(TestRing.ALPHA, OperatorKey.generate());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = GateFinding.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CHANGING", "STATE_UNREADABLE"})
  void everyRow_isFoundOnARealHost(GateFinding finding) throws Exception {
    make(finding);

    GateDecision decision = decide();

    assertThat(decision.finding()).as(decision.why()).isEqualTo(finding);
    assertThat(decision.starts()).isEqualTo(finding.answer() != GateFinding.Answer.REFUSE);
  }

  @Test
  void kms_startsOnAKeyThatMayBeTheApprovedOne_andOnNothingElse() {
    assertThat(EnumSet.allOf(GateFinding.class).stream().filter(it -> starts(it)))
        .containsExactlyInAnyOrder(
            GateFinding.IN_PARITY,
            GateFinding.NOT_ENROLLED,
            GateFinding.EQUIVALENT,
            GateFinding.UNPROVEN);
  }

  private static boolean starts(GateFinding finding) {
    return finding.answer() != GateFinding.Answer.REFUSE;
  }

  /** Its key is the approved one still; nobody looks after it any more. */
  @Test
  void hostThatWasTakenOut_saysByWhichStatementAndWhatBringsItBack() {
    host.removed(TestRing.ALPHA);

    GateDecision decision = decide();

    assertThat(decision.why())
        .isEqualTo(
            "REMOVED: statement 3 of kms-prod does not list this host any more (its hosts: kms1,"
                + " kms3)");
    assertThat(decision.mend("kms-prod", "kms2")).isEqualTo("keyparity host add kms-prod kms2");
  }

  @Test
  void approvedKeyWithAnotherBesides_isDiverged() throws Exception {
    host.holding(TestRing.ALPHA.withSubkeyOf(TestRing.BETA));

    assertThat(decide().finding()).isEqualTo(GateFinding.DIVERGED);
  }

  @Test
  void keyFileOfNoBytes_isDamaged() throws Exception {
    Files.write(host.secring(), new byte[0]);

    assertThat(decide().finding()).isEqualTo(GateFinding.DAMAGED);
  }

  @Test
  void statementThatWasCut_isNotTakenForNone() throws Exception {
    byte[] whole = Files.readAllBytes(host.statement());
    Files.write(host.statement(), Arrays.copyOf(whole, whole.length - 1));

    assertThat(decide().finding()).isEqualTo(GateFinding.STATEMENT_CORRUPT);
  }

  /** A disk that is not mounted leaves an empty directory; that is not a host without approval. */
  @Test
  void stateThatIsNotThere_isNotTakenForNotEnrolled() throws Exception {
    Files.delete(host.statement());
    Files.delete(host.state().resolve("generation.json"));

    assertThat(decide().finding()).isEqualTo(GateFinding.STATE_UNREADABLE);
  }

  @Test
  void stateThatCannotBeRead_refuses() throws Exception {
    Files.delete(host.statement());
    Files.createDirectory(host.statement());

    GateDecision decision = decide();

    assertThat(decision.finding()).isEqualTo(GateFinding.STATE_UNREADABLE);
    assertThat(decision.why()).contains("kms-prod.json");
  }

  @Test
  void markerThatCannotBeRead_refuses() throws Exception {
    host.interruptInstall();
    Files.writeString(host.state().resolve("install/kms-prod/marker.json"), "{}");

    assertThat(decide().finding()).isEqualTo(GateFinding.STATE_UNREADABLE);
  }

  @Test
  void directoryThatComesToRest_isWaitedFor() throws Exception {
    byte[] alpha = TestRing.ALPHA.secring();
    Files.write(host.secring(), Arrays.copyOf(alpha, 10));
    AtomicInteger written = new AtomicInteger(10);

    GateDecision decision =
        decide(
            new VirtualPause() {
              @Override
              void tick() {
                int length = Math.min(alpha.length, written.addAndGet(100));
                if (written.get() < alpha.length + 100) {
                  write(Arrays.copyOf(alpha, length));
                }
              }
            });

    assertThat(decision.finding()).isEqualTo(GateFinding.IN_PARITY);
  }

  @Test
  void directoryThatDoesNotComeToRest_isRefusedAfterFiveSeconds() {
    AtomicInteger count = new AtomicInteger();
    VirtualPause pause =
        new VirtualPause() {
          @Override
          void tick() {
            write(Arrays.copyOf(TestRing.ALPHA.secring(), 1 + count.incrementAndGet()));
          }
        };

    assertThat(decide(pause).finding()).isEqualTo(GateFinding.CHANGING);
    assertThat(pause.now()).isBetween(StartGate.PATIENCE, StartGate.PATIENCE.plusSeconds(1));
  }

  /** Whoever judges must be able to read what it judged by again, unchanged. */
  @Test
  void gate_writesNothing() throws Exception {
    Set<String> before = everything();

    decide();

    assertThat(everything()).isEqualTo(before);
  }

  private Set<String> everything() throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .map(
              file -> {
                try {
                  return file + " " + Files.getLastModifiedTime(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .collect(java.util.stream.Collectors.toSet());
    }
  }

  private void write(byte[] bytes) {
    try {
      Files.write(host.secring(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Time that passes only in pauses, with something that happens in each. */
  private abstract static class VirtualPause implements Pause {
    private Duration now = Duration.ZERO;

    abstract void tick();

    @Override
    public void forAbout(Duration duration) {
      now = now.plus(duration);
      tick();
    }

    @Override
    public Duration now() {
      return now;
    }
  }
}
