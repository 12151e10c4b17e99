package dev.keyparity.testbed.kms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** Rings for tests, small enough to be made while one waits, and surgery on them. */
final class Rings {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T09:00:00Z"), ZoneOffset.UTC);
  static final SecureRandom RANDOM = new SecureRandom();
  static final int BITS = 1024;

  /** Made once for all tests: finding primes is what takes long. */
  static final Rings ONE = new Rings();

  static final Rings OTHER = new Rings();

  private final Map<String, byte[]> files = new TreeMap<>();

  private Rings() {}

  /** Writes this ring into {@code directory} and returns its secring.gpg. */
  synchronized Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    if (files.isEmpty()) {
      new RingGenerator(RANDOM, CLOCK).writeRing(directory, "test <kms@test.invalid>", BITS);
      for (String name : List.of("pubring.gpg", HostRing.SECRET_RING)) {
        files.put(name, Files.readAllBytes(directory.resolve(name)));
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    return directory.resolve(HostRing.SECRET_RING);
  }

  /** Writes this ring into {@code directory} and reads it. */
  HostRing in(Path directory) throws IOException {
    return read(write(directory));
  }

  static HostRing read(Path secretRing) throws IOException {
    return HostRing.read(secretRing, RANDOM);
  }

  static List<PGPSecretKey> keys(Path secretRing) throws Exception {
    List<PGPSecretKey> keys = new ArrayList<>();
    new PGPSecretKeyRing(Files.readAllBytes(secretRing), new BcKeyFingerprintCalculator())
        .getSecretKeys()
        .forEachRemaining(keys::add);
    return keys;
  }

  /** Writes only the first {@code count} keys back, as a copy that was cut between packets. */
  static void keepFirst(Path secretRing, int count) throws Exception {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    for (PGPSecretKey key : keys(secretRing).subList(0, count)) {
      key.encode(kept);
    }
    Files.write(secretRing, kept.toByteArray());
  }
}
