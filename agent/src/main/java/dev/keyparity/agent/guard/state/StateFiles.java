package dev.keyparity.agent.guard.state;

import java.util.List;
import java.util.Optional;

/**
 * Named durable records. Names are relative, with {@code /} between folder and file, such as {@code
 * fence/kms-prod.json}. Implementations are thread-safe; two writers of one name do not tear it.
 */
public interface StateFiles {

  /** The record, or empty if it was never written. */
  Optional<byte[]> read(String name);

  /** Replaces the record or makes it; durable when this returns. */
  void write(String name, byte[] bytes);

  /** Names of all records in a folder, sorted; empty if there is no such folder. */
  List<String> names(String folder);
}
