package dev.keyparity.coordinator.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * A coordinator process of its own, for tests that stop it: wins leadership, says so, and then
 * writes for ever under its first token and the epoch version it had then, without asking whether
 * it still leads. Prints one line an event: {@code gained EPOCH}, {@code wrote}, {@code refused
 * CODE}.
 */
public final class StubbornLeader {
  static final RecordKey KEY = RecordKey.of(RecordKey.Kind.EVENTS, "kms-prod");

  private StubbornLeader() {}

  public static void main(String[] args) {
    ZooKeeperSettings settings =
        new ZooKeeperSettings(
            args[0],
            Duration.ofMillis(Long.parseLong(args[2])),
            Path.of(args[1]),
            "/keyparity",
            "prod");
    ZooKeeperSession session = new ZooKeeperSession(settings, System::nanoTime);
    Leadership.Coordinator self = new Leadership.Coordinator("stubborn", "stubborn-1", "x:1");
    ZooKeeperLeadership leadership =
        new ZooKeeperLeadership(session, "prod", self, FaultHandler.logging());
    session.start();
    leadership.start();
    while (leadership.token().isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
    FencingToken token = leadership.token().orElseThrow();
    OptionalInt version = leadership.guard().versionFor(token);
    say("gained " + token.epoch());
    RecordStore believing = new ZooKeeperRecordStore(session, any -> version);
    for (int i = 0; ; i++) {
      try {
        Optional<dev.keyparity.coordinator.records.StoredRecord> now = believing.read(KEY);
        believing.write(token, RecordWrite.put(KEY, now, Integer.toString(i).getBytes(UTF_8)));
        say("wrote");
      } catch (KeyparityException e) {
        say("refused " + e.code());
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
