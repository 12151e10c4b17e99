package dev.keyparity.testbed.lab.kms;

import dev.keyparity.testbed.lab.process.Ports;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the hosts of one KMS service share.
 *
 * @param directory holds a directory per host, and the store
 * @param addresses loopback address by host name; sorted by name
 * @param port on which all of them listen
 * @param keyLength bits of a ring that a host makes for itself
 * @param cache whether the servers cache key versions ({@code hadoop.kms.cache.enable})
 */
public record KmsService(
    Path directory, Map<String, String> addresses, int port, int keyLength, boolean cache) {
  private static final int KEY_LENGTH = 2048;

  public KmsService {
    directory = directory.toAbsolutePath().normalize();
    addresses = Map.copyOf(addresses);
    // Commands and argument files carry these paths; what a shell or an XML reader would take apart
    // is not worth supporting.
    if (!directory.toString().matches("[A-Za-z0-9_./@%+=,-]+")) {
      throw new IllegalArgumentException(
          "directory: " + directory + " (expected: letters, digits and ._/@%+=,- only)");
    }
  }

  /**
   * Hosts kms1 to kmsN on 127.0.0.1 to 127.0.0.N and a free port, caching as Hadoop does by
   * default.
   */
  public static KmsService ofHosts(Path directory, int hosts) {
    Map<String, String> addresses = new TreeMap<>();
    for (int i = 1; i <= hosts; i++) {
      addresses.put("kms" + i, "127.0.0." + i);
    }
    int port = Ports.free(addresses.values().stream().map(KmsService::parsed).toList());
    return new KmsService(directory, addresses, port, KEY_LENGTH, true);
  }

  public KmsService withCache(boolean enabled) {
    return new KmsService(directory, addresses, port, keyLength, enabled);
  }

  /** Host names, sorted. */
  public List<String> names() {
    return addresses.keySet().stream().sorted().toList();
  }

  /** What stands for the Key Trustee Server: sealed key versions, shared by all hosts. */
  public Path store() {
    return directory.resolve("store");
  }

  /** The URI that Hadoop's clients are given: {@code kms://http@127.0.0.1;127.0.0.2:PORT/kms}. */
  public String loadBalancingUri() {
    return names().stream()
        .map(this::address)
        .collect(Collectors.joining(";", "kms://http@", ":" + port + "/kms"));
  }

  String address(String name) {
    String address = addresses.get(name);
    if (address == null) {
      throw new IllegalArgumentException("host: " + name + " (expected: one of " + names() + ")");
    }
    return address;
  }

  private static InetAddress parsed(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("address: " + literal + " (expected: an IP address)", e);
    }
  }
}
