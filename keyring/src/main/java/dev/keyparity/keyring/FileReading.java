package dev.keyparity.keyring;

import org.jspecify.annotations.Nullable;

/**
 * What came of reading one file of a key directory, by whoever holds the directory. The content is
 * secret: {@code toString} does not show it, and {@link #wipe} overwrites it.
 */
public final class FileReading {

  /** How the read ended. */
  public enum State {
    READ,
    ABSENT,
    /** Permission denied, not a regular file, too large, or an I/O error. */
    REFUSED
  }

  /**
   * What the file system says of it.
   *
   * @param mode four octal digits
   * @param links how many names the file has; 1 if not known
   */
  public record Attributes(String owner, String group, String mode, int links) {}

  private final String name;
  private final State state;
  private final byte @Nullable [] content;
  private final @Nullable Attributes attributes;
  private final String refusal;

  private FileReading(
      String name,
      State state,
      byte @Nullable [] content,
      @Nullable Attributes attributes,
      String refusal) {
    this.name = name;
    this.state = state;
    this.content = content;
    this.attributes = attributes;
    this.refusal = refusal;
  }

  /** The whole file was read. The array is kept, not copied. */
  public static FileReading of(String name, byte[] content, Attributes attributes) {
    return new FileReading(name, State.READ, content, attributes, "");
  }

  /** There is no such file. */
  public static FileReading absent(String name) {
    return new FileReading(name, State.ABSENT, null, null, "");
  }

  /**
   * It is there and was not read.
   *
   * @param reason what it is and what was expected, such as {@code a FIFO (expected: a regular
   *     file)}
   */
  public static FileReading refused(String name, String reason) {
    return new FileReading(name, State.REFUSED, null, null, reason);
  }

  public String name() {
    return name;
  }

  public State state() {
    return state;
  }

  /** Why it was refused; empty otherwise. */
  public String refusal() {
    return refusal;
  }

  /** Overwrites the content; later use sees zeros. */
  public void wipe() {
    if (content != null) {
      java.util.Arrays.fill(content, (byte) 0);
    }
  }

  FileReading withLinks(int links) {
    if (attributes == null) {
      return this;
    }
    Attributes known =
        new Attributes(attributes.owner(), attributes.group(), attributes.mode(), links);
    return new FileReading(name, state, content, known, refusal);
  }

  byte[] content() {
    return java.util.Objects.requireNonNull(content);
  }

  Attributes attributes() {
    return java.util.Objects.requireNonNull(attributes);
  }

  @Override
  public String toString() {
    return "FileReading[" + name + " " + state + "]";
  }
}
