package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.keyring.Profile;
import java.nio.file.Path;

/**
 * Where a service's key directory is on this host and whose its files are.
 *
 * @param host this host's name in the service file
 * @param ownership of every key file that is written
 */
public record KeyDirectoryPlace(
    String service, String host, Profile profile, Path directory, Ownership ownership) {}
