package dev.keyparity.agent.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A dbus-daemon of a test's own. */
final class PrivateBus implements AutoCloseable {
  private final Process daemon;
  private final String address;

  private PrivateBus(Process daemon, String address) {
    this.daemon = daemon;
    this.address = address;
  }

  static PrivateBus start(Path folder) throws IOException {
    Path config = folder.resolve("bus.conf");
    Files.writeString(
        config,
        """
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
         "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig>
          <listen>unix:path=%s/bus.socket</listen>
          <auth>EXTERNAL</auth>
          <policy context="default">
            <allow send_destination="*" eavesdrop="true"/>
            <allow eavesdrop="true"/>
            <allow own="*"/>
          </policy>
        </busconfig>
        """
            .formatted(folder));
    Process daemon =
        new ProcessBuilder("dbus-daemon", "--config-file=" + config, "--nofork", "--print-address")
            .redirectError(folder.resolve("bus.log").toFile())
            .start();
    String printed = daemon.inputReader().readLine();
    if (printed == null) {
      throw new IOException(
          "dbus-daemon did not start: " + Files.readString(folder.resolve("bus.log")));
    }
    return new PrivateBus(daemon, "unix:path=" + folder + "/bus.socket");
  }

  static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/bin/dbus-daemon"));
  }

  String address() {
    return address;
  }

  @Override
  public void close() {
    daemon.destroy();
    try {
      if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      daemon.destroyForcibly();
    }
  }
}
