package dev.keyparity.testbed.simulator.world;

import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.keyring.RingReader;
import dev.keyparity.keyring.container.BackupKey;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Keys and certificates, made once for all runs of this virtual machine: making them takes longer
 * than a run. They differ from process to process, so nothing that is decided or logged may depend
 * on them.
 */
final class Material {
  /** When every simulated world begins. */
  static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private static final int BITS = 1024;
  private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);

  final BackupKey recovery = BackupKey.generate("recovery", START, new SecureRandom());
  final BackupKey hostKey = BackupKey.generate("host", START, new SecureRandom());
  final OperatorKey alice = OperatorKey.generate();
  final List<Ring> rings = new ArrayList<>();
  private final Map<String, TlsIdentity> identities = new TreeMap<>();

  /** One key, by the name that logs know it by. */
  record Ring(String name, String primary, String identity, Map<String, byte[]> files) {}

  Material(List<String> hosts) {
    try {
      Path folder = Files.createTempDirectory("keyparity-simulator");
      for (String name : List.of("A", "B", "C")) {
        rings.add(ring(folder.resolve(name), name));
      }
      MiniCa ca = MiniCa.init(folder.resolve("ca"), "example.test", Duration.ofDays(30), CLOCK);
      for (String host : hosts) {
        Path tls = folder.resolve("tls-" + host);
        ca.issue(Role.AGENT, host, List.of(), Duration.ofDays(20), tls);
        identities.put(host, TlsIdentity.load(TlsFiles.in(tls), CLOCK));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ring ring(Path directory, String name) throws IOException {
    String primary =
        GpgRing.make(directory, "keytrustee (client) " + name, BITS).get(0).fingerprint();
    Map<String, byte[]> files = new TreeMap<>();
    for (String file : List.of(GpgRing.SECRET_RING, GpgRing.PUBLIC_RING)) {
      files.put(file, Files.readAllBytes(directory.resolve(file)));
    }
    files.put("keytrustee.conf", new byte[] {'{', '}'});
    byte[] secring = Files.readAllBytes(directory.resolve(GpgRing.SECRET_RING));
    var identity = RingReader.read(secring).identity();
    if (identity == null) {
      throw new IllegalStateException("gpg made a ring that is not sound");
    }
    return new Ring(name, primary, identity.digest().hex(), files);
  }

  TlsIdentity identity(String host) {
    return Objects.requireNonNull(identities.get(host), host);
  }

  /** The name of a key file's content. */
  String nameOf(byte[] content) {
    for (Ring ring : rings) {
      if (Arrays.equals(ring.files().get(GpgRing.SECRET_RING), content)) {
        return ring.name();
      }
    }
    return "unknown";
  }

  Ring ring(String name) {
    return rings.stream().filter(ring -> ring.name().equals(name)).findFirst().orElseThrow();
  }
}
