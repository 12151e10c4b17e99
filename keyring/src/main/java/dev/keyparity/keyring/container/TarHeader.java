package dev.keyparity.keyring.container;

/**
 * One entry's header.
 *
 * @param type '0' file, '5' directory, '2' symbolic link
 * @param mode permission bits only
 */
record TarHeader(
    String path,
    char type,
    long size,
    int mode,
    String owner,
    String group,
    long modifiedSeconds,
    String link) {
  static final char FILE = '0';
  static final char DIRECTORY = '5';
  static final char SYMLINK = '2';
}
