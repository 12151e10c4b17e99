package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final byte[] APPROVED = TestRings.approved();

  @Test
  void sameBytes_compared_areInParity() {
    Comparison comparison = Judge.compare(APPROVED, APPROVED);

    assertThat(comparison.verdict()).isEqualTo(Verdict.IN_PARITY);
    assertThat(comparison.reasons()).isEmpty();
    assertThat(comparison.missing()).isEmpty();
    assertThat(comparison.extra()).isEmpty();
  }

  @Test
  void reexportWithoutTrustPackets_compared_isEquivalent() {
    assertThat(TestRings.reexported()).isNotEqualTo(APPROVED);
    assertThat(Judge.verdict(APPROVED, TestRings.reexported())).isEqualTo(Verdict.EQUIVALENT);
    assertThat(Judge.verdict(TestRings.reexported(), APPROVED)).isEqualTo(Verdict.EQUIVALENT);
  }

  @Test
  void newFormatHeaders_compared_areEquivalent() {
    assertThat(Judge.verdict(APPROVED, Surgery.on(APPROVED).newFormat()))
        .isEqualTo(Verdict.EQUIVALENT);
  }

  @Test
  void signatureCacheFlippedByGnupg_compared_isEquivalent() {
    byte[] checked = Surgery.on(APPROVED).replace(3, body -> new byte[] {0, 3}).oldFormat();

    assertThat(checked).isNotEqualTo(APPROVED);
    assertThat(Judge.verdict(APPROVED, checked)).isEqualTo(Verdict.EQUIVALENT);
  }

  @Test
  void ringsInAnotherOrder_compared_areEquivalent() {
    byte[] other = TestRings.concat(TestRings.rogue(), APPROVED);

    assertThat(Judge.verdict(TestRings.twoPrimaries(), other)).isEqualTo(Verdict.EQUIVALENT);
  }

  @Test
  void sameRingTwice_compared_isEquivalent() {
    assertThat(Judge.verdict(APPROVED, TestRings.concat(APPROVED, APPROVED)))
        .isEqualTo(Verdict.EQUIVALENT);
  }

  @Test
  void unusualTrustPacket_compared_isNotGreen() {
    byte[] odd = Surgery.on(APPROVED).replace(3, body -> new byte[] {7, 0}).oldFormat();

    assertThat(Judge.verdict(APPROVED, odd)).isEqualTo(Verdict.DAMAGED);
    assertThat(Judge.verdict(odd, odd)).isEqualTo(Verdict.IN_PARITY);
  }

  @Test
  void passphrasedReexports_compared_areUnprovenUnlessTheBytesAreEqual() {
    byte[] one = TestRings.passphrasedReexport(1);
    byte[] two = TestRings.passphrasedReexport(2);
    assertThat(one).isNotEqualTo(two);

    Comparison comparison = Judge.compare(one, two);

    assertThat(comparison.verdict()).isEqualTo(Verdict.UNPROVEN);
    assertThat(comparison.reasons().get(0)).contains("passphrase");
    assertThat(Judge.verdict(one, one)).isEqualTo(Verdict.IN_PARITY);
  }

  @Test
  void anotherKey_compared_isDivergedAndNamed() {
    Comparison comparison = Judge.compare(APPROVED, TestRings.rogue());

    assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
    assertThat(comparison.missing()).hasSize(2);
    assertThat(comparison.extra()).hasSize(2);
    // A primary key each; their subkeys go without saying.
    assertThat(comparison.reasons().get(0)).matches("holds \\S+ instead of \\S+");
    assertThat(comparison.corruptedCopy()).isFalse();
  }

  @Test
  void keyAddedToTheApprovedOnes_compared_isDivergedAndNotSubset() {
    Comparison comparison = Judge.compare(APPROVED, TestRings.twoPrimaries());

    assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
    assertThat(comparison.missing()).isEmpty();
    assertThat(comparison.extra()).hasSize(2);
    assertThat(comparison.reasons().get(0)).contains("besides the approved key");
  }

  @Test
  void subkeyAdded_compared_isDiverged() {
    byte[] approved = withoutSubkey(TestRings.signingSubkey(), 0);

    assertThat(Judge.verdict(approved, TestRings.signingSubkey())).isEqualTo(Verdict.DIVERGED);
  }

  @Test
  void subkeyMissing_compared_isSubsetAndNamed() {
    byte[] lacking = withoutSubkey(TestRings.signingSubkey(), 0);

    Comparison comparison = Judge.compare(TestRings.signingSubkey(), lacking);

    assertThat(comparison.verdict()).isEqualTo(Verdict.SUBSET);
    assertThat(comparison.missing()).hasSize(1);
    assertThat(comparison.reasons()).containsExactly("lacks " + abbreviated(comparison));
    assertThat(comparison.corruptedCopy()).isFalse();
  }

  @Test
  void secondRingMissing_compared_isSubset() {
    assertThat(Judge.verdict(TestRings.twoPrimaries(), TestRings.rogue()))
        .isEqualTo(Verdict.SUBSET);
  }

  @Test
  void subkeyMissingAtTheEnd_compared_isDamagedBecauseItIsABytePrefix() {
    // The last packets are the encryption subkey's: what is left still parses and can decrypt.
    byte[] approved = TestRings.signingSubkey();
    Surgery whole = Surgery.on(approved);
    byte[] cut =
        Surgery.of(whole.pieces().subList(0, whole.indexOf(Packet.SECRET_SUBKEY, 1))).oldFormat();
    byte[] prefix = java.util.Arrays.copyOf(approved, cut.length);
    assertThat(cut).isEqualTo(prefix);

    Comparison comparison = Judge.compare(approved, cut);

    assertThat(comparison.verdict()).isEqualTo(Verdict.DAMAGED);
    assertThat(comparison.reasons().get(0)).startsWith("truncated");
    assertThat(comparison.corruptedCopy()).isTrue();
  }

  @Test
  void secondRingCutOff_compared_isDamagedThoughTheRestIsASoundRing() {
    assertThat(RingReader.read(APPROVED).soundness()).isEqualTo(Soundness.SOUND);
    assertThat(Judge.verdict(TestRings.twoPrimaries(), APPROVED)).isEqualTo(Verdict.DAMAGED);
  }

  @Test
  void shorterEquivalentWhosePrefixNobodyChecked_compared_isUnproven() {
    Comparison comparison = Judge.compare(APPROVED, TestRings.reexported(), Truncation.UNKNOWN);

    assertThat(comparison.verdict()).isEqualTo(Verdict.UNPROVEN);
    assertThat(comparison.reasons().get(0)).contains("shorter");
  }

  @Test
  void stubOfTheApprovedKey_compared_isADamagedCopy() {
    Comparison comparison = Judge.compare(APPROVED, TestRings.stubbed());

    assertThat(comparison.verdict()).isEqualTo(Verdict.DAMAGED);
    assertThat(comparison.corruptedCopy()).isTrue();
  }

  @Test
  void damagedRingOfAnotherKey_compared_isDivergedSoThatNothingReplacesItUnasked() {
    byte[] damaged = TestRings.concat(TestRings.rogue(), new byte[3]);

    Comparison comparison = Judge.compare(APPROVED, damaged);

    assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
    assertThat(comparison.corruptedCopy()).isFalse();
  }

  @Test
  void approvedKeyWithUnreadableRemainder_compared_isDamagedButNotProvablyOnlyACopy() {
    Comparison comparison =
        Judge.compare(APPROVED, TestRings.concat(APPROVED, new byte[] {1, 2, 3}));

    assertThat(comparison.verdict()).isEqualTo(Verdict.DAMAGED);
    assertThat(comparison.corruptedCopy()).isFalse();
  }

  @Test
  void publicRingInPlaceOfTheSecretOne_compared_isDamaged() {
    assertThat(Judge.verdict(APPROVED, TestRings.approvedPublic())).isEqualTo(Verdict.DAMAGED);
  }

  @Test
  void armouredApprovedKey_compared_isUnreadable() {
    assertThat(Judge.verdict(APPROVED, TestRings.armoured())).isEqualTo(Verdict.UNREADABLE);
  }

  @Test
  void emptyFile_compared_isDamagedEvenIfNobodyCouldCheckThePrefix() {
    Comparison comparison = Judge.compare(APPROVED, new byte[0], Truncation.UNKNOWN);

    assertThat(comparison.verdict()).isEqualTo(Verdict.DAMAGED);
    assertThat(comparison.corruptedCopy()).isTrue();
  }

  @Test
  void missingFile_compared_isAbsent() {
    Comparison comparison =
        Comparison.of(Judge.facts(APPROVED), Judge.absent(), Truncation.UNKNOWN);

    assertThat(comparison.verdict()).isEqualTo(Verdict.ABSENT);
    assertThat(comparison.reasons()).containsExactly("secring.gpg: no such file");
  }

  @Test
  void unsoundApprovedSide_compared_isNeverInParity() {
    List<KeyDirectoryFacts> unsound =
        List.of(
            Judge.absent(),
            Judge.facts(new byte[0]),
            Judge.facts(TestRings.stubbed()),
            Judge.facts(TestRings.armoured()),
            Judge.facts(TestRings.approvedPublic()));
    for (KeyDirectoryFacts approved : unsound) {
      for (KeyDirectoryFacts other : unsound) {
        Comparison comparison = Comparison.of(approved, other, Truncation.IS_NOT_PREFIX);

        assertThat(comparison.verdict()).isIn(Verdict.ABSENT, Verdict.DAMAGED, Verdict.UNREADABLE);
        assertThat(comparison.reasons().get(0)).contains("nothing can be held against it");
      }
      assertThat(Comparison.of(approved, Judge.facts(APPROVED), Truncation.IS_NOT_PREFIX).verdict())
          .isEqualTo(Verdict.UNKNOWN);
    }
  }

  @Test
  void primaryAndSubkeySwapped_compared_isNotGreen() {
    KeyIdentity identity = identity(APPROVED);
    List<KeyIdentity.Member> swapped = new ArrayList<>();
    for (KeyIdentity.Member m : identity.members()) {
      swapped.add(new KeyIdentity.Member(m.fingerprint(), !m.primary(), m.secretPresent()));
    }
    ApprovedKey approved =
        new ApprovedKey(KeyIdentity.of(swapped), Digest.of(new byte[1]), 1, Map.of());

    Comparison comparison =
        Comparison.of(approved, Judge.facts(APPROVED), Truncation.IS_NOT_PREFIX);

    assertThat(comparison.verdict()).isEqualTo(Verdict.DIVERGED);
  }

  @Test
  void otherFilesDiffer_compared_areWarningsAndDoNotChangeTheVerdict() {
    KeyDirectoryFacts approved = directory("conf-1", "pub-1");
    KeyDirectoryFacts other = directory("conf-2", null);

    Comparison comparison = Comparison.of(approved, other, Truncation.IS_NOT_PREFIX);

    assertThat(comparison.verdict()).isEqualTo(Verdict.IN_PARITY);
    assertThat(comparison.warnings())
        .extracting(w -> w.kind() + " " + w.file())
        .containsExactly("OTHER_FILE_DIFFERS keytrustee.conf", "MISSING_FILE pubring.gpg");
  }

  private static KeyDirectoryFacts directory(
      String conf, @org.jspecify.annotations.Nullable String pub) {
    FileReading.Attributes proper = new FileReading.Attributes("kms", "kms", "0600", 1);
    List<FileReading> readings = new ArrayList<>();
    readings.add(FileReading.of("secring.gpg", APPROVED.clone(), proper));
    readings.add(
        FileReading.of(
            "keytrustee.conf", conf.getBytes(java.nio.charset.StandardCharsets.UTF_8), proper));
    if (pub != null) {
      readings.add(
          FileReading.of(
              "pubring.gpg", pub.getBytes(java.nio.charset.StandardCharsets.UTF_8), proper));
    }
    return KeyDirectory.facts(Judge.PROFILE, proper, readings, Set.of());
  }

  private static KeyIdentity identity(byte[] ring) {
    return java.util.Objects.requireNonNull(RingReader.read(ring).identity());
  }

  private static String abbreviated(Comparison comparison) {
    return comparison.missing().get(0).abbreviated();
  }

  /** The ring without its n-th subkey and what follows that. */
  private static byte[] withoutSubkey(byte[] ring, int n) {
    Surgery whole = Surgery.on(ring);
    int from = whole.indexOf(Packet.SECRET_SUBKEY, n);
    List<Surgery.Piece> rest = new ArrayList<>(whole.pieces().subList(0, from));
    int to = from + 1;
    while (to < whole.pieces().size() && whole.pieces().get(to).tag() != Packet.SECRET_SUBKEY) {
      to++;
    }
    rest.addAll(whole.pieces().subList(to, whole.pieces().size()));
    return Surgery.of(rest).oldFormat();
  }
}
