package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final Fingerprint A = new Fingerprint("A".repeat(40));
  private static final Fingerprint B = new Fingerprint("B".repeat(40));

  @Test
  void fingerprint_inAnyOtherForm_isRefused() {
    for (String wrong :
        List.of("", "a".repeat(40), "A".repeat(39), "A".repeat(41), "G".repeat(40))) {
      assertThatThrownBy(() -> new Fingerprint(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: 40 upper-case hexadecimal digits");
    }
  }

  @Test
  void digest_ofAKnownText_isThatOfSha256sum() {
    byte[] abc = "abcdef".getBytes(StandardCharsets.US_ASCII);

    assertThat(Digest.ofPrefix(abc, 3).hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Digest.fromBytes(Digest.of(abc).toByteArray())).isEqualTo(Digest.of(abc));
    assertThatThrownBy(() -> new Digest("BA")).hasMessageContaining("SHA-256");
  }

  @Test
  void verdicts_inParity_areExactlyTwo() {
    assertThat(Arrays.stream(Verdict.values()).filter(Verdict::isInParity))
        .containsExactly(Verdict.IN_PARITY, Verdict.EQUIVALENT);
    assertThat(Verdict.values()).hasSize(11);
  }

  @Test
  void identity_ofMembersInAnyOrder_isTheSame() {
    KeyIdentity.Member primary = new KeyIdentity.Member(B, true, true);
    KeyIdentity.Member subkey = new KeyIdentity.Member(A, false, true);

    KeyIdentity identity = KeyIdentity.of(List.of(primary, subkey));

    assertThat(identity).isEqualTo(KeyIdentity.of(List.of(subkey, primary, subkey)));
    assertThat(identity.primary()).isEqualTo(B);
    assertThat(identity.fingerprints()).containsExactly(A, B);
  }

  @Test
  void identity_whoseDigestIsNotThatOfItsMembers_isRefused() {
    KeyIdentity.Member primary = new KeyIdentity.Member(A, true, true);

    assertThatThrownBy(() -> new KeyIdentity(Digest.of(new byte[0]), List.of(primary)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("that of its members");
    assertThatThrownBy(() -> KeyIdentity.of(List.of())).hasMessageContaining("no primary key");
  }

  @Test
  void approvedKey_ofAnythingUnsound_isRefused() {
    assertThatThrownBy(() -> ApprovedKey.from(Judge.facts(TestRings.stubbed())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only that can be approved");
    KeyIdentity stub = KeyIdentity.of(List.of(new KeyIdentity.Member(A, true, false)));
    assertThatThrownBy(() -> new ApprovedKey(stub, Digest.of(new byte[1]), 1, Map.of()))
        .hasMessageContaining("all present");
  }

  @Test
  void factsRebuiltFromTheirParts_compared_giveTheSameVerdict() {
    KeyDirectoryFacts facts = Judge.facts(TestRings.approved());

    assertThat(KeyIdentity.ofKeys(facts.keys())).isEqualTo(facts.identity());
  }

  @Test
  void soundFactsWithoutIdentity_made_areRefused() {
    assertThatThrownBy(
            () ->
                new KeyDirectoryFacts(
                    Judge.PROFILE,
                    Soundness.SOUND,
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    List.of()))
        .hasMessageContaining("if and only if sound");
  }

  @Test
  void profiles_named_areTheTwoOfTheVendor() {
    for (String name : List.of("keytrustee-kms", "ranger-kms-kts")) {
      Profile profile = Profile.named(name);
      assertThat(profile.name()).isEqualTo(name);
      assertThat(profile.files()).containsExactly("keytrustee.conf", "pubring.gpg", "secring.gpg");
      assertThat(profile.isExcluded("random_seed")).isTrue();
      assertThat(profile.isExcluded("S.gpg-agent")).isTrue();
      assertThat(profile.isExcluded("pubring.gpg~")).isTrue();
      assertThat(profile.isExcluded("secring.gpg")).isFalse();
    }
    assertThatThrownBy(() -> Profile.named("kms"))
        .hasMessageContaining("expected: keytrustee-kms or ranger-kms-kts");
  }

  @Test
  void modes_inBothForms_agree() {
    for (String letters : List.of("rw-------", "rwxr-x--x", "---------", "rwxrwxrwx")) {
      var permissions = PosixFilePermissions.fromString(letters);
      assertThat(PosixModes.parse(PosixModes.octal(permissions))).isEqualTo(permissions);
    }
    assertThat(PosixModes.octal(PosixFilePermissions.fromString("rw-r-----"))).isEqualTo("0640");
    assertThatThrownBy(() -> PosixModes.parse("1777")).hasMessageContaining("octal");
  }
}
