package dev.keyparity.daemon.lifecycle;

/**
 * A part of a process with a beginning and an end. Constructing it does no I/O; it is started at
 * most once and closed at most once, also after a start that failed.
 */
public interface Component extends AutoCloseable {
  void start();

  @Override
  void close();
}
