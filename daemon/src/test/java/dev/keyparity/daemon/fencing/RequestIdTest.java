package dev.keyparity.daemon.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequestIdTest {
  private static final RequestId ID =
      RequestId.derive("kms-prod", "run-1", "synchronize-key", "install", "kms2", 1);

  @Test
  void derive_sameParts_sameId() {
    assertThat(RequestId.derive("kms-prod", "run-1", "synchronize-key", "install", "kms2", 1))
        .isEqualTo(ID);
  }

  /** Pinned: agents keep receipts under these ids, so the derivation can never change. */
  @Test
  void derive_knownParts_pinnedValue() {
    assertThat(ID.hex()).isEqualTo("92d21a3e4de222bad0a9cd53492c89c7");
  }

  @Test
  void derive_anyPartDiffers_otherId() {
    assertThat(RequestId.derive("kms-prod", "run-1", "synchronize-key", "install", "kms2", 2))
        .isNotEqualTo(ID);
    assertThat(RequestId.derive("kms-prod", "run-1", "synchronize-key", "install", "kms3", 1))
        .isNotEqualTo(ID);
    assertThat(RequestId.derive("kms-prod", "run-1", "synchronize-key", "stop", "kms2", 1))
        .isNotEqualTo(ID);
  }

  @Test
  void derive_partsShiftedAcrossABoundary_otherId() {
    assertThat(RequestId.derive("ab", "c", "s", "a", "h", 1))
        .isNotEqualTo(RequestId.derive("a", "bc", "s", "a", "h", 1));
  }

  @Test
  void derive_attemptZero_refused() {
    assertThatThrownBy(() -> RequestId.derive("s", "r", "s", "a", "h", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("attempt: 0 (expected: >= 1)");
  }
}
