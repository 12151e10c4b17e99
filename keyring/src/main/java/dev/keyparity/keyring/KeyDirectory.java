package dev.keyparity.keyring;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a key directory, or at a lone ring file, without changing anything and without running
 * gpg. Links are not followed below the directory, nothing but regular files is opened, and no more
 * than {@link #MOST_BYTES} of any is read.
 *
 * <p>One look is one moment; whoever needs a stable answer looks twice and compares.
 */
public final class KeyDirectory {
  /** The largest file that is read: a ring has a few kilobytes. */
  public static final int MOST_BYTES = 4 * 1024 * 1024;

  private KeyDirectory() {}

  /** Facts of a directory. Never throws for what is found there: that is a fact. */
  public static KeyDirectoryFacts inspect(Path directory, Profile profile) {
    return withHeld(
        directory, profile, held -> assess(DirectoryLook.at(held, profile, directory), profile));
  }

  /**
   * Facts of a directory that the caller holds open. The stream is left open and its own iterator
   * is not used. Hard links are not seen this way.
   */
  public static KeyDirectoryFacts inspect(SecureDirectoryStream<Path> held, Profile profile) {
    return assess(DirectoryLook.at(held, profile, null), profile);
  }

  /**
   * Facts of one ring file in the role of the profile's key file. No other file is looked at, and
   * owner and mode are shown but not judged.
   */
  public static KeyDirectoryFacts inspectFile(Path ring, Profile profile) {
    Path parent = ring.toAbsolutePath().getParent();
    Path name = ring.getFileName();
    if (parent == null || name == null) {
      return unusable(profile, Soundness.UNREADABLE, ring + ": not a file");
    }
    Profile lone = profile.ofLoneFile(name.toString());
    return withHeld(
        parent,
        lone,
        held -> {
          FileReading reading = DirectoryLook.read(held, name, name.toString());
          KeyDirectoryFacts facts = DirectoryAssessment.ofRing(lone, reading);
          reading.wipe();
          return facts;
        });
  }

  /**
   * Facts made of reads that the caller did itself. Pure.
   *
   * @param directory owner and mode of the directory itself; null if they are not to be judged
   * @param readings of the profile's files; one that is not there counts as absent
   * @param otherNames what else is in the directory
   */
  public static KeyDirectoryFacts facts(
      Profile profile,
      FileReading.@Nullable Attributes directory,
      Collection<FileReading> readings,
      Set<String> otherNames) {
    return DirectoryAssessment.ofDirectory(profile, directory, readings, otherNames);
  }

  private static KeyDirectoryFacts assess(DirectoryLook look, Profile profile) {
    KeyDirectoryFacts facts = facts(profile, look.directory(), look.readings(), look.otherNames());
    look.readings().forEach(FileReading::wipe);
    return facts;
  }

  private static KeyDirectoryFacts withHeld(
      Path directory,
      Profile profile,
      Function<SecureDirectoryStream<Path>, KeyDirectoryFacts> look) {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      if (stream instanceof SecureDirectoryStream<Path> held) {
        return look.apply(held);
      }
      return unusable(
          profile, Soundness.UNREADABLE, directory + ": this file system has no held directories");
    } catch (NoSuchFileException e) {
      return unusable(profile, Soundness.ABSENT, directory + ": no such directory");
    } catch (NotDirectoryException e) {
      return unusable(
          profile, Soundness.UNREADABLE, directory + ": not a directory (expected: a directory)");
    } catch (IOException e) {
      return unusable(profile, Soundness.UNREADABLE, directory + ": " + DirectoryLook.describe(e));
    }
  }

  private static KeyDirectoryFacts unusable(Profile profile, Soundness soundness, String reason) {
    return new KeyDirectoryFacts(
        profile, soundness, List.of(reason), List.of(), List.of(), null, List.of());
  }
}
