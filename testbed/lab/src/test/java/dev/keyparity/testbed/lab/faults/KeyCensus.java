package dev.keyparity.testbed.lab.faults;

import dev.keyparity.testbed.lab.estate.GpgHome;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which key files there ever were, and whether the exact bytes of each are still somewhere: in a
 * key directory, or in a backup that gpg opens with the recovery key.
 */
final class KeyCensus {
  private final FaultEstate estate;
  private final Map<String, String> hostByDigest = new HashMap<>();

  KeyCensus(FaultEstate estate) {
    this.estate = estate;
  }

  /** Notes every key file that is in a key directory now. */
  void take() {
    for (KmsHost host : estate.split.hosts()) {
      hostByDigest.putIfAbsent(digest(ring(host)), host.name());
    }
  }

  int size() {
    return hostByDigest.size();
  }

  /** The hosts whose first key file is nowhere any more. */
  Set<String> nowhere() {
    Map<String, String> missing = new HashMap<>(hostByDigest);
    for (KmsHost host : estate.split.hosts()) {
      missing.remove(digest(ring(host)));
    }
    try (GpgHome gpg = GpgHome.withSecretKey(estate.operator.recoverySecretKey())) {
      for (Path backup : backups()) {
        if (!missing.isEmpty()) {
          missing.keySet().removeAll(ringsIn(backup, gpg));
        }
      }
    }
    return new TreeSet<>(missing.values());
  }

  private static Path ring(KmsHost host) {
    return host.paths().keyDirectory().resolve(GpgRing.SECRET_RING);
  }

  private List<Path> backups() {
    try (Stream<Path> files = Files.walk(estate.place.directory("agents"))) {
      return files.filter(file -> file.toString().endsWith(".tar.gpg")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> ringsIn(Path backup, GpgHome gpg) {
    return gpg.filesIn(backup, GpgRing.SECRET_RING).stream()
        .map(KeyCensus::digest)
        .collect(Collectors.toSet());
  }

  private static String digest(Path file) {
    try {
      return digest(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
