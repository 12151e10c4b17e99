package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.coordinator.records.RecordKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Every path this product has in ZooKeeper. Pure.
 *
 * <pre>
 * ROOT/GROUP/epoch                               who led last, and under which number
 * ROOT/GROUP/leader-latch/…                      one ephemeral node for each coordinator that stands
 * ROOT/GROUP/services/SERVICE/KIND               what a service has one of
 * ROOT/GROUP/services/SERVICE/KIND/ITEM          what it has many of
 * </pre>
 */
final class ZPaths {
  private final String root;
  private final String group;

  /**
   * @param root absolute, as configured, such as {@code /keyparity}
   */
  ZPaths(String root, String group) {
    if (!root.matches("(/[A-Za-z0-9][A-Za-z0-9._-]*)+") || !RecordKey.isName(group)) {
      throw new IllegalArgumentException(
          "zookeeper root: '%s', group '%s' (expected: an absolute path and a name)"
              .formatted(root, group));
    }
    this.root = root;
    this.group = root + "/" + group;
  }

  String group() {
    return group;
  }

  String epoch() {
    return group + "/epoch";
  }

  String latch() {
    return group + "/leader-latch";
  }

  String services() {
    return group + "/services";
  }

  String service(String service) {
    return services() + "/" + service;
  }

  /** The node under which the items of a kind stand. */
  String items(RecordKey.Kind kind, String service) {
    return service(service) + "/" + kind.id();
  }

  String record(RecordKey key) {
    String one = items(key.kind(), key.service());
    return key.item().map(item -> one + "/" + item).orElse(one);
  }

  /** What must exist before anything else, parents first: the root's own nodes down to services. */
  List<String> skeleton() {
    List<String> paths = new ArrayList<>();
    for (int slash = root.indexOf('/', 1); slash > 0; slash = root.indexOf('/', slash + 1)) {
      paths.add(root.substring(0, slash));
    }
    paths.addAll(List.of(root, group, latch(), services()));
    return List.copyOf(paths);
  }

  /** The nodes between {@link #services()} and a record, parents first. */
  List<String> parents(RecordKey key) {
    return key.item().isPresent()
        ? List.of(service(key.service()), items(key.kind(), key.service()))
        : List.of(service(key.service()));
  }
}
