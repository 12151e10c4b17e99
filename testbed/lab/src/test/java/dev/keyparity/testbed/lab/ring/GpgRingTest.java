package dev.keyparity.testbed.lab.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GpgRingTest {
  @Test
  void listing_ofAPrimaryAndItsSubkey_isParsed() {
    String listing =
        """
        sec::2048:1:B3531CDF5A331B9C:2026-11-24:::::::::
        fpr:::::::::BDA62BB66608F5C68F344149B3531CDF5A331B9C:
        uid:::::::E6B4C1::KMS test:
        ssb::3072:1:0011223367A08EAB:2026-11-24:::::::::
        fpr:::::::::00112233445566778899AABBCCDDEEFF67A08EAB:
        """;

    assertThat(GpgRing.parse(listing))
        .containsExactly(
            new GpgRing.ListedKey("BDA62BB66608F5C68F344149B3531CDF5A331B9C", true, 1, 2048),
            new GpgRing.ListedKey("00112233445566778899AABBCCDDEEFF67A08EAB", false, 1, 3072));
  }

  @Test
  void listing_ofAnEmptyRing_isEmpty() {
    assertThat(GpgRing.parse("")).isEmpty();
  }
}
