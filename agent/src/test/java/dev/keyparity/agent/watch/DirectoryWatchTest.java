package dev.keyparity.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.agent.store.KeyDirectoryPlace;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.Soundness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watch makes of notices, heartbeats and time; all three are the test's. */
class DirectoryWatchTest {
  private static final Path DIRECTORY = Path.of("/kms/keys");
  private static final Path SECRING = DIRECTORY.resolve("secring.gpg");
  private static final Path SENTINEL = Path.of("/state/watch/kms-prod");
  private static final Duration SETTLE = WatchTiming.USUAL.settle();
  private static final Duration HEARTBEAT = WatchTiming.USUAL.heartbeat();

  private final InMemoryDisk disk = new InMemoryDisk();
  private final ManualLoop loop = new ManualLoop();
  private final FakeNotices notices = new FakeNotices();
  private final List<KeyDirectorySnapshot> told = new ArrayList<>();
  private final DirectoryWatch watch =
      new DirectoryWatch(
          new KeyDirectoryReader(
              disk,
              new KeyDirectoryPlace(
                  "kms-prod",
                  "kms1",
                  Profile.named("keytrustee-kms"),
                  DIRECTORY,
                  Ownership.PRIVATE),
              loop.clock()),
          disk,
          SENTINEL,
          notices::open,
          new DirectoryWatch.Loop(loop, loop.clock(), WatchTiming.USUAL),
          told::add);

  @BeforeEach
  void makeDirectory() {
    disk.put(Path.of("/kms"), Kind.DIRECTORY, "", 0700);
    disk.put(DIRECTORY, Kind.DIRECTORY, "", 0700);
    write(TestRing.ALPHA.secring());
  }

  private void write(byte[] secring) {
    disk.putFile(SECRING, secring, 0600);
  }

  private void startAndSettle() {
    watch.start();
    loop.advance(SETTLE);
    loop.advance(HEARTBEAT);
    told.clear();
  }

  @Test
  void start_isChangingUntilASecondLookAgrees() {
    watch.start();
    assertThat(told).singleElement().satisfies(s -> assertThat(s.changing()).isTrue());
    loop.advance(SETTLE);
    assertThat(told).hasSize(2);
    assertThat(told.get(1).changing()).isFalse();
    assertThat(told.get(1).firstSeen()).isEqualTo(told.get(0).firstSeen());
    assertThat(told.get(1).sequence()).isGreaterThan(told.get(0).sequence());
    assertThat(watch.current()).contains(told.get(1));
  }

  @Test
  void notice_ofAChange_isToldAtOnceAndSettlesLater() {
    startAndSettle();
    write(TestRing.BETA.secring());
    notices.tell(DIRECTORY);

    assertThat(told).singleElement().satisfies(s -> assertThat(s.changing()).isTrue());
    assertThat(keyFile(told.get(0))).isEqualTo(FileDigest.of(TestRing.BETA.secring()));
    loop.advance(SETTLE);
    assertThat(told).hasSize(2);
    assertThat(told.get(1).changing()).isFalse();
    assertThat(told.get(1).reading().identity()).contains(TestRing.BETA.identity());
  }

  @Test
  void notice_fileStillBeingWritten_staysChangingUntilItRests() {
    startAndSettle();
    for (int bytes = 100; bytes <= 500; bytes += 100) {
      write(java.util.Arrays.copyOf(TestRing.BETA.secring(), bytes));
      notices.tell(DIRECTORY);
      loop.advance(SETTLE.minusMillis(1));
    }
    assertThat(told).hasSize(5).allMatch(KeyDirectorySnapshot::changing);
    loop.advance(SETTLE);
    assertThat(told).hasSize(6);
    assertThat(told.get(5).changing()).isFalse();
    assertThat(told.get(5).reading().facts().soundness()).isEqualTo(Soundness.DAMAGED);
  }

  @Test
  void refresh_rightAfterAChange_doesNotCountAsTheSecondLook() {
    startAndSettle();
    write(TestRing.BETA.secring());
    notices.tell(DIRECTORY);
    assertThat(watch.refresh(HEARTBEAT).changing()).isTrue();
    assertThat(watch.refresh(HEARTBEAT).changing()).isTrue();
    loop.advance(SETTLE);
    assertThat(watch.refresh(HEARTBEAT).changing()).isFalse();
  }

  @Test
  void refresh_withoutANotice_seesTheChange() {
    startAndSettle();
    write(TestRing.BETA.secring());
    KeyDirectorySnapshot seen = watch.refresh(HEARTBEAT);
    assertThat(keyFile(seen)).isEqualTo(FileDigest.of(TestRing.BETA.secring()));
    assertThat(told).containsExactly(seen);
  }

  @Test
  void heartbeat_withoutANotice_seesTheChange() {
    startAndSettle();
    write(TestRing.BETA.secring());
    loop.advance(HEARTBEAT);
    assertThat(told).isNotEmpty();
    loop.advance(SETTLE);
    assertThat(told.get(told.size() - 1).changing()).isFalse();
    assertThat(keyFile(told.get(told.size() - 1)))
        .isEqualTo(FileDigest.of(TestRing.BETA.secring()));
  }

  @Test
  void heartbeat_nothingChanged_confirmsWithoutTelling() {
    startAndSettle();
    KeyDirectorySnapshot before = watch.current().orElseThrow();
    loop.advance(HEARTBEAT.multipliedBy(5));
    KeyDirectorySnapshot after = watch.current().orElseThrow();
    assertThat(told).isEmpty();
    assertThat(after.confirmedAt()).isAfter(before.confirmedAt());
    assertThat(after.sequence()).isEqualTo(before.sequence());
    assertThat(after.reading()).isSameAs(before.reading());
  }

  @Test
  void heartbeat_changeWithinTheSameTickAsTheLastReading_isSeen() {
    startAndSettle();
    // The file system gives the second write the time and the size of the first.
    write(TestRing.BETA.secring());
    var node = disk.require(SECRING);
    disk.changedAt(node, loop.clock().instant());
    watch.refresh(HEARTBEAT);
    loop.advance(SETTLE);
    byte[] flipped = TestRing.BETA.secring().clone();
    flipped[flipped.length - 1] ^= 1;
    var time = node.changed();
    disk.overwrite(node, flipped);
    disk.changedAt(node, time);
    told.clear();

    loop.advance(HEARTBEAT);

    assertThat(told).isNotEmpty();
    assertThat(keyFile(told.get(0))).isEqualTo(FileDigest.of(flipped));
  }

  @Test
  void directory_replacedUnderItsName_isWatchedAnew() {
    startAndSettle();
    disk.rename(DIRECTORY, Path.of("/kms/old"));
    disk.put(DIRECTORY, Kind.DIRECTORY, "", 0700);
    notices.tell(Path.of("/kms"));
    assertThat(keyFile(told.get(0))).isEqualTo(FileDigest.ABSENT);
    assertThat(told.get(0).reading().facts().soundness()).isEqualTo(Soundness.ABSENT);
    assertThat(notices.watched).containsKey(DIRECTORY);
  }

  @Test
  void directory_absentAndComingBack_isSeenBothTimes() {
    startAndSettle();
    disk.rename(DIRECTORY, Path.of("/kms/elsewhere"));
    loop.advance(HEARTBEAT.plus(SETTLE));
    assertThat(watch.current().orElseThrow().reading().facts().soundness())
        .isEqualTo(Soundness.ABSENT);
    disk.rename(Path.of("/kms/elsewhere"), DIRECTORY);
    loop.advance(HEARTBEAT.plus(SETTLE));
    assertThat(watch.current().orElseThrow().reading().isSound()).isTrue();
  }

  @Test
  void notice_thatComesWhileLooking_bringsAnotherLook() {
    startAndSettle();
    int before = notices.watchCalls;
    // A directory put in place just after the old one's place was found empty must be watched, too.
    notices.duringNextWatch = () -> notices.tell(Path.of("/kms"));
    notices.tell(DIRECTORY);
    assertThat(notices.watchCalls).isEqualTo(before + 2);
  }

  @Test
  void parent_isWatchedForTheDirectorysNameOnly() {
    startAndSettle();
    Predicate<String> names = notices.watched.getOrDefault(Path.of("/kms"), name -> false);
    assertThat(names.test("keys")).isTrue();
    assertThat(names.test("something-else")).isFalse();
  }

  @Test
  void sentinel_toldOf_provesTheNotices() {
    watch.start();
    assertThat(watch.health().isSound()).isFalse();
    notices.tell(SENTINEL);
    loop.advance(HEARTBEAT);
    assertThat(watch.health().isSound()).isTrue();
    assertThat(watch.health().noticesProvenAt()).isNotNull();
  }

  @Test
  void sentinel_notToldOf_showsThatTheNoticesAreDead() {
    watch.start();
    notices.tell(SENTINEL);
    loop.advance(HEARTBEAT);
    int opened = notices.opened;
    // From now on the kernel tells of nothing.
    loop.advance(WatchTiming.USUAL.sentinel().plus(HEARTBEAT.multipliedBy(4)));
    assertThat(notices.opened).isGreaterThan(opened);
    assertThat(notices.closed).isPositive();
  }

  /** An agent that ends drops the executor at once: each watch would keep an inotify instance. */
  @Test
  void close_whenItsLoopRunsNoMore_closesTheNoticesAllTheSame() {
    watch.start();
    loop.discards = true;
    watch.close();
    assertThat(notices.closed).isEqualTo(notices.opened).isPositive();
  }

  @Test
  void heartbeat_afterTheClose_opensNothing() {
    watch.start();
    watch.close();
    int opened = notices.opened;
    loop.advance(HEARTBEAT.multipliedBy(3));
    assertThat(notices.opened).isEqualTo(opened);
  }

  @Test
  void notices_thatCannotBeHad_areTriedAgainAndTheHeartbeatStillSees() {
    notices.refuse = true;
    watch.start();
    loop.advance(SETTLE);
    assertThat(watch.health().problem()).contains("limit");
    write(TestRing.BETA.secring());
    loop.advance(HEARTBEAT.plus(SETTLE));
    assertThat(watch.current().orElseThrow().reading().identity())
        .contains(TestRing.BETA.identity());
    notices.refuse = false;
    loop.advance(HEARTBEAT);
    notices.tell(SENTINEL);
    loop.advance(HEARTBEAT);
    assertThat(watch.health().isSound()).isTrue();
  }

  @Test
  void notices_thatEnded_areMadeAnew() {
    startAndSettle();
    int opened = notices.opened;
    notices.end();
    loop.advance(HEARTBEAT);
    assertThat(notices.opened).isEqualTo(opened + 1);
  }

  @Test
  void listener_thatFails_doesNotEndTheWatch() {
    boolean[] fail = {true};
    DirectoryWatch fragile =
        new DirectoryWatch(
            new KeyDirectoryReader(
                disk,
                new KeyDirectoryPlace(
                    "kms-prod",
                    "kms1",
                    Profile.named("keytrustee-kms"),
                    DIRECTORY,
                    Ownership.PRIVATE),
                loop.clock()),
            disk,
            SENTINEL,
            notices::open,
            new DirectoryWatch.Loop(loop, loop.clock(), WatchTiming.USUAL),
            snapshot -> {
              if (fail[0]) {
                throw new IllegalStateException("listener");
              }
              told.add(snapshot);
            });
    fragile.start();
    loop.advance(HEARTBEAT);
    fail[0] = false;
    write(TestRing.BETA.secring());
    loop.advance(HEARTBEAT);
    assertThat(told).isNotEmpty();
  }

  @Test
  void touch_withoutAnyOtherContent_isNotTold() {
    startAndSettle();
    disk.overwrite(disk.require(SECRING), TestRing.ALPHA.secring());
    notices.tell(DIRECTORY);
    assertThat(told).isEmpty();
    assertThat(watch.current().orElseThrow().changing()).isFalse();
  }

  private static FileDigest keyFile(KeyDirectorySnapshot snapshot) {
    Optional<FileDigest> digest = snapshot.reading().keyFile();
    return digest.orElseThrow();
  }

  /** Notices that the test sends. */
  private static final class FakeNotices implements ChangeNotices {
    final Map<Path, Predicate<String>> watched = new HashMap<>();
    boolean refuse;
    int opened;
    int closed;
    int watchCalls;
    Runnable duringNextWatch = () -> {};
    private @Nullable Consumer consumer;

    ChangeNotices open(Consumer newConsumer) throws IOException {
      if (refuse) {
        throw new IOException("User limit of inotify instances reached or too many open files");
      }
      opened++;
      consumer = newConsumer;
      return this;
    }

    void tell(Path directory) {
      assertThat(watched.keySet()).contains(directory);
      if (consumer != null) {
        consumer.changed(directory);
      }
    }

    void end() {
      if (consumer != null) {
        consumer.ended(new IOException("gone"));
      }
    }

    @Override
    public void watch(Map<Path, Predicate<String>> directories) {
      watched.clear();
      watched.putAll(directories);
      assertThat(directories.keySet()).isEqualTo(Set.of(DIRECTORY, Path.of("/kms"), SENTINEL));
      watchCalls++;
      Runnable now = duringNextWatch;
      duringNextWatch = () -> {};
      now.run();
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
