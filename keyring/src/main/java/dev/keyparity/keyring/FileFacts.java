package dev.keyparity.keyring;

/**
 * One file of a key directory as it was read.
 *
 * @param md5 32 lower-case hexadecimal digits, because that is what the documented procedure has
 *     people compare; nothing here relies on it
 * @param mode four octal digits, such as {@code 0600}
 */
public record FileFacts(
    String name, long bytes, Digest sha256, String md5, String owner, String group, String mode) {}
