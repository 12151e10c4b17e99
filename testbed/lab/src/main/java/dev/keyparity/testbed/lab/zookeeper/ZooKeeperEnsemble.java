package dev.keyparity.testbed.lab.zookeeper;

import dev.keyparity.testbed.lab.process.LabException;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.process.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An odd number of {@link ZooKeeperProcess}es that are one ensemble, and what an operator does to
 * all of them: restart one after the other, copy what they hold, and put an old copy back.
 * Thread-safe.
 */
public final class ZooKeeperEnsemble {
  private static final String DATA = "data/version-2";
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration GENTLE = Duration.ofSeconds(5);

  private final Path directory;
  private final List<ZooKeeperProcess> members;

  private ZooKeeperEnsemble(Path directory, List<ZooKeeperProcess> members) {
    this.directory = directory;
    this.members = members;
  }

  /** Not started. */
  public static ZooKeeperEnsemble of(Path directory, int servers, StartedProcesses started) {
    return new ZooKeeperEnsemble(directory, ZooKeeperProcess.ensemble(directory, servers, started));
  }

  /** In the order of their ids, from 1. */
  public List<ZooKeeperProcess> members() {
    return members;
  }

  public String connectString() {
    return ZooKeeperProcess.connectString(members);
  }

  /** Starts every member that does not run and waits until all serve. */
  public void start(Duration limit) {
    members.stream().filter(member -> !member.isRunning()).forEach(ZooKeeperProcess::launch);
    members.forEach(member -> member.awaitServing(limit));
  }

  public Optional<ZooKeeperProcess> leader() {
    return members.stream().filter(member -> member.mode().equals("leader")).findFirst();
  }

  public List<ZooKeeperProcess> followers() {
    return members.stream().filter(member -> member.mode().equals("follower")).toList();
  }

  /** Sends a signal, such as STOP or CONT, to as many members as leaves the others no majority. */
  public void signalMajority(String signal) {
    majority().forEach(member -> member.signal(signal));
  }

  private List<ZooKeeperProcess> majority() {
    return members.subList(0, members.size() / 2 + 1);
  }

  /** SIGKILL to every member. */
  public void killAll() {
    members.forEach(ZooKeeperProcess::kill);
  }

  /** Restarts one after the other, each only when all serve again: a quorum is there throughout. */
  public void restartOneByOne(Duration limit) {
    for (ZooKeeperProcess member : members) {
      if (!member.stop(GENTLE)) {
        member.kill();
      }
      member.launch();
      members.forEach(each -> each.awaitServing(limit));
    }
  }

  /**
   * Copies what the first member holds, as a nightly job would: while it serves. The end of its
   * transaction log may be torn, which a server that loads it cuts off.
   */
  public void copyTo(Path copy) {
    copy(data(1), copy);
  }

  /** Stops every member, gives each of them the copy in place of what it holds, starts them all. */
  public void restore(Path copy, Duration limit) {
    killAll();
    for (int id = 1; id <= members.size(); id++) {
      remove(data(id));
      copy(copy, data(id));
    }
    start(limit);
    boolean led = Wait.until(limit, POLL, () -> leader().isPresent());
    if (!led) {
      throw new LabException(
          LabException.Code.NOT_SERVING, "zookeeper in " + directory + ": no leader once restored");
    }
  }

  private Path data(int id) {
    return directory.resolve(Integer.toString(id)).resolve(DATA);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "copying " + from + " to " + to, e);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "removing " + directory, e);
    }
  }
}
