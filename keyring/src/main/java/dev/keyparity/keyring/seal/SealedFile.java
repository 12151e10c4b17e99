package dev.keyparity.keyring.seal;

import dev.keyparity.keyring.Digest;
import java.util.Arrays;

/** One file of a bundle's payload in clear. The content is secret and not printed. */
public final class SealedFile {
  private final String name;
  private final String mode;
  private final byte[] content;

  /**
   * @param name a plain file name
   * @param mode four octal digits
   * @param content copied
   */
  public SealedFile(String name, String mode, byte[] content) {
    this.name = name;
    this.mode = mode;
    this.content = content.clone();
  }

  public String name() {
    return name;
  }

  public String mode() {
    return mode;
  }

  /** A copy of the content. */
  public byte[] exposeContent() {
    return content.clone();
  }

  /** Overwrites the content. */
  public void wipe() {
    Arrays.fill(content, (byte) 0);
  }

  SealedBundle.FileDescription describe() {
    return new SealedBundle.FileDescription(name, content.length, Digest.of(content), mode);
  }

  @Override
  public String toString() {
    return "SealedFile[" + name + ", " + content.length + " bytes not shown]";
  }
}
