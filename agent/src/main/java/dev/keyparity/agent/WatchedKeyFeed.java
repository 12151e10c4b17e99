package dev.keyparity.agent;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.rpc.KeyFeed;
import dev.keyparity.agent.store.KeyDirectoryReader;
import dev.keyparity.agent.watch.DirectoryWatch;
import dev.keyparity.agent.watch.InotifyNotices;
import dev.keyparity.agent.watch.KeyDirectorySnapshot;
import dev.keyparity.agent.watch.WatchHealth;
import dev.keyparity.agent.watch.WatchTiming;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.lifecycle.Component;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;

/** The watch of one key directory as the wire wants it: asked for a look, heard of changes. */
final class WatchedKeyFeed implements KeyFeed, Component {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ScheduledExecutorService loop;
  private final DirectoryWatch watch;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param sentinel a directory of the agent's own in which nothing else is
   */
  WatchedKeyFeed(KeyDirectoryReader reader, Disk disk, Path sentinel, Clock clock) {
    String name = "watch-" + reader.place().service();
    this.loop = FaultHandler.logging().timer(name);
    this.watch =
        new DirectoryWatch(
            reader,
            disk,
            sentinel,
            InotifyNotices.source(name + "-notices"),
            new DirectoryWatch.Loop(loop, clock, WatchTiming.USUAL),
            snapshot -> listeners.forEach(Runnable::run));
  }

  @Override
  public void start() {
    watch.start();
  }

  @Override
  public Sighting look() {
    KeyDirectorySnapshot snapshot = watch.refresh(PATIENCE);
    return new Sighting(snapshot.reading(), snapshot.changing(), snapshot.firstSeen());
  }

  @Override
  public AutoCloseable onChange(Runnable wake) {
    listeners.add(wake);
    return () -> listeners.remove(wake);
  }

  WatchHealth health() {
    return watch.health();
  }

  @Override
  public void close() {
    listeners.clear();
    watch.close();
    loop.shutdownNow();
  }
}
