package dev.keyparity.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.agent.guard.state.InMemoryStateFiles;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A host says which key it serves only if it can prove what the file was at the start. */
class ServingHistoryTest {
  private static final Instant LONG_AGO = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant BOOTED = Instant.parse("2026-11-24T00:00:00Z");
  private static final FileSeen GOOD = new FileSeen("aa", "good", LONG_AGO, "1:10");
  private static final FileSeen ROGUE =
      new FileSeen("bb", "rogue", BOOTED.plusSeconds(100), "1:11");

  private final InMemoryStateFiles files = new InMemoryStateFiles();
  private ServingHistory history = new ServingHistory("kms", files);

  private static BootInstant at(long second) {
    return new BootInstant("boot", second * 100, BOOTED.plusSeconds(second));
  }

  private static ProcessInstance startedAt(long second) {
    return new ProcessInstance("boot", 42, second * 100);
  }

  private Serving serving(long startSecond) {
    return history.of(startedAt(startSecond), BOOTED.plusSeconds(startSecond));
  }

  private void restartAgent() {
    history = new ServingHistory("kms", files);
  }

  @Test
  void nothingSeen_isUnknown() {
    assertThat(serving(10).isKnown()).isFalse();
  }

  @Test
  void fileUnchangedSinceBeforeTheStart_isWhatIsServed() {
    history.seen(GOOD, at(50));

    assertThat(serving(10).identity()).isEqualTo("good");
  }

  @Test
  void fileChangedAfterTheStart_whileNobodyWatched_isUnknown() {
    history.seen(ROGUE, at(150));

    assertThat(serving(10).isKnown()).isFalse();
    assertThat(serving(100).isKnown()).isFalse();
    assertThat(serving(102).identity()).isEqualTo("rogue");
  }

  @Test
  void runningProcess_goesOnServingWhatTheFileWas() {
    history.seen(GOOD, at(50));
    history.seen(GOOD, at(90));
    assertThat(serving(60).identity()).isEqualTo("good");
    history.seen(ROGUE, at(100));
    restartAgent();

    assertThat(serving(60).identity()).isEqualTo("good");
  }

  @Test
  void processStartedWhileTheFileWasWatched_isToldEvenIfAskedLater() {
    history.seen(GOOD, at(50));
    history.seen(GOOD, at(90));
    history.seen(ROGUE, at(100));

    assertThat(serving(60).identity()).isEqualTo("good");
  }

  @Test
  void processStartedBetweenTheLastSightingAndTheNext_isUnknown() {
    history.seen(GOOD, at(50));
    history.seen(ROGUE, at(100));

    assertThat(serving(70).isKnown()).isFalse();
  }

  @Test
  void sameBytesWrittenAnew_areAnotherSighting() {
    history.seen(GOOD, at(50));
    FileSeen rewritten = new FileSeen("aa", "good", BOOTED.plusSeconds(80), "1:12");
    history.seen(rewritten, at(100));

    assertThat(serving(70).isKnown()).isFalse();
  }

  @Test
  void agentThatWasAway_stillKnowsAFileThatNobodyTouched() {
    history.seen(GOOD, at(50));
    restartAgent();
    history.seen(GOOD, at(500));

    assertThat(serving(300).identity()).isEqualTo("good");
  }

  @Test
  void ownStart_isProvenOnlyIfTheFileStayedTheSame() {
    history.seen(ROGUE, at(150));
    history.started(startedAt(90), GOOD, ROGUE);
    assertThat(serving(90).isKnown()).isFalse();
    history.started(startedAt(90), GOOD, GOOD);

    assertThat(serving(90)).isEqualTo(new Serving("aa", "good", "we started it"));
  }

  @Test
  void processOfALaterBoot_loadedWhatWasThereAllAlong() {
    history.seen(GOOD, at(50));
    history.seen(GOOD, new BootInstant("boot-2", 500, BOOTED.plusSeconds(4000)));

    ProcessInstance process = new ProcessInstance("boot-2", 7, 300);
    assertThat(history.of(process, BOOTED.plusSeconds(3998)).identity()).isEqualTo("good");
  }

  @Test
  void absentFile_isNoIdentity() {
    history.seen(new FileSeen("absent", "", Instant.EPOCH, ""), at(50));

    assertThat(serving(10).isKnown()).isFalse();
  }

  @Test
  void record_isAsInItsGoldenFile() throws Exception {
    history.seen(GOOD, at(50));
    history.of(startedAt(10), BOOTED.plusSeconds(10));

    try (var golden = getClass().getResourceAsStream("/golden/guard/kms-history.json")) {
      assertThat(new String(files.read("kms/kms.json").orElseThrow(), StandardCharsets.UTF_8))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }
}
