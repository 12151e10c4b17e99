package dev.keyparity.agent.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of Linux held open for reading. */
final class LinuxReadableFile implements ReadableFile {
  private final FileChannel channel;
  private final Path handle;

  LinuxReadableFile(FileChannel channel, Path handle) {
    this.channel = channel;
    this.handle = handle;
  }

  @Override
  public Attributes attributes() throws IOException {
    return LinuxAttributes.read(handle);
  }

  @Override
  public InputStream stream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
