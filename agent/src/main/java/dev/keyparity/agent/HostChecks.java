package dev.keyparity.agent;

import dev.keyparity.agent.guard.TimeFloor;
import dev.keyparity.agent.rpc.HostFacts.CheckResult;
import dev.keyparity.agent.watch.WatchHealth;
import dev.keyparity.daemon.audit.AuditLog;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.Warning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What preflight wants to know of a host before anything is touched. Looks anew each time. */
final class HostChecks implements Supplier<List<CheckResult>> {
  private static final long LEAST_FREE = 256L << 20;
  private static final long LITTLE_ENTROPY = 200;
  private static final Path ENTROPY = Path.of("/proc/sys/kernel/random/entropy_avail");
  private static final Duration CLOCK_BEHIND = Duration.ofMinutes(1);

  private final Path state;
  private final @Nullable Path configDirectory;
  private final Supplier<KeyDirectoryFacts> keys;
  private final TimeFloor time;
  private final AuditLog audit;
  private final Supplier<WatchHealth> watch;

  HostChecks(
      Path state,
      @Nullable Path configDirectory,
      Supplier<KeyDirectoryFacts> keys,
      TimeFloor time,
      AuditLog audit,
      Supplier<WatchHealth> watch) {
    this.state = state;
    this.configDirectory = configDirectory;
    this.keys = keys;
    this.time = time;
    this.audit = audit;
    this.watch = watch;
  }

  @Override
  public List<CheckResult> get() {
    List<CheckResult> results = new ArrayList<>();
    results.add(disk());
    results.addAll(keyDirectory());
    results.add(configuration());
    results.add(clock());
    results.add(entropy());
    results.add(
        watch.get().isSound()
            ? CheckResult.ok("watch", "changes of the key directory are seen at once")
            : CheckResult.warn(
                "watch",
                "changes are seen at the next heartbeat only: " + watch.get().problem(),
                "sysctl fs.inotify.max_user_watches fs.inotify.max_user_instances"));
    results.add(
        audit.isWritable()
            ? CheckResult.ok("audit", "the audit log takes records")
            : CheckResult.fail(
                "audit",
                "audit log %s: takes no records".formatted(audit.file()),
                "look at the disk of " + audit.file()));
    return List.copyOf(results);
  }

  private CheckResult disk() {
    try {
      long free = Files.getFileStore(state).getUsableSpace();
      String found = "%d MiB free for backups in %s".formatted(free >> 20, state);
      return free >= LEAST_FREE
          ? CheckResult.ok("disk", found)
          : CheckResult.fail("disk", found + " (expected: 256 MiB)", "make room: df -h " + state);
    } catch (IOException e) {
      return CheckResult.fail("disk", "%s: %s".formatted(state, e.getMessage()), "");
    }
  }

  private List<CheckResult> keyDirectory() {
    List<CheckResult> results = new ArrayList<>();
    for (Warning warning : keys.get().warnings()) {
      results.add(
          CheckResult.warn(
              "key-directory." + warning.kind().name().toLowerCase(Locale.ROOT),
              warning.toString(),
              "keyparity keyring inspect DIR   shows the whole directory"));
    }
    if (results.isEmpty()) {
      results.add(CheckResult.ok("key-directory", "owners and modes are the profile's"));
    }
    return results;
  }

  private CheckResult configuration() {
    if (configDirectory == null) {
      return CheckResult.warn(
          "configuration",
          "no configuration directory is declared, so none is backed up",
          "set config_directory in agent.yaml");
    }
    return Files.isReadable(configDirectory) && Files.isDirectory(configDirectory)
        ? CheckResult.ok("configuration", configDirectory + " is readable")
        : CheckResult.fail(
            "configuration",
            "%s: not readable (expected: a directory this agent may read)"
                .formatted(configDirectory),
            "namei -l " + configDirectory);
  }

  private CheckResult clock() {
    Duration behind = time.behind();
    return behind.compareTo(CLOCK_BEHIND) <= 0
        ? CheckResult.ok("clock", "not behind the highest time it showed")
        : CheckResult.fail(
            "clock",
            "%d s behind the highest time it ever showed".formatted(behind.toSeconds()),
            "is the clock synchronized? chronyc tracking");
  }

  /** Since Linux 5.18 the number is 256 whenever there is enough. */
  private static CheckResult entropy() {
    try {
      long bits =
          Long.parseLong(
              new String(Files.readAllBytes(ENTROPY), StandardCharsets.US_ASCII).strip());
      return bits >= LITTLE_ENTROPY
          ? CheckResult.ok("entropy", bits + " bits available")
          : CheckResult.warn(
              "entropy", bits + " bits available", "a KMS wants more: install rng-tools");
    } catch (IOException | NumberFormatException e) {
      return CheckResult.warn("entropy", "cannot be read: " + e.getMessage(), "");
    }
  }
}
