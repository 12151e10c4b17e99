package dev.keyparity.cli.keyring;

import dev.keyparity.keyring.KeyDirectory;
import dev.keyparity.keyring.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which kind of KMS a directory belongs to. Filled in by picocli. */
final class ProfileOption {
  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      converter = Converter.class,
      completionCandidates = Names.class,
      description = "One of: ${COMPLETION-CANDIDATES}. Default: keytrustee-kms.")
  Profile profile = Profile.named("keytrustee-kms");

  /** Facts of a directory, or of a lone file in the role of its key file. */
  InspectView inspect(Path path) {
    return new InspectView(
        path.toAbsolutePath().normalize(),
        Files.isDirectory(path) || !Files.exists(path)
            ? KeyDirectory.inspect(path, profile)
            : KeyDirectory.inspectFile(path, profile));
  }

  /** The file that holds the private key. */
  Path keyFile(Path path) {
    return Files.isDirectory(path) ? path.resolve(profile.keyFile()) : path;
  }

  static final class Converter implements ITypeConverter<Profile> {
    @Override
    public Profile convert(String name) {
      try {
        return Profile.named(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(name + " (expected: keytrustee-kms or ranger-kms-kts)");
      }
    }
  }

  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Profile.all().stream().map(Profile::name).iterator();
    }
  }
}
