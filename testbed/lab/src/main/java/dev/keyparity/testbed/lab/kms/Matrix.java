package dev.keyparity.testbed.lab.kms;

import dev.keyparity.testbed.lab.process.LabException;
import java.util.ArrayList;
import java.util.List;

/**
 * For every ordered pair of hosts: a fresh data key made on one, decrypted on the other. All pairs
 * work exactly if the hosts hold one key; no list of keys and no load-balanced request shows that.
 *
 * @param pairs all of them, N×(N−1), by the making and then the decrypting host
 */
public record Matrix(List<Pair> pairs) {
  public Matrix {
    pairs = List.copyOf(pairs);
  }

  /**
   * One ordered pair.
   *
   * @param made the host that made the data key
   * @param decrypted the host that was to decrypt it
   * @param refusal why it did not, or empty; also if the other made none, or both gave different
   *     keys
   */
  public record Pair(String made, String decrypted, String refusal) {
    public boolean isOk() {
      return refusal.isEmpty();
    }
  }

  /** How many pairs work. */
  public int ok() {
    return (int) pairs.stream().filter(Pair::isOk).count();
  }

  public int size() {
    return pairs.size();
  }

  /**
   * Measures it with the probe key, which each making host rolls first: so its data key is under a
   * version that it sealed itself and that no other host has in a cache. Makes the key if there is
   * none.
   */
  public static Matrix measure(List<KmsHost> hosts) {
    if (!hosts.get(0).as(KmsConfiguration.KEYPARITY).names().contains(KmsConfiguration.PROBE_KEY)) {
      hosts.get(0).as(KmsConfiguration.KEYPARITY).create(KmsConfiguration.PROBE_KEY);
    }
    List<Pair> pairs = new ArrayList<>();
    for (KmsHost making : hosts) {
      pairs.addAll(from(making, hosts));
    }
    return new Matrix(pairs);
  }

  private static List<Pair> from(KmsHost making, List<KmsHost> hosts) {
    KmsRest maker = making.as(KmsConfiguration.KEYPARITY);
    List<Pair> pairs = new ArrayList<>();
    String madeNone = "";
    DataKey dataKey = null;
    String digest = "";
    try {
      maker.roll(KmsConfiguration.PROBE_KEY);
      dataKey = maker.generate(KmsConfiguration.PROBE_KEY);
      digest = maker.digestOfDecrypted(dataKey);
    } catch (LabException e) {
      madeNone = "none was made: " + why(e);
    }
    for (KmsHost decrypting : hosts) {
      if (decrypting != making) {
        String refusal =
            dataKey == null || digest.isEmpty() ? madeNone : refusal(decrypting, dataKey, digest);
        pairs.add(new Pair(making.name(), decrypting.name(), refusal));
      }
    }
    return pairs;
  }

  private static String refusal(KmsHost decrypting, DataKey dataKey, String digest) {
    try {
      String other = decrypting.as(KmsConfiguration.KEYPARITY).digestOfDecrypted(dataKey);
      return other.equals(digest) ? "" : "decrypted to another key";
    } catch (LabException e) {
      return why(e);
    }
  }

  /** An interruption says nothing about a host. */
  private static String why(LabException e) {
    if (e.code() == LabException.Code.INTERRUPTED) {
      throw e;
    }
    return String.valueOf(e.getMessage());
  }
}
