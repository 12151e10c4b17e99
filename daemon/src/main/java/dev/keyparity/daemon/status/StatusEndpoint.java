package dev.keyparity.daemon.status;

import dev.keyparity.daemon.config.ConfigValues;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.config.Setting;
import dev.keyparity.daemon.config.UserPassword;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a process shows its status, and to whom: on loopback in clear, and to everyone unless there
 * is a password; beyond loopback over TLS and for a password, and not at all without one.
 *
 * @param passwordFileOrNull one line {@code user:password}
 */
public record StatusEndpoint(HostPort listen, @Nullable Path passwordFileOrNull) {
  public static final Setting<Path> PASSWORD =
      Setting.path("status.password_file")
          .doc("One line user:password, mode 0600; demanded beyond loopback.");

  public static Setting<HostPort> listenOnLoopback(int port, String what) {
    return Setting.hostPort("status.listen")
        .orElse(new HostPort("127.0.0.1", port))
        .doc(
            "Address for %s: HTTP on loopback; beyond it HTTPS with our certificate, for a password."
                .formatted(what));
  }

  /** As a file says it, having refused an open address without a password. */
  public static StatusEndpoint of(ConfigValues values, Setting<HostPort> listen) {
    Optional<Path> password = values.find(PASSWORD);
    HostPort address = values.get(listen);
    if (password.isEmpty() && !isLoopback(address)) {
      values.reject(listen, "loopback, or with " + PASSWORD.key());
    }
    return new StatusEndpoint(address, password.orElse(null));
  }

  /**
   * The server for it.
   *
   * @param ours the TLS context of this process's own certificate
   */
  public StatusServer server(Supplier<SSLContext> ours, Metrics metrics) {
    return new StatusServer(listen, access(ours), metrics);
  }

  /**
   * Reads what it names, as its server will.
   *
   * @throws KeyparityException if the password file is missing, malformed or open to others
   */
  public void checkFiles() {
    if (passwordFileOrNull != null) {
      UserPassword.read(PASSWORD.key(), passwordFileOrNull);
    }
  }

  /** Who may read it. */
  StatusAccess access(Supplier<SSLContext> ours) {
    StatusAccess access = StatusAccess.open();
    if (passwordFileOrNull != null) {
      access = access.withBasicAuth(UserPassword.read(PASSWORD.key(), passwordFileOrNull));
    }
    return isLoopback(listen) ? access : access.withTls(ours.get());
  }

  /** A name that nobody knows is not known to be loopback. */
  private static boolean isLoopback(HostPort address) {
    try {
      return InetAddress.getByName(address.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
