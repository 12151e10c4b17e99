package dev.keyparity.coordinator.zookeeper;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to reach the ensemble and who we are there.
 *
 * @param connect {@code host:port[,host:port…]}
 * @param sessionTimeout how long a silent coordinator keeps leading; also the deadline of each call
 * @param authFile holds {@code user:password} for ZooKeeper's digest scheme; mode 0600 or stricter
 * @param root absolute path; the group's node stands below it
 * @param group the coordinator group
 */
public record ZooKeeperSettings(
    String connect, Duration sessionTimeout, Path authFile, String root, String group) {}
