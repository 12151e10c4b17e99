package dev.keyparity.keyring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One {@link Comparison} while it is made; used once. */
final class Judgement {
  /** Warnings that mean: some byte of the key file is covered by no signature of its keys. */
  private static final Set<Warning.Kind> UNVOUCHED =
      Set.of(Warning.Kind.SIGNATURE, Warning.Kind.PACKET);

  private final ApprovedKey approved;
  private final KeyDirectoryFacts other;
  private final Truncation truncation;
  private final Set<Fingerprint> missing;
  private final Set<Fingerprint> extra;

  Judgement(ApprovedKey approved, KeyDirectoryFacts other, Truncation truncation) {
    this.approved = approved;
    this.other = other;
    // The empty file begins every file; nobody need be asked.
    boolean empty = other.secring().filter(f -> f.bytes() == 0).isPresent();
    this.truncation = empty ? Truncation.IS_PREFIX : truncation;
    Set<Fingerprint> wanted = new TreeSet<>(approved.identity().fingerprints());
    Set<Fingerprint> found =
        other.keys().stream()
            .map(KeyFacts::fingerprint)
            .collect(Collectors.toCollection(TreeSet::new));
    this.missing = difference(wanted, found);
    this.extra = difference(found, wanted);
  }

  Comparison comparison() {
    if (other.soundness() == Soundness.ABSENT) {
      return verdict(Verdict.ABSENT, other.reasons());
    }
    if (truncation == Truncation.IS_PREFIX) {
      return truncated();
    }
    if (!extra.isEmpty() && other.keys().stream().anyMatch(KeyFacts::secretPresent)) {
      return diverged();
    }
    if (other.soundness() != Soundness.SOUND) {
      return verdict(Comparison.unsound(other.soundness()), other.reasons());
    }
    if (isSameFile()) {
      return verdict(Verdict.IN_PARITY, List.of());
    }
    if (!missing.isEmpty()) {
      return verdict(Verdict.SUBSET, List.of("lacks " + names(missing)));
    }
    return sameFingerprints();
  }

  private Comparison truncated() {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        "truncated: its "
            + other.secring().map(FileFacts::bytes).orElse(0L)
            + " bytes are the beginning of the approved file (expected: "
            + approved.secringBytes()
            + " bytes)");
    reasons.addAll(other.reasons());
    return verdict(Verdict.DAMAGED, reasons);
  }

  private Comparison diverged() {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        missing.isEmpty() ? "holds " + names(extra) + " besides the approved key" : foreign());
    reasons.addAll(other.reasons());
    return verdict(Verdict.DIVERGED, reasons);
  }

  /** Of whole keys the primaries say enough; their subkeys go with them. */
  private String foreign() {
    Set<Fingerprint> found =
        other.keys().stream()
            .filter(KeyFacts::primary)
            .map(KeyFacts::fingerprint)
            .filter(extra::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<Fingerprint> wanted = new TreeSet<>(approved.identity().primaries());
    wanted.retainAll(missing);
    return found.isEmpty() || wanted.isEmpty()
        ? "holds " + names(extra) + " instead of " + names(missing)
        : "holds " + names(found) + " instead of " + names(wanted);
  }

  private Comparison sameFingerprints() {
    if (!approved.identity().equals(other.identity())) {
      return verdict(
          Verdict.DIVERGED, List.of("the same keys in other roles: primary and subkey differ"));
    }
    List<String> unvouched =
        other.warnings().stream()
            .filter(w -> UNVOUCHED.contains(w.kind()))
            .map(Warning::detail)
            .toList();
    if (!unvouched.isEmpty()) {
      List<String> reasons = new ArrayList<>();
      reasons.add("other bytes than the approved file, and nothing vouches for all of them");
      reasons.addAll(unvouched);
      return verdict(Verdict.DAMAGED, reasons);
    }
    return doubt()
        .map(d -> verdict(Verdict.UNPROVEN, List.of(d)))
        .orElseGet(
            () ->
                verdict(
                    Verdict.EQUIVALENT,
                    List.of("other bytes than the approved file, the same sound key material")));
  }

  /** What keeps the same fingerprints from being proof of the same secret. */
  private Optional<String> doubt() {
    for (KeyFacts key : other.keys()) {
      String name = key.fingerprint().abbreviated();
      if (key.isProtected()) {
        return Optional.of(
            "the secret part of "
                + name
                + " is protected by a passphrase and the bytes differ: cannot be known from here");
      }
      if (!Boolean.TRUE.equals(key.secretConsistent())) {
        return Optional.of(
            "the secret part of " + name + " cannot be checked and the bytes differ");
      }
    }
    long bytes = other.secring().map(FileFacts::bytes).orElse(0L);
    if (truncation == Truncation.UNKNOWN && bytes < approved.secringBytes()) {
      return Optional.of(
          "shorter than the approved file, and whether it is only the beginning of it is not known");
    }
    return Optional.empty();
  }

  private boolean isSameFile() {
    return other
        .secring()
        .filter(f -> f.sha256().equals(approved.secring()) && f.bytes() == approved.secringBytes())
        .isPresent();
  }

  private Comparison verdict(Verdict verdict, List<String> reasons) {
    return new Comparison(
        verdict,
        reasons,
        List.copyOf(missing),
        List.copyOf(extra),
        otherFiles(),
        verdict == Verdict.DAMAGED && isProvablyCopy());
  }

  /** Nothing in the file is anything but the approved key, so nothing else can be lost with it. */
  private boolean isProvablyCopy() {
    if (truncation == Truncation.IS_PREFIX) {
      return true;
    }
    return !other.keys().isEmpty()
        && extra.isEmpty()
        && other.warnings().stream().noneMatch(w -> w.kind() == Warning.Kind.UNREAD_BYTES);
  }

  private List<Warning> otherFiles() {
    List<Warning> warnings = new ArrayList<>();
    approved.otherFiles().entrySet().stream()
        .filter(wanted -> other.profile().files().contains(wanted.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            wanted -> {
              Optional<FileFacts> found = other.file(wanted.getKey());
              if (found.isEmpty()) {
                warnings.add(
                    new Warning(
                        Warning.Kind.MISSING_FILE, wanted.getKey(), "missing or not readable"));
              } else if (!found.get().sha256().equals(wanted.getValue())) {
                warnings.add(
                    new Warning(
                        Warning.Kind.OTHER_FILE_DIFFERS,
                        wanted.getKey(),
                        "differs from the approved file"));
              }
            });
    return warnings;
  }

  private static Set<Fingerprint> difference(Set<Fingerprint> from, Set<Fingerprint> less) {
    Set<Fingerprint> rest = new TreeSet<>(from);
    rest.removeAll(less);
    return rest;
  }

  private static String names(Set<Fingerprint> fingerprints) {
    return fingerprints.stream().map(Fingerprint::abbreviated).collect(Collectors.joining(", "));
  }
}
