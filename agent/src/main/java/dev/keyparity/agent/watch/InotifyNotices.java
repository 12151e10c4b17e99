package dev.keyparity.agent.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * inotify through the JDK's watch service. A directory that was replaced under its name is noticed
 * at the next {@link #watch}, by its inode, and watched anew. Thread-safe.
 */
public final class InotifyNotices implements ChangeNotices {
  private static final Logger log = LoggerFactory.getLogger(InotifyNotices.class);

  private final WatchService service;
  private final Consumer consumer;
  private final Map<Path, Watched> watched = new HashMap<>();

  private record Watched(WatchKey key, Object inode, Predicate<String> names) {}

  private InotifyNotices(WatchService service, Consumer consumer) {
    this.service = service;
    this.consumer = consumer;
  }

  /**
   * @param name of the thread that waits for notices
   */
  public static Source source(String name) {
    return consumer -> {
      InotifyNotices notices =
          new InotifyNotices(FileSystems.getDefault().newWatchService(), consumer);
      Thread thread = new Thread(notices::listenToTheEnd, name);
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (RuntimeException | Error noThread) {
        notices.close();
        throw noThread;
      }
      return notices;
    };
  }

  @Override
  public synchronized void watch(Map<Path, Predicate<String>> directories) throws IOException {
    Set<Path> gone = new HashSet<>(watched.keySet());
    gone.removeAll(directories.keySet());
    gone.forEach(this::forget);
    for (Map.Entry<Path, Predicate<String>> wanted : directories.entrySet()) {
      watch(wanted.getKey(), wanted.getValue());
    }
  }

  private void watch(Path directory, Predicate<String> names) throws IOException {
    try {
      Object inode = Files.getAttribute(directory, "unix:fileKey");
      Watched known = watched.get(directory);
      if (known != null && known.key().isValid() && known.inode().equals(inode)) {
        return;
      }
      forget(directory);
      WatchKey key = directory.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
      watched.put(directory, new Watched(key, inode, names));
    } catch (NoSuchFileException | NotDirectoryException e) {
      forget(directory);
    } catch (ClosedWatchServiceException e) {
      throw new IOException("notices are closed", e);
    }
  }

  private void forget(Path directory) {
    Watched known = watched.remove(directory);
    if (known != null) {
      known.key().cancel();
    }
  }

  /** One instance of the system's few is held until the service is closed, whoever ends first. */
  private void listenToTheEnd() {
    try {
      listen();
    } finally {
      close();
    }
  }

  private void listen() {
    try {
      while (true) {
        WatchKey key = service.take();
        for (Path directory : concerned(key)) {
          consumer.changed(directory);
        }
        // An invalid key (its directory went away) is found again by the next watch().
        key.reset();
      }
    } catch (ClosedWatchServiceException e) {
      log.debug("notices closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      consumer.ended(e);
    }
  }

  /** The directories that a key's events are about; all of them if too much happened to tell. */
  private synchronized Set<Path> concerned(WatchKey key) {
    Set<Path> concerned = new HashSet<>();
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind() == OVERFLOW) {
        concerned.addAll(watched.keySet());
      }
      watched.forEach(
          (directory, known) -> {
            boolean isAbout = known.key() == key && event.context() != null;
            if (isAbout && known.names().test(String.valueOf(event.context()))) {
              concerned.add(directory);
            }
          });
    }
    if (!key.isValid() && watched.values().stream().anyMatch(known -> known.key() == key)) {
      concerned.addAll(watched.keySet());
    }
    return concerned;
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      log.warn("notices could not be closed", e);
    }
  }
}
