package dev.keyparity.agent.settings;

/**
 * A site file that is no such file, or one that is not understood. Holds no value of a property.
 */
final class MalformedSiteFile extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedSiteFile(String message) {
    super(message);
  }

  MalformedSiteFile(String message, Throwable cause) {
    super(message, cause);
  }
}
