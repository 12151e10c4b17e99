package dev.keyparity.agent.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A regular file held open for reading, from its beginning. Not thread-safe. */
public interface ReadableFile extends Closeable {

  /** Of the open file, now. */
  Attributes attributes() throws IOException;

  /** The bytes from where the last read ended. Closing it does not close the file. */
  InputStream stream();

  @Override
  void close() throws IOException;
}
