package dev.keyparity.testbed.lab.onejvm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the vendor's check at a start compares: each KMS puts its key on record before it looks, so
 * that hosts which were given the same key one after the other can all start in the end.
 */
final class PublishedKeys {
  private final Map<String, String> keys = new ConcurrentHashMap<>();

  /** Whether no other host put another key on record. */
  boolean allAgree(String host, String identity) {
    keys.put(host, identity);
    return keys.values().stream().allMatch(identity::equals);
  }
}
