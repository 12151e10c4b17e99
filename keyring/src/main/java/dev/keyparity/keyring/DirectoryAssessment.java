package dev.keyparity.keyring;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns reads into facts and warnings. Pure. */
final class DirectoryAssessment {
  private final Profile profile;
  private final List<FileFacts> files = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>();
  private RingFacts ring;

  private DirectoryAssessment(Profile profile) {
    this.profile = profile;
    this.ring = without(Soundness.ABSENT, profile.keyFile() + ": no such file");
  }

  static KeyDirectoryFacts ofDirectory(
      Profile profile,
      FileReading.@Nullable Attributes directory,
      Collection<FileReading> readings,
      Set<String> otherNames) {
    DirectoryAssessment made = new DirectoryAssessment(profile);
    if (directory != null) {
      made.judgeOwnerAndMode(".", directory, profile.directoryMode());
    }
    for (String name : profile.files()) {
      made.take(
          readings.stream()
              .filter(r -> r.name().equals(name))
              .findFirst()
              .orElseGet(() -> FileReading.absent(name)));
    }
    made.checkPublicRing(readings);
    made.noteLeftovers(otherNames);
    return made.facts();
  }

  static KeyDirectoryFacts ofRing(Profile profile, FileReading keyFile) {
    DirectoryAssessment made = new DirectoryAssessment(profile);
    made.takeKeyFile(keyFile);
    return made.facts();
  }

  private void take(FileReading reading) {
    if (reading.name().equals(profile.keyFile())) {
      takeKeyFile(reading);
    } else {
      switch (reading.state()) {
        case READ -> files.add(factsOf(reading));
        case ABSENT -> warn(Warning.Kind.MISSING_FILE, reading.name(), "missing");
        case REFUSED -> warn(Warning.Kind.UNREADABLE_FILE, reading.name(), reading.refusal());
      }
    }
    if (reading.state() == FileReading.State.READ) {
      judgeAttributes(reading.name(), reading.attributes());
    }
  }

  private void takeKeyFile(FileReading reading) {
    String name = reading.name();
    switch (reading.state()) {
      case READ -> {
        ring = RingReader.read(reading.content(), name);
        files.add(factsOf(reading));
        warnings.addAll(ring.warnings());
      }
      case ABSENT -> ring = without(Soundness.ABSENT, name + ": no such file");
      case REFUSED -> ring = without(Soundness.UNREADABLE, name + ": " + reading.refusal());
    }
  }

  private static RingFacts without(Soundness soundness, String reason) {
    return new RingFacts(soundness, List.of(reason), List.of(), null, List.of());
  }

  private void judgeAttributes(String name, FileReading.Attributes attributes) {
    judgeOwnerAndMode(name, attributes, profile.fileMode());
    if (attributes.links() > 1) {
      warn(Warning.Kind.HARD_LINK, name, attributes.links() + " names for one file (expected: 1)");
    }
  }

  private void judgeOwnerAndMode(String name, FileReading.Attributes at, String mostMode) {
    if ((Integer.parseInt(at.mode(), 8) & ~Integer.parseInt(mostMode, 8)) != 0) {
      warn(Warning.Kind.MODE, name, "mode " + at.mode() + " (expected: at most " + mostMode + ")");
    }
    if (!at.owner().equals(profile.owner())) {
      warn(
          Warning.Kind.OWNER, name, "owner " + at.owner() + " (expected: " + profile.owner() + ")");
    }
    if (!at.group().equals(profile.group())) {
      warn(
          Warning.Kind.GROUP, name, "group " + at.group() + " (expected: " + profile.group() + ")");
    }
  }

  private void checkPublicRing(Collection<FileReading> readings) {
    readings.stream()
        .filter(r -> r.name().equals("pubring.gpg") && r.state() == FileReading.State.READ)
        .findFirst()
        .ifPresent(
            r -> {
              Set<Fingerprint> lacking = new TreeSet<>();
              ring.keys().forEach(k -> lacking.add(k.fingerprint()));
              RingReader.readPublic(r.content()).forEach(lacking::remove);
              if (!lacking.isEmpty()) {
                warn(
                    Warning.Kind.PUBLIC_RING,
                    r.name(),
                    lacking.stream()
                        .map(Fingerprint::abbreviated)
                        .collect(Collectors.joining(", ", "lacks the public part of ", "")));
              }
            });
  }

  private void noteLeftovers(Set<String> otherNames) {
    for (String name : new TreeSet<>(otherNames)) {
      if (profile.leftovers().contains(name)) {
        warn(
            Warning.Kind.LEFTOVER,
            name,
            "left by GnuPG 2.1 or newer, which then ignores " + profile.keyFile());
      }
    }
  }

  private KeyDirectoryFacts facts() {
    return new KeyDirectoryFacts(
        profile, ring.soundness(), ring.reasons(), files, ring.keys(), ring.identity(), warnings);
  }

  private void warn(Warning.Kind kind, String file, String detail) {
    warnings.add(new Warning(kind, file, detail));
  }

  private static FileFacts factsOf(FileReading reading) {
    byte[] content = reading.content();
    FileReading.Attributes at = reading.attributes();
    return new FileFacts(
        reading.name(),
        content.length,
        Digest.of(content),
        md5(content),
        at.owner(),
        at.group(),
        at.mode());
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks MD5, which every one must have", e);
    }
  }
}
