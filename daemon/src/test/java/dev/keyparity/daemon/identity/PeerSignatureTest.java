package dev.keyparity.daemon.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.SettableClock;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerSignatureTest {
  private static final String PERMIT = "keyparity.permit/1";
  private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(Clock.systemUTC().instant());
  private TestPki pki;
  private TlsIdentity kms1;
  private TlsIdentity kms2;

  @BeforeEach
  void issue() {
    pki = new TestPki(directory, clock);
    kms1 = TlsIdentity.load(pki.issue(Role.AGENT, "kms1", Duration.ofDays(1)), clock);
    kms2 = pki.identity(Role.AGENT, "kms2");
  }

  private ErrorCode refusalOf(String format, byte[] payload, PeerSignature signature) {
    PeerVerification verification = kms2.verifier().verify(format, payload, signature);
    assertThat(verification).isInstanceOf(PeerVerification.Refused.class);
    return ((PeerVerification.Refused) verification).code();
  }

  @Test
  void genuineSignature_tellsTheSigner() {
    PeerSignature signature = kms1.signer().sign(PERMIT, PAYLOAD);

    PeerVerification verification = kms2.verifier().verify(PERMIT, PAYLOAD, signature);

    assertThat(verification.orElseThrow("permit")).isEqualTo(kms1.name());
    assertThat(verification.isBy(Role.AGENT, "kms1")).isTrue();
    assertThat(verification.isBy(Role.AGENT, "kms2")).isFalse();
    assertThat(verification.isBy(Role.COORDINATOR, "kms1")).isFalse();
  }

  @Test
  void everyFlippedByteOfTheSignature_isRefused() {
    PeerSignature signature = kms1.signer().sign(PERMIT, PAYLOAD);
    byte[] bytes = signature.signature();

    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      PeerSignature forged =
          new PeerSignature(signature.algorithm(), signature.chainDer(), changed);
      assertThat(refusalOf(PERMIT, PAYLOAD, forged))
          .as("byte %d", i)
          .isEqualTo(ErrorCode.SIGNATURE_INVALID);
    }
  }

  @Test
  void otherPayloadOrFormat_isRefused() {
    PeerSignature signature = kms1.signer().sign(PERMIT, PAYLOAD);

    assertThat(refusalOf(PERMIT, "{\"a\":2}".getBytes(StandardCharsets.UTF_8), signature))
        .isEqualTo(ErrorCode.SIGNATURE_INVALID);
    assertThat(refusalOf("keyparity.copy-receipt/1", PAYLOAD, signature))
        .isEqualTo(ErrorCode.SIGNATURE_INVALID);
  }

  /** A zero byte ends the format, so no format and payload can be shifted into another pair. */
  @Test
  void formatAndPayload_cannotBeShiftedIntoEachOther() {
    PeerSignature signature =
        kms1.signer().sign("keyparity.permit/1", "0{}".getBytes(StandardCharsets.UTF_8));

    assertThat(refusalOf("keyparity.permit/10", "{}".getBytes(StandardCharsets.UTF_8), signature))
        .isEqualTo(ErrorCode.SIGNATURE_INVALID);
  }

  @Test
  void chainOfAnother_isRefused() {
    PeerSignature own = kms1.signer().sign(PERMIT, PAYLOAD);
    PeerSignature others = kms2.signer().sign(PERMIT, PAYLOAD);

    assertThat(
            refusalOf(
                PERMIT,
                PAYLOAD,
                new PeerSignature(own.algorithm(), others.chainDer(), own.signature())))
        .isEqualTo(ErrorCode.SIGNATURE_INVALID);
  }

  @Test
  void otherCa_isUntrusted() {
    TlsIdentity stranger =
        new TestPki(directory.resolve("other"), clock).identity(Role.AGENT, "kms1");

    assertThat(refusalOf(PERMIT, PAYLOAD, stranger.signer().sign(PERMIT, PAYLOAD)))
        .isEqualTo(ErrorCode.TLS_UNTRUSTED);
  }

  @Test
  void rubbishChain_isUntrusted() {
    PeerSignature own = kms1.signer().sign(PERMIT, PAYLOAD);

    for (List<byte[]> chain :
        List.of(
            List.<byte[]>of(),
            List.of(new byte[] {1, 2, 3}),
            List.of(new byte[1 << 20]),
            java.util.Collections.nCopies(9, own.chainDer().get(0)))) {
      assertThat(
              refusalOf(
                  PERMIT, PAYLOAD, new PeerSignature(own.algorithm(), chain, own.signature())))
          .isEqualTo(ErrorCode.TLS_UNTRUSTED);
    }
  }

  @Test
  void unknownAlgorithm_isNotTried() {
    PeerSignature own = kms1.signer().sign(PERMIT, PAYLOAD);

    assertThat(
            refusalOf(PERMIT, PAYLOAD, new PeerSignature("none", own.chainDer(), own.signature())))
        .isEqualTo(ErrorCode.PROTOCOL_UNSUPPORTED);
  }

  @Test
  void expiredSigner_isRefusedNow_butNotForTheTimeItSigned() {
    Instant signedAt = clock.instant();
    PeerSignature signature = kms1.signer().sign(PERMIT, PAYLOAD);
    clock.advance(Duration.ofDays(2));

    assertThat(refusalOf(PERMIT, PAYLOAD, signature)).isEqualTo(ErrorCode.TLS_EXPIRED);
    assertThat(kms2.verifier().verifyMadeAt(PERMIT, PAYLOAD, signature, signedAt))
        .isEqualTo(new PeerVerification.Verified(kms1.name()));
    assertThat(
            kms2.verifier()
                .verifyMadeAt(PERMIT, PAYLOAD, signature, signedAt.minus(Duration.ofDays(1))))
        .isInstanceOf(PeerVerification.Refused.class);
  }

  @Test
  void refusal_thrownOn_namesWhatWasSigned() {
    PeerSignature signature = kms1.signer().sign(PERMIT, PAYLOAD);
    PeerVerification refused = kms2.verifier().verify("x/1", PAYLOAD, signature);

    KeyparityException thrown =
        catchThrowableOfType(KeyparityException.class, () -> refused.orElseThrow("permit of kms1"));

    assertThat(thrown.operatorMessage())
        .isEqualTo("permit of kms1: signature does not verify (expected: over this very x/1)");
  }
}
