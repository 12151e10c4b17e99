package dev.keyparity.testbed.lab.kms;

import java.nio.file.Path;

/**
 * Where things lie below one host's directory; all of it belongs to the user who runs the lab.
 *
 * @param root the host's directory
 */
public record HostPaths(Path root) {
  /** As the vendor's default ends: DIRECTORY/keytrustee/.keytrustee. */
  public Path keyDirectory() {
    return root.resolve("keytrustee/.keytrustee");
  }

  public Path configuration() {
    return root.resolve("conf");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** Starts, stops and asks for the KMS of this host: {@code kmsctl start|stop|status}. */
  public Path control() {
    return root.resolve("kmsctl");
  }

  Path run() {
    return root.resolve("run");
  }

  Path temporary() {
    return run().resolve("tmp");
  }

  Path pidFile() {
    return run().resolve("kms.pid");
  }

  /** Held by a start or stop under way. */
  Path lock() {
    return run().resolve("kms.lock");
  }

  /** Is there once the host may not be started any more. */
  Path closed() {
    return run().resolve("closed");
  }

  /** Asked before each start, if it is there. */
  Path gate() {
    return run().resolve("gate");
  }

  Path argumentFile() {
    return run().resolve("java.args");
  }

  Path environment() {
    return run().resolve("kms-env.sh");
  }

  /** Standard output and error of the server: its last words are here. */
  public Path console() {
    return logs().resolve("kms.out");
  }
}
