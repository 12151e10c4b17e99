package dev.keyparity.keyring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which keys a sound ring holds, independent of packet order, headers, signatures and trust
 * packets: the canonical identity that operators approve.
 *
 * <p>The digest is SHA-256 over one line per key, sorted by fingerprint: {@code FPR primary|subkey
 * present|absent\n}, in ASCII, after the line {@code keyparity.identity/1\n}.
 *
 * @param members one per distinct key, sorted by fingerprint
 */
public record KeyIdentity(Digest digest, List<Member> members) {

  /** A ring has one primary key and a few subkeys; more than this nobody approves. */
  private static final int MOST_TRIED = 16;

  /** One key of the identity. */
  public record Member(Fingerprint fingerprint, boolean primary, boolean secretPresent) {
    private String line() {
      return fingerprint.hex()
          + (primary ? " primary" : " subkey")
          + (secretPresent ? " present\n" : " absent\n");
    }
  }

  public KeyIdentity {
    members = sortedDistinct(members);
    if (members.stream().noneMatch(Member::primary)) {
      throw new IllegalArgumentException("key identity: no primary key (expected: at least one)");
    }
    Digest own = digestOf(members);
    if (!own.equals(digest)) {
      throw new IllegalArgumentException(
          "key identity: digest " + digest + " (expected: " + own + ", that of its members)");
    }
  }

  /** The identity made of these keys; a key named twice counts once. */
  public static KeyIdentity of(Collection<Member> members) {
    List<Member> sorted = sortedDistinct(members);
    return new KeyIdentity(digestOf(sorted), sorted);
  }

  /** The identity of these keys, as {@link KeyDirectoryFacts} list them. */
  public static KeyIdentity ofKeys(Collection<KeyFacts> keys) {
    return of(
        keys.stream()
            .map(k -> new Member(k.fingerprint(), k.primary(), k.secretPresent()))
            .toList());
  }

  /**
   * The identity with that digest that consists of just these keys, all secret parts present; which
   * of them are primary keys is found by trying.
   *
   * @return empty if no choice of primary keys gives that digest
   */
  public static Optional<KeyIdentity> withDigest(Digest digest, List<Fingerprint> keys) {
    if (keys.size() > MOST_TRIED) {
      return Optional.empty();
    }
    int choices = 1 << keys.size();
    // By the number of primary keys: nearly always it is one.
    for (int primaries = 1; primaries <= keys.size(); primaries++) {
      for (int choice = 1; choice < choices; choice++) {
        if (Integer.bitCount(choice) == primaries) {
          KeyIdentity identity = of(members(keys, choice));
          if (identity.digest().equals(digest)) {
            return Optional.of(identity);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Member> members(List<Fingerprint> keys, int primaries) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      members.add(new Member(keys.get(i), (primaries & 1 << i) != 0, true));
    }
    return members;
  }

  /** The primary key; of several, the first by fingerprint. */
  public Fingerprint primary() {
    return primaries().get(0);
  }

  /** All primary keys, sorted: what people know the ring by. */
  public List<Fingerprint> primaries() {
    return members.stream().filter(Member::primary).map(Member::fingerprint).toList();
  }

  /** All keys and subkeys, sorted. */
  public List<Fingerprint> fingerprints() {
    return members.stream().map(Member::fingerprint).toList();
  }

  private static List<Member> sortedDistinct(Collection<Member> members) {
    return members.stream()
        .distinct()
        .sorted(
            Comparator.comparing(Member::fingerprint)
                .thenComparing(Member::primary)
                .thenComparing(Member::secretPresent))
        .toList();
  }

  private static Digest digestOf(List<Member> sorted) {
    String text = sorted.stream().map(Member::line).collect(Collectors.joining());
    return Digest.of(("keyparity.identity/1\n" + text).getBytes(StandardCharsets.US_ASCII));
  }
}
