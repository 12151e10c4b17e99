package dev.keyparity.keyring.container;

import dev.keyparity.keyring.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Reads from behind and knows number and digest of all bytes read. */
final class MeteredInput extends FilterInputStream {
  private final MessageDigest sha256 = Digest.newSha256();
  private long count;

  MeteredInput(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    if (b >= 0) {
      sha256.update((byte) b);
      count++;
    }
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n > 0) {
      sha256.update(buffer, offset, n);
      count += n;
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    return readNBytes((int) Math.min(n, 8192)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Reads to the end. */
  void drain() throws IOException {
    transferTo(java.io.OutputStream.nullOutputStream());
  }

  long count() {
    return count;
  }

  /** Of all bytes so far; to be asked once, at the end. */
  Digest digest() {
    return Digest.fromBytes(sha256.digest());
  }
}
