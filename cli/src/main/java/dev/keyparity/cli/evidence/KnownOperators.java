package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import dev.keyparity.daemon.warrant.Approval;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.OperatorPublicKey;
import dev.keyparity.daemon.warrant.PinnedOperator;
import dev.keyparity.daemon.warrant.PinnedOperators;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operators whose public keys whoever verifies has, from a source of their own. One may have
 * several keys: over the years people make new ones. Immutable.
 */
record KnownOperators(List<PinnedOperator> operators) {
  private static final int LARGEST_KEY_FILE = 4096;

  KnownOperators {
    operators = List.copyOf(operators);
  }

  /**
   * Who signed a document, as far as it can be told.
   *
   * @param genuine operators whose signature was made with the key that is known as theirs
   * @param notChecked signatures whose key is not known here: whom they name, with the key
   */
  record Signers(List<String> genuine, List<String> notChecked) {
    Signers {
      genuine = List.copyOf(genuine);
      notChecked = List.copyOf(notChecked);
    }
  }

  /**
   * @param given each {@code NAME=KEY}, the key as base64 or as a file that holds it
   */
  static KnownOperators parse(List<String> given) {
    return new KnownOperators(given.stream().map(KnownOperators::operator).toList());
  }

  private static PinnedOperator operator(String given) {
    int equals = given.indexOf('=');
    String name = given.substring(0, Math.max(0, equals));
    String key = given.substring(equals + 1);
    if (name.isBlank() || key.isBlank()) {
      throw usage(given, null);
    }
    try {
      return PinnedOperator.unlimited(name, OperatorPublicKey.parse(text(key)));
    } catch (IllegalArgumentException e) {
      throw usage(given, e);
    }
  }

  /** Base64 may well look like a path; what is a file is meant as one. */
  private static String text(String key) {
    Path file = Path.of(key);
    return Files.isRegularFile(file)
        ? DurableFile.at(file, DurableFile.WORLD_READABLE)
            .read(LARGEST_KEY_FILE)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse("")
        : key;
  }

  private static KeyparityException usage(String given, @Nullable Throwable cause) {
    return new KeyparityException(
        ErrorCode.USAGE,
        "--operator: "
            + given
            + " (expected: NAME=KEY; KEY is the public_key of agent.yaml, or a file that holds it)",
        "",
        cause);
  }

  boolean knowsKey(String fingerprint) {
    return operators.stream().anyMatch(one -> one.key().fingerprint().equals(fingerprint));
  }

  boolean knowsName(String name) {
    return operators.stream().anyMatch(one -> one.name().equals(name));
  }

  /**
   * @param what names the document, in a refusal
   * @throws KeyparityException {@link ErrorCode#SIGNATURE_INVALID} if a signature claims a known
   *     key and is not of it, or claims another name: then somebody changed something
   */
  Signers check(String what, SignedDocument document, DocumentKind kind, String service) {
    Set<String> genuine = new LinkedHashSet<>();
    for (PinnedOperator operator : operators) {
      Approval approval =
          new PinnedOperators(List.of(operator)).verify(document, kind, service, Set.of(), 1);
      if (approval instanceof Approval.Approved approved) {
        genuine.addAll(approved.operators());
      } else if (approval instanceof Approval.Refused refused
          && refused.rule() != Approval.Rule.ENOUGH_SIGNATURES) {
        throw Verification.notGenuine(what + ": " + refused.detail());
      }
    }
    List<String> notChecked = new ArrayList<>();
    for (DocumentSignature one : document.signatures()) {
      if (!knowsKey(one.keyFingerprint()) || !one.algorithm().equals(OperatorKey.ALGORITHM)) {
        notChecked.add(one.operator() + " (key " + one.keyFingerprint() + ")");
      }
    }
    return new Signers(List.copyOf(genuine), notChecked);
  }
}
