package dev.keyparity.keyring.container;

import dev.keyparity.keyring.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Passes bytes on and knows their number and digest. Closing does not close what is behind it. */
final class MeteredOutput extends OutputStream {
  private final OutputStream out;
  private final MessageDigest sha256 = Digest.newSha256();
  private long count;

  MeteredOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    sha256.update(bytes, offset, length);
    count += length;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  long count() {
    return count;
  }

  /** Of all bytes so far; to be asked once, at the end. */
  Digest digest() {
    return Digest.fromBytes(sha256.digest());
  }
}
