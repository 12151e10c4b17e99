package dev.keyparity.keyring;

import java.util.Optional;

/** The public-key algorithms this module reads: RFC 4880 §9.1, RFC 6637 §5, RFC 9580 §9.1. */
enum KeyAlgorithm {
  RSA("rsa", true),
  RSA_SIGN_ONLY("rsa", false),
  ELGAMAL("elgamal", true),
  DSA("dsa", false),
  ECDH("ecdh", true),
  ECDSA("ecdsa", false),
  EDDSA("eddsa", false),
  X25519("x25519", true),
  X448("x448", true),
  ED25519("ed25519", false),
  ED448("ed448", false);

  private final String word;
  private final boolean encrypts;

  KeyAlgorithm(String word, boolean encrypts) {
    this.word = word;
    this.encrypts = encrypts;
  }

  /** The algorithm with this number, if it is one that is read. */
  static Optional<KeyAlgorithm> of(int id) {
    return Optional.ofNullable(
        switch (id) {
          case 1, 2 -> RSA;
          case 3 -> RSA_SIGN_ONLY;
          case 16 -> ELGAMAL;
          case 17 -> DSA;
          case 18 -> ECDH;
          case 19 -> ECDSA;
          case 22 -> EDDSA;
          case 25 -> X25519;
          case 26 -> X448;
          case 27 -> ED25519;
          case 28 -> ED448;
          default -> null;
        });
  }

  String word() {
    return word;
  }

  boolean canEncrypt() {
    return encrypts;
  }
}
