package dev.keyparity.testbed.lab.kms;

/**
 * A data key that a version of a key encrypts; not secret.
 *
 * @param key name of the key
 * @param version name of the version, NAME@N
 * @param iv in URL-safe base64
 * @param material the encrypted data key, in URL-safe base64
 */
public record DataKey(String key, String version, String iv, String material) {}
