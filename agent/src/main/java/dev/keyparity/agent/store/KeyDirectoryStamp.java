package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Attributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a key directory without reading a byte: equal stamps mean that
 * nothing was written, replaced, given away or renamed in between, because nobody can set a change
 * time back.
 *
 * @param directory null if it could not be opened
 * @param files the profile's files that are there, by name
 * @param problem why the directory could not be opened; empty otherwise
 */
public record KeyDirectoryStamp(
    @Nullable Attributes directory, Map<String, Attributes> files, String problem) {
  public KeyDirectoryStamp {
    files = Map.copyOf(files);
  }
}
