package dev.keyparity.agent.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/** The kernel's notices of changes in directories. */
public interface ChangeNotices extends Closeable {

  /** Makes notices that tell this consumer, on a thread of their own. */
  @FunctionalInterface
  interface Source {
    /**
     * @throws IOException if the system gives no more of them
     */
    ChangeNotices open(Consumer consumer) throws IOException;
  }

  /** Is told that something happened. */
  interface Consumer {
    /** Something happened in that directory, or too much to tell what. */
    void changed(Path directory);

    /** No more notices will come. */
    void ended(Exception reason);
  }

  /**
   * From now on tells of these directories, as they are now, for names that match; of no others.
   * What is no directory now is left out; the caller tries again.
   */
  void watch(Map<Path, Predicate<String>> directories) throws IOException;

  @Override
  void close();
}
