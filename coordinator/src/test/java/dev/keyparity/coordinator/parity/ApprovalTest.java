package dev.keyparity.coordinator.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.Ring;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyIdentity;
import dev.keyparity.keyring.KeyIdentity.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ApprovalTest {
  private static final Ring KEY = Reported.KEY;

  private static List<Fingerprint> fingerprints(int count) {
    List<Fingerprint> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Fingerprint(String.format(Locale.ROOT, "%040X", 0xA000 + i)));
    }
    return all;
  }

  private static IdentityStatement statement(List<Fingerprint> keys, String identity) {
    return new IdentityStatement(
        "prod",
        "kms-prod",
        1,
        List.of("kms1"),
        identity,
        keys.stream().map(Fingerprint::hex).toList(),
        new TreeMap<>(Map.of("secring.gpg", KEY.sha256())),
        KEY.bytes(),
        Reported.NOON);
  }

  private static String identity(List<Fingerprint> keys, int primaries, boolean secret) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      members.add(new Member(keys.get(i), (primaries & 1 << i) != 0, secret));
    }
    return KeyIdentity.of(members).digest().hex();
  }

  @Test
  void of_anOrdinaryRing_theKeyThatItsOwnerKnows() {
    IdentityStatement statement =
        Reported.statement(3, KEY, Map.of("keytrustee.conf", KEY.identity()));

    Approval approval = Approval.of(statement).orElseThrow();

    assertThat(approval.key().identity().digest().hex()).isEqualTo(KEY.identity());
    assertThat(approval.key().secring()).isEqualTo(new Digest(KEY.sha256()));
    assertThat(approval.key().secringBytes()).isEqualTo(KEY.bytes());
    assertThat(approval.key().otherFiles())
        .containsExactly(Map.entry("keytrustee.conf", new Digest(KEY.identity())));
    assertThat(approval.fingerprints()).containsExactly(KEY.primary(), KEY.subkey());
    assertThat(approval.digest()).isEqualTo(Digest.of(statement.canonicalBytes()).hex());
  }

  /** Whichever of up to six keys are primary ones: the digest tells them. */
  @Property(tries = 200)
  void of_anyChoiceOfPrimaryKeys_foundFromTheDigest(
      @ForAll @IntRange(min = 1, max = 6) int count, @ForAll @IntRange(min = 1, max = 63) int any) {
    List<Fingerprint> keys = fingerprints(count);
    int primaries = any & ((1 << count) - 1);
    if (primaries == 0) {
      return;
    }

    Approval approval = Approval.of(statement(keys, identity(keys, primaries, true))).orElseThrow();

    List<Fingerprint> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if ((primaries & 1 << i) != 0) {
        expected.add(keys.get(i));
      }
    }
    assertThat(approval.key().identity().primaries()).isEqualTo(expected);
    assertThat(approval.fingerprints())
        .hasSize(count)
        .doesNotHaveDuplicates()
        .startsWith(expected.stream().map(Fingerprint::hex).toArray(String[]::new));
  }

  @Test
  void of_aDigestThatNoChoiceGives_empty() {
    List<Fingerprint> keys = fingerprints(3);

    assertThat(Approval.of(statement(keys, identity(fingerprints(4), 1, true)))).isEmpty();
    assertThat(Approval.of(statement(keys, KEY.sha256()))).isEmpty();
  }

  /** A ring of stubs has the same fingerprints, and nobody approves it. */
  @Test
  void of_anIdentityWithoutSecretParts_empty() {
    List<Fingerprint> keys = fingerprints(2);

    assertThat(Approval.of(statement(keys, identity(keys, 1, false)))).isEmpty();
  }

  @Test
  void of_asManyKeysAsAreTried_found_oneMore_empty() {
    List<Fingerprint> most = fingerprints(16);
    List<Fingerprint> tooMany = fingerprints(17);

    assertThat(Approval.of(statement(most, identity(most, 1 << 15, true)))).isPresent();
    assertThat(Approval.of(statement(tooMany, identity(tooMany, 1, true)))).isEmpty();
  }

  @Test
  void of_noKeyFileAmongTheFiles_empty() {
    List<Fingerprint> keys = fingerprints(1);
    IdentityStatement whole = statement(keys, identity(keys, 1, true));
    IdentityStatement without =
        new IdentityStatement(
            whole.group(),
            whole.service(),
            1,
            whole.hosts(),
            whole.keyIdentity(),
            whole.fingerprints(),
            new TreeMap<>(Map.of("pubring.gpg", KEY.sha256())),
            KEY.bytes(),
            whole.issuedAt());

    assertThat(Approval.of(whole)).isPresent();
    assertThat(Approval.of(without)).isEmpty();
  }
}
