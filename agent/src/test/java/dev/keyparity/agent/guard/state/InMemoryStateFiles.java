package dev.keyparity.agent.guard.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Durable records in memory, with a plug that can be pulled: at the n-th write from now, before or
 * after it took effect. Once pulled, nothing is written any more and the records are as a new
 * process would find them.
 */
public final class InMemoryStateFiles implements StateFiles {

  /** What a test throws to end a process: nothing in production catches it. */
  public static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;

    PowerCut(String at) {
      super("power cut at " + at);
    }
  }

  private final Map<String, byte[]> records = new TreeMap<>();
  private final List<String> written = new ArrayList<>();
  private int writesLeft = Integer.MAX_VALUE;
  private boolean takesEffect;
  private boolean off;
  private @Nullable RuntimeException failure;

  @Override
  public synchronized Optional<byte[]> read(String name) {
    return Optional.ofNullable(records.get(name)).map(byte[]::clone);
  }

  @Override
  public synchronized void write(String name, byte[] bytes) {
    if (off) {
      throw new PowerCut(name);
    }
    if (failure != null) {
      throw failure;
    }
    if (--writesLeft == 0) {
      off = true;
      if (takesEffect) {
        records.put(name, bytes.clone());
      }
      throw new PowerCut(name);
    }
    records.put(name, bytes.clone());
    written.add(name);
  }

  @Override
  public synchronized List<String> names(String folder) {
    return records.keySet().stream().filter(name -> name.startsWith(folder + "/")).toList();
  }

  /**
   * Pulls the plug.
   *
   * @param writes at which write from now, from 1
   * @param takesEffect whether that write is still found afterwards
   */
  public synchronized void cutPowerAt(int writes, boolean takesEffect) {
    this.writesLeft = writes;
    this.takesEffect = takesEffect;
  }

  /** Every write fails with this. */
  public synchronized void failWith(RuntimeException failure) {
    this.failure = failure;
  }

  public synchronized void failNoMore() {
    this.failure = null;
  }

  public synchronized boolean isOff() {
    return off;
  }

  /** Plugs it in again, for the next process. */
  public synchronized void restorePower() {
    off = false;
    writesLeft = Integer.MAX_VALUE;
  }

  /** Names in the order of their writes. */
  public synchronized List<String> written() {
    return Collections.unmodifiableList(new ArrayList<>(written));
  }

  public synchronized void overwrite(String name, String content) {
    records.put(name, content.getBytes(StandardCharsets.UTF_8));
  }
}
