package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Key;
import dev.keyparity.proto.agent.v1.KeyDirectory;
import dev.keyparity.proto.agent.v1.KmsProcess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InPlaceTest {
  private static final Ring KEY = Ring.of("kms1");
  private static final Ring OTHER = Ring.of("rogue");
  private static final IdentityStatement APPROVED =
      new IdentityStatement(
          "prod",
          "kms-prod",
          1,
          List.of("kms1", "kms2"),
          KEY.identity(),
          KEY.fingerprints().stream().sorted().toList(),
          new TreeMap<>(Map.of("secring.gpg", KEY.sha256())),
          KEY.bytes(),
          Instant.EPOCH);

  private static InPlace host(
      KeyDirectory.Soundness soundness, String identity, Ring serves, String... keys) {
    KeyDirectory.Builder directory =
        KeyDirectory.newBuilder().setSoundness(soundness).setIdentity(identity);
    for (String key : keys) {
      directory.addKeys(Key.newBuilder().setFingerprint(key).setPrimary(key.equals(KEY.primary())));
    }
    HostReport report =
        HostReport.newBuilder()
            .setHost("kms2")
            .setKeyDirectory(directory)
            .setKms(
                KmsProcess.newBuilder()
                    .setState(KmsProcess.State.UP)
                    .setServingIdentity(serves.identity()))
            .build();
    return new InPlace(HostFacts.of(report), APPROVED);
  }

  @Test
  void goneOrDamaged_worthTrying_ifTheProcessLoadedTheApprovedKey() {
    for (KeyDirectory.Soundness left :
        List.of(KeyDirectory.Soundness.ABSENT, KeyDirectory.Soundness.DAMAGED)) {
      assertThat(host(left, "", KEY).isWorthTrying()).isTrue();
      assertThat(host(left, "", KEY).holdsNothingElse()).isTrue();
      assertThat(host(left, "", OTHER).isWorthTrying()).isFalse();
    }
  }

  /** Cut between two packets it reads as a smaller ring: the agent finds out. */
  @Test
  void partOfTheApprovedKey_worthTrying_andMayStillOpenSomething() {
    InPlace cut = host(KeyDirectory.Soundness.SOUND, "a smaller one", KEY, KEY.primary());

    assertThat(cut.isWorthTrying()).isTrue();
    assertThat(cut.holdsNothingElse()).isFalse();
  }

  @Test
  void anotherKey_orTheApprovedOneWhole_orUnreadable_not() {
    assertThat(host(KeyDirectory.Soundness.SOUND, "x", KEY, OTHER.primary()).isWorthTrying())
        .isFalse();
    assertThat(host(KeyDirectory.Soundness.DAMAGED, "", KEY, OTHER.primary()).holdsNothingElse())
        .isFalse();
    assertThat(
            host(KeyDirectory.Soundness.SOUND, KEY.identity(), KEY, KEY.primary()).isWorthTrying())
        .isFalse();
    assertThat(host(KeyDirectory.Soundness.UNREADABLE, "", KEY).isWorthTrying()).isFalse();
  }
}
