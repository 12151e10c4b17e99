package dev.keyparity.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.gate.GateFixture;
import dev.keyparity.agent.gate.GateOverride;
import dev.keyparity.agent.store.TestRing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal of a KMS's unit shows, and whether the KMS may start. */
class GateMainTest {
  private static final String SENTENCE =
      "keyparity-gate: Unable to verify private key match between KMS hosts. Verify private key"
          + " files have been synced between all KMS hosts. Aborting to prevent data inconsistency.";

  @TempDir Path folder;
  private GateFixture host;

  private record Said(int exit, List<String> lines) {}

  @BeforeEach
  void gatedHost() throws Exception {
    host = new GateFixture(folder).holding(TestRing.ALPHA).approving(TestRing.ALPHA);
    host.configure("on");
  }

  private Said gate(String... more) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args =
        Stream.concat(Stream.of("--config", host.config().toString()), Stream.of(more)).toList();
    int exit = GateMain.run(args, new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Said(exit, err.toString(StandardCharsets.UTF_8).lines().toList());
  }

  private void override() {
    LocalGate.of(host.config(), GateFixture.SERVICE, Clock.systemUTC())
        .override(Duration.ofMinutes(30), "alice", "the vendor is on the phone");
  }

  private static String brief(TestRing ring) {
    return ring.identity().primary().abbreviated();
  }

  private String emergency() {
    return "emergency: keyparity gate override --for 30m --reason \"…\" --agent-config "
        + host.config();
  }

  @Test
  void hostInParity_starts() {
    assertThat(gate())
        .isEqualTo(
            new Said(
                0,
                List.of(
                    "keyparity-gate: kms-prod: in parity with %s (statement 3 of 2026-11-20, signed by alice)"
                        .formatted(brief(TestRing.ALPHA)))));
  }

  @Test
  void anotherKey_isRefusedInTheVendorsWords_withBothKeysAndWhatToDo() throws Exception {
    host.holding(TestRing.BETA);

    assertThat(gate())
        .isEqualTo(
            new Said(
                6,
                List.of(
                    SENTENCE,
                    "keyparity-gate: this host holds %s, approved is %s (statement 3 of 2026-11-20, signed by alice)"
                        .formatted(brief(TestRing.BETA), brief(TestRing.ALPHA)),
                    "keyparity-gate: mend: keyparity repair kms-prod kms2 · " + emergency())));
  }

  @Test
  void noKeyFile_isRefusedWithItsVerdict() throws Exception {
    Files.delete(host.secring());

    Said said = gate();

    assertThat(said.exit()).isEqualTo(6);
    assertThat(said.lines().get(1)).contains("this host holds no key that can be read, approved");
    assertThat(said.lines().get(2)).contains("ABSENT: ");
  }

  @Test
  void hostThatIsNotEnrolled_startsWithAWarning() throws Exception {
    Files.delete(host.statement());

    Said said = gate();

    assertThat(said.exit()).isZero();
    assertThat(said.lines()).singleElement().asString().contains("warning: ", "started unjudged");
  }

  @Test
  void keyThatCannotBeProven_startsWithAWarning() throws Exception {
    host.holding(TestRing.ALPHA.withoutFirstTrustPacket());

    Said said = gate();

    assertThat(said.exit()).isZero();
    assertThat(said.lines()).singleElement().asString().contains("warning: ", "UNPROVEN: ");
  }

  @Test
  void gateThatIsOff_judgesNothing() throws Exception {
    host.holding(TestRing.BETA).configure("off");

    assertThat(gate().exit()).isZero();
  }

  @Test
  void override_letsItStart_andTheJournalSaysWho() throws Exception {
    host.holding(TestRing.BETA);
    override();

    Said said = gate();

    assertThat(said.exit()).isZero();
    assertThat(said.lines().get(0)).contains("OVERRIDDEN: kms-prod is started although: DIVERGED");
    assertThat(said.lines().get(1))
        .matches(".*overridden by alice until .* UTC: the vendor is on the phone");
    assertThat(said.lines()).noneMatch(line -> line.equals(SENTENCE));
  }

  /** What the operator does when an update of agent.yaml went wrong at night. */
  @Test
  void configurationThatCannotBeRead_refuses_andCanBeOverridden() throws Exception {
    Files.writeString(
        host.config(), "\nno_such_setting: 1\n", java.nio.file.StandardOpenOption.APPEND);

    Said refused = gate("--service", "kms-prod");
    assertThat(refused.exit()).isEqualTo(6);
    assertThat(refused.lines().get(0)).isEqualTo(SENTENCE);
    assertThat(refused.lines()).allMatch(line -> line.startsWith("keyparity-gate: "));
    assertThat(String.join("\n", refused.lines())).contains("STATE_UNREADABLE", "no_such_setting");
    assertThat(refused.lines().get(refused.lines().size() - 1))
        .contains("--reason \"…\" --service kms-prod --agent-config");

    override();
    assertThat(gate("--service", "kms-prod").exit()).isZero();
  }

  @Test
  void serviceThatNobodyDeclares_isRefused() {
    Said said = gate("--service", "kms-pord");

    assertThat(said.exit()).isEqualTo(6);
    assertThat(said.lines().get(1)).contains("service kms-pord (expected: one of [kms-prod])");
  }

  @Test
  void stateThatIsGone_refuses_andCanBeOverridden() throws Exception {
    Files.move(host.state(), folder.resolve("elsewhere"));

    assertThat(gate().exit()).isEqualTo(6);
    override();
    assertThat(gate().exit()).isZero();
    assertThat(Files.getPosixFilePermissions(host.state()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void overrideFile_isForItsOwnerOnly() throws Exception {
    override();

    try (Stream<Path> files = Files.list(host.state().resolve("gate/kms-prod"))) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .isEqualTo(PosixFilePermissions.fromString("rw-------")));
    }
  }

  @Test
  void overrideFileOfRubbish_opensNothing() throws Exception {
    host.holding(TestRing.BETA);
    Path folder = Files.createDirectories(host.state().resolve("gate/kms-prod"));
    Files.writeString(folder.resolve("20261124T120000Z-0a1b2c3d.json"), GateOverride.FORMAT);

    assertThat(gate().exit()).isEqualTo(6);
  }

  @Test
  void argumentsThatMeanNothing_areRefused() {
    assertThat(gate("--frobnicate", "x").exit()).isEqualTo(2);
    assertThat(gate("--service").exit()).isEqualTo(2);
    assertThat(gate("--version").exit()).isZero();
  }
}
