package dev.keyparity.agent.watch;

/** Is told of each change of a key directory, by the watch's own thread: it must not wait. */
@FunctionalInterface
public interface SnapshotListener {
  void seen(KeyDirectorySnapshot snapshot);
}
