package dev.keyparity.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.InMemoryDisk.Survival;
import dev.keyparity.agent.disk.Operation;
import dev.keyparity.agent.disk.PowerCut;
import dev.keyparity.agent.store.ReplacementOutcome.Replaced;
import dev.keyparity.agent.store.ReplacementOutcome.Undone;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An install that is stopped, refused room or disturbed at each of its durable operations. */
class InterruptedInstallTest {
  private static final SortedMap<String, FileDigest> OLD = TestRing.BETA.files().digests();
  private static final SortedMap<String, FileDigest> NEW = TestRing.ALPHA.files().digests();
  private static final byte[] FOREIGN =
      "somebody else's key".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final Path KEY_FILE = StoreFixture.DIRECTORY.resolve("secring.gpg");

  @ParameterizedTest
  @EnumSource(Survival.class)
  void powerCut_beforeEachOperation_leavesTheOldOrTheNewSet(Survival survival) {
    Set<Map<String, FileDigest>> ends = new HashSet<>();
    for (int k = 1; k <= operations(); k++) {
      for (int seed = 0; seed < (survival == Survival.ANYTHING ? 8 : 1); seed++) {
        StoreFixture fixture = cutBefore(k);
        fixture.disk.restart(survival, new Random(seed));

        RecoveryOutcome outcome = fixture.store().recover();

        String where = "cut before " + k + ", " + survival + ", seed " + seed + ": " + outcome;
        assertSettled(fixture, where);
        if (outcome instanceof RecoveryOutcome.Finished) {
          assertThat(fixture.present()).as(where).isEqualTo(NEW);
        } else if (!fixture.present().equals(NEW)) {
          assertThat(outcome).as(where).isNotInstanceOf(RecoveryOutcome.Superseded.class);
          assertThat(fixture.present()).as(where).isEqualTo(OLD);
        }
        ends.add(fixture.present());
        assertInstallable(fixture, where);
      }
    }
    assertThat(ends).containsExactlyInAnyOrder(OLD, NEW);
  }

  @Test
  void powerCut_duringTheRecoveryFromEachPowerCut_leavesTheOldOrTheNewSet() {
    for (int k = 1; k <= operations(); k++) {
      for (int j = 1; ; j++) {
        StoreFixture fixture = cutBefore(k);
        Random random = new Random(31L * k + j);
        fixture.disk.restart(Survival.ANYTHING, random);
        fixture.disk.cutPowerBefore(j);
        boolean cut = false;
        try {
          fixture.store().recover();
        } catch (PowerCut expected) {
          cut = true;
          fixture.disk.restart(Survival.ANYTHING, random);
        }
        fixture.store().recover();
        assertSettled(fixture, "cut before " + k + " and then before " + j);
        if (!cut) {
          break;
        }
      }
    }
  }

  @Test
  void powerCut_withTheStagingDirectoryTakenAway_isUndoneFromTheBackup() {
    int undoneFromBackup = 0;
    for (int k = 1; k <= operations(); k++) {
      StoreFixture fixture = cutBefore(k);
      fixture.disk.restart(Survival.EVERYTHING, new Random(k));
      if (!fixture.names().contains(Staging.NAME)) {
        continue;
      }
      fixture.disk.rename(StoreFixture.DIRECTORY.resolve(Staging.NAME), Path.of("/kms/taken-away"));
      RecoveryOutcome outcome = fixture.store().recover();
      assertSettled(fixture, "cut before " + k + ": " + outcome);
      if (outcome instanceof RecoveryOutcome.Undone undone && !undone.notes().isEmpty()) {
        undoneFromBackup++;
      }
    }
    assertThat(undoneFromBackup).isPositive();
  }

  @Test
  void fullDisk_fromEachOperationOn_changesNothingOrEverything() {
    for (int k = 1; k <= operations(); k++) {
      StoreFixture fixture = new StoreFixture();
      InstallTicket ticket = fixture.ticket();
      fixture.disk.failFrom(k, Operation::needsRoom, "No space left on device");

      ReplacementOutcome outcome =
          fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());

      fixture.disk.inject(operation -> {});
      if (outcome instanceof Undone undone) {
        assertThat(undone.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(fixture.present()).as("full before " + k).isEqualTo(OLD);
      } else {
        assertThat(outcome).isInstanceOf(Replaced.class);
        assertThat(fixture.present()).as("full before " + k).isEqualTo(NEW);
      }
      assertThat(fixture.store().marker()).isEmpty();
      fixture.store().recover();
      assertSettled(fixture, "full before " + k);
    }
  }

  @Test
  void oneFailedOperation_whicheverItIs_changesNothingOrEverything() {
    for (int k = 1; k <= operations(); k++) {
      int failing = k;
      StoreFixture fixture = new StoreFixture();
      InstallTicket ticket = fixture.ticket();
      fixture.disk.inject(
          operation -> {
            if (operation.number() == failing) {
              throw new IOException("Input/output error");
            }
          });
      ReplacementOutcome outcome =
          fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());
      fixture.disk.inject(operation -> {});
      assertThat(outcome).isNotInstanceOf(ReplacementOutcome.Refused.class);
      assertThat(fixture.store().marker()).as("EIO at " + k).isEmpty();
      assertThat(fixture.present())
          .as("EIO at " + k)
          .isEqualTo(outcome instanceof Undone ? OLD : NEW);
      fixture.store().recover();
      assertSettled(fixture, "EIO at " + k);
    }
  }

  @Test
  void deadDisk_fromEachOperationOn_isNamedAndSettledOnceItWorksAgain() {
    int interrupted = 0;
    for (int k = 1; k <= operations(); k++) {
      StoreFixture fixture = new StoreFixture();
      InstallTicket ticket = fixture.ticket();
      fixture.disk.failFrom(k, operation -> true, "Input/output error");
      try {
        fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());
      } catch (KeyparityException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.INSTALL_INTERRUPTED);
        interrupted++;
      }
      fixture.disk.inject(operation -> {});
      if (fixture.store().marker().isPresent()) {
        ReplacementOutcome meanwhile =
            fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());
        assertThat(((ReplacementOutcome.Refused) meanwhile).code())
            .isEqualTo(ErrorCode.INSTALL_INTERRUPTED);
      }
      fixture.store().recover();
      assertSettled(fixture, "dead from " + k);
    }
    assertThat(interrupted).isPositive();
  }

  @Test
  void keyFile_comesLastAndIsNeverMissing() {
    StoreFixture fixture = new StoreFixture();
    InstallTicket ticket = fixture.ticket();
    List<Map<String, FileDigest>> seen = new ArrayList<>();
    fixture.disk.inject(operation -> seen.add(fixture.present()));
    fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());

    assertThat(seen).hasSizeGreaterThan(20);
    for (Map<String, FileDigest> moment : seen) {
      if (!java.util.Objects.equals(moment.get("secring.gpg"), OLD.get("secring.gpg"))) {
        assertThat(moment).isEqualTo(NEW);
      }
    }
    List<Operation> operations = fixture.disk.operations();
    int last = moveOf(operations, "/kms/keys/secring.gpg");
    int before = moveOf(operations, "/kms/keys/pubring.gpg");
    assertThat(operations.subList(before, last))
        .as("the other files are forced before the key file comes")
        .anyMatch(o -> o.kind() == Operation.Kind.SYNC_DIRECTORY && o.path().equals("/kms/keys"));
  }

  @Test
  void somebodyWritingIntoTheKeyFile_whenever_losesNothing() {
    disturbed(
        fixture -> {
          InMemoryDisk disk = fixture.disk;
          disk.overwrite(disk.require(KEY_FILE), FOREIGN);
        },
        0);
  }

  @Test
  void somebodyRenamingOverTheKeyFile_losesNothingButInTheOneDocumentedMoment() {
    disturbed(fixture -> fixture.disk.putFile(KEY_FILE, FOREIGN, 0600), 1);
  }

  @Test
  void somebodyMakingAKeyFileWhereNoneWas_losesNothing() {
    // A KMS that is started too early makes a key of its own.
    int lost = 0;
    KeyFileSet none = KeyFileSet.of(Map.of(), Set.copyOf(StoreFixture.PROFILE.files()));
    for (int k = 1; k <= 60; k++) {
      int moment = k;
      StoreFixture fixture = StoreFixture.holding(none);
      InstallTicket ticket = fixture.ticket(fixture.replacement(FileDigest.ABSENT, List.of()));
      boolean[] made = {false};
      fixture.disk.inject(
          operation -> {
            if (operation.number() == moment && fixture.present("secring.gpg").isAbsent()) {
              made[0] = true;
              fixture.disk.putFile(KEY_FILE, FOREIGN, 0600);
            }
          });
      fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());
      lost += made[0] && !isSomewhere(fixture, FOREIGN) ? 1 : 0;
    }
    assertThat(lost).isZero();
  }

  @Test
  void directoryReplacedMeanwhile_whenever_isNeverReportedAsDone() {
    for (int k = 1; k <= operations(); k++) {
      int moment = k;
      StoreFixture fixture = new StoreFixture();
      InstallTicket ticket = fixture.ticket();
      fixture.disk.inject(
          operation -> {
            if (operation.number() == moment) {
              fixture.disk.rename(StoreFixture.DIRECTORY, Path.of("/kms/old-directory"));
              fixture.disk.put(
                  StoreFixture.DIRECTORY,
                  dev.keyparity.agent.disk.Attributes.Kind.DIRECTORY,
                  "",
                  0700);
            }
          });
      ReplacementOutcome outcome =
          fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());
      if (outcome instanceof Replaced) {
        // Only once everything but the sweeping was done and verified.
        assertThat(moment).isGreaterThan(operations() - 12);
      }
    }
  }

  private interface Disturbance {
    void happen(StoreFixture fixture);
  }

  private static void disturbed(Disturbance disturbance, int mostLost) {
    int lost = 0;
    for (int k = 1; k <= operations(); k++) {
      int moment = k;
      StoreFixture fixture = new StoreFixture();
      InstallTicket ticket = fixture.ticket();
      boolean[] oldAtThatMoment = {false};
      fixture.disk.inject(
          operation -> {
            if (operation.number() == moment
                && fixture.present("secring.gpg").equals(OLD.get("secring.gpg"))) {
              oldAtThatMoment[0] = true;
              disturbance.happen(fixture);
            }
          });
      ReplacementOutcome outcome =
          fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());
      if (oldAtThatMoment[0] && !isSomewhere(fixture, FOREIGN)) {
        lost++;
      } else if (oldAtThatMoment[0]) {
        assertThat(outcome).as("disturbed at " + k).isNotInstanceOf(Replaced.class);
        assertThat(fixture.present("secring.gpg")).isEqualTo(FileDigest.of(FOREIGN));
      }
      assertThat(fixture.store().marker()).isEmpty();
    }
    assertThat(lost).isEqualTo(mostLost);
  }

  private static boolean isSomewhere(StoreFixture fixture, byte[] bytes) {
    return fixture.disk.files().entrySet().stream()
        .anyMatch(e -> e.getKey().startsWith("/kms/keys/") && Arrays.equals(e.getValue(), bytes));
  }

  private static int moveOf(List<Operation> operations, String path) {
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i).kind() == Operation.Kind.MOVE
          && operations.get(i).path().equals(path)) {
        return i;
      }
    }
    throw new AssertionError("no move to " + path + " in " + operations);
  }

  /** How many durable operations an undisturbed install has. */
  private static int operations() {
    StoreFixture fixture = new StoreFixture();
    InstallTicket ticket = fixture.ticket();
    fixture.disk.inject(operation -> {});
    fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());
    return fixture.disk.operations().size();
  }

  private static StoreFixture cutBefore(int k) {
    StoreFixture fixture = new StoreFixture();
    InstallTicket ticket = fixture.ticket();
    fixture.disk.cutPowerBefore(k);
    assertThatThrownBy(
            () -> fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped()))
        .isInstanceOf(PowerCut.class);
    return fixture;
  }

  /** One set or the other, no marker, nothing lying about. */
  private static void assertSettled(StoreFixture fixture, String where) {
    assertThat(fixture.present()).as(where).isIn(OLD, NEW);
    assertThat(fixture.store().marker()).as(where).isEmpty();
    assertThat(fixture.names())
        .as(where)
        .containsExactlyInAnyOrder("secring.gpg", "pubring.gpg", "keytrustee.conf");
  }

  private static void assertInstallable(StoreFixture fixture, String where) {
    if (fixture.present().equals(OLD)) {
      assertThat(
              fixture.store().install(TestRing.ALPHA.files(), fixture.ticket(), fixture.stopped()))
          .as(where)
          .isInstanceOf(Replaced.class);
    }
  }
}
