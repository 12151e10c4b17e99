package dev.keyparity.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.agent.disk.LinuxDisk;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.store.KeyDirectoryPlace;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.Soundness;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real directories, real inotify. The heartbeat is an hour away, so what is seen was told by the
 * kernel, except where a test says otherwise.
 */
class InotifyWatchTest {
  @TempDir Path root;

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final LinuxDisk disk = new LinuxDisk(new Random());
  private Path directory;
  private Path secring;
  private DirectoryWatch watch;

  @BeforeEach
  void startWatching() throws IOException {
    directory = Files.createDirectories(root.resolve("kms/keys"));
    secring = directory.resolve("secring.gpg");
    TestRing.ALPHA.writeTo(directory);
    Files.createDirectory(root.resolve("state"));
    watch = start(Duration.ofHours(1));
    awaitSettled(s -> s.reading().isSound());
    await().until(() -> watch.health().noticesProvenAt() != null);
  }

  private DirectoryWatch start(Duration heartbeat) {
    WatchTiming timing = new WatchTiming(heartbeat, Duration.ofMillis(5), Duration.ofHours(1));
    DirectoryWatch started =
        new DirectoryWatch(
            new KeyDirectoryReader(
                disk,
                new KeyDirectoryPlace(
                    "kms-prod",
                    "kms1",
                    Profile.named("keytrustee-kms"),
                    directory,
                    Ownership.PRIVATE),
                Clock.systemUTC()),
            disk,
            root.resolve("state/watch"),
            InotifyNotices.source("watch-test"),
            new DirectoryWatch.Loop(loop, Clock.systemUTC(), timing),
            snapshot -> {});
    started.start();
    return started;
  }

  @AfterEach
  void stop() {
    watch.close();
    loop.shutdown();
  }

  private void awaitSettled(Predicate<KeyDirectorySnapshot> wanted) {
    await().until(() -> watch.current().filter(s -> !s.changing()).filter(wanted).isPresent());
  }

  private void awaitUnreadable(String why) {
    awaitSettled(
        s ->
            s.reading().facts().soundness() == Soundness.UNREADABLE
                && s.reading().facts().reasons().toString().contains(why));
  }

  @Test
  void write_inPlace_isSeen() throws IOException {
    Files.write(secring, TestRing.BETA.secring());
    awaitSettled(
        s -> s.reading().identity().equals(java.util.Optional.of(TestRing.BETA.identity())));
  }

  @Test
  void rename_overTheFile_isSeen() throws IOException {
    Path other = directory.resolve("other");
    Files.write(other, TestRing.BETA.secring());
    Files.move(other, secring, StandardCopyOption.ATOMIC_MOVE);
    awaitSettled(
        s -> s.reading().identity().equals(java.util.Optional.of(TestRing.BETA.identity())));
  }

  @Test
  void delete_isSeen() throws IOException {
    Files.delete(secring);
    awaitSettled(s -> s.reading().facts().soundness() == Soundness.ABSENT);
  }

  @Test
  void chmod_isSeen() throws IOException {
    Files.setPosixFilePermissions(
        secring, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
    awaitSettled(
        s -> s.reading().facts().secring().map(f -> f.mode().equals("0666")).orElse(false));
  }

  @Test
  void directory_swappedByRename_isSeenAndTheNewOneIsWatched() throws IOException {
    Path other = Files.createDirectory(root.resolve("kms/other"));
    TestRing.BETA.writeTo(other);
    Files.move(directory, root.resolve("kms/away"));
    Files.move(other, directory);
    awaitSettled(
        s -> s.reading().identity().equals(java.util.Optional.of(TestRing.BETA.identity())));

    Files.write(secring, TestRing.ALPHA.secring());
    awaitSettled(
        s -> s.reading().identity().equals(java.util.Optional.of(TestRing.ALPHA.identity())));
  }

  @Test
  void directory_goneAndMadeAgain_isSeenAndWatched() throws IOException {
    Files.move(directory, root.resolve("elsewhere"));
    awaitSettled(s -> s.reading().facts().soundness() == Soundness.ABSENT);
    Files.createDirectory(directory);
    TestRing.BETA.writeTo(directory);
    awaitSettled(
        s -> s.reading().identity().equals(java.util.Optional.of(TestRing.BETA.identity())));
  }

  @Test
  void directory_replacedByALinkToAnother_isUnreadable() throws IOException {
    Path other = Files.createDirectory(root.resolve("kms/other"));
    TestRing.BETA.writeTo(other);
    Files.move(directory, root.resolve("kms/away"));
    Files.createSymbolicLink(directory, other);
    awaitUnreadable("a symbolic link");
  }

  @Test
  void file_replacedByAFifo_isUnreadableAndTheWatchGoesOn() throws Exception {
    Files.delete(secring);
    assertThat(new ProcessBuilder("mkfifo", secring.toString()).start().waitFor()).isZero();
    awaitUnreadable("a FIFO");
    Files.delete(secring);
    Files.write(secring, TestRing.ALPHA.secring());
    awaitSettled(s -> s.reading().isSound());
  }

  @Test
  void file_grownToAGigabyte_isUnreadable() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(secring.toFile(), "rw")) {
      file.setLength(1L << 30); // sparse: takes no room
    }
    awaitUnreadable("1073741824 bytes");
  }

  @Test
  void renameFurtherUp_whichNoNoticeTellsOf_isSeenAtTheHeartbeat() throws IOException {
    watch.close();
    watch = start(Duration.ofMillis(50));
    awaitSettled(s -> s.reading().isSound());
    Path other = Files.createDirectories(root.resolve("kms2/keys"));
    TestRing.BETA.writeTo(other);
    Files.move(root.resolve("kms"), root.resolve("away"));
    Files.move(root.resolve("kms2"), root.resolve("kms"));
    awaitSettled(
        s -> s.reading().identity().equals(java.util.Optional.of(TestRing.BETA.identity())));
  }

  /** A system has 128 instances for each user: whoever starts anew must not keep one each time. */
  @Test
  void closed_manyTimes_keepsNoInstance() throws IOException {
    long before = instances();
    for (int i = 0; i < 20; i++) {
      InotifyNotices.source("closed-" + i).open(new Unheard()).close();
    }
    assertThat(instances()).isEqualTo(before);
  }

  /** Notices that fail are dropped by nobody but themselves, if the watch is gone by then. */
  @Test
  void notices_whoseConsumerFails_letTheirInstanceGo() throws IOException {
    long before = instances();
    ChangeNotices failing =
        InotifyNotices.source("failing")
            .open(
                new Unheard() {
                  @Override
                  public void changed(Path changed) {
                    throw new IllegalStateException("no");
                  }
                });
    failing.watch(java.util.Map.of(directory, name -> true));
    Files.writeString(directory.resolve("anything"), "x");
    await().until(() -> instances() == before);
  }

  private static class Unheard implements ChangeNotices.Consumer {
    @Override
    public void changed(Path changed) {}

    @Override
    public void ended(Exception reason) {}
  }

  /** Open inotify instances of this virtual machine. */
  private static long instances() throws IOException {
    long count = 0;
    try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open) {
        count += isInotify(descriptor) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isInotify(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:inotify");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @Test
  void manyWritesAtOnce_endWithTheLast() throws IOException {
    for (int i = 0; i < 3_000; i++) {
      Files.createFile(directory.resolve("f" + i));
    }
    Files.write(secring, TestRing.BETA.secring());
    awaitSettled(
        s -> s.reading().identity().equals(java.util.Optional.of(TestRing.BETA.identity())));
  }
}
