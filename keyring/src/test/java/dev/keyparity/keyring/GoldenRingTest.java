package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A ring that never changes and its canonical identity. Identities are stored in statements on
 * every host: if this test fails, a new release no longer recognizes approved keys.
 */
class GoldenRingTest {
  @Test
  void goldenRing_read_hasTheIdentityThatStatementsHold() throws IOException {
    KeyIdentity identity =
        Objects.requireNonNull(RingReader.read(golden("secring.gpg")).identity());

    // (echo keyparity.identity/1; echo FPR primary present; echo FPR subkey present) | sha256sum
    assertThat(identity.digest().hex())
        .isEqualTo("416dbcf37b072dd92bb1532cba01890ab57ab8e8865af047634579902f02b346");
    assertThat(identity.primary().hex()).isEqualTo("3103AFCFCBB7B3BD15667410C318B33AA395916D");
    assertThat(identity.primary().abbreviated()).isEqualTo("3103…916D");
    assertThat(identity.fingerprints())
        .isEqualTo(
            List.of(
                new Fingerprint("3103AFCFCBB7B3BD15667410C318B33AA395916D"),
                new Fingerprint("6EF5263B30E86EE0B934918A64CBCFA55CF40FA5")));
  }

  static byte[] golden(String name) throws IOException {
    try (InputStream in = GoldenRingTest.class.getResourceAsStream("/golden/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
