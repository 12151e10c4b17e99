package dev.keyparity.agent.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A new file held open for writing. Not thread-safe. */
public interface WritableFile extends Closeable {

  /** Appends, unbuffered. Closing it does not close the file. */
  OutputStream stream();

  /** Makes the content so far, with owner and mode, survive a power cut. */
  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
