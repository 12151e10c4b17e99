package dev.keyparity.agent.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/**
 * The part of systemd we talk to, as objects on a private bus: one unit whose process really lives.
 * The names and types are those of org.freedesktop.systemd1(5).
 */
final class FakeSystemd implements AutoCloseable {
  static final String UNIT_PATH = "/org/freedesktop/systemd1/unit/kms_2eservice";

  private final DBusConnection connection;
  private final SecureRandom random = new SecureRandom();
  private @Nullable Process process;
  private String activeState = "inactive";
  private byte[] invocation = new byte[0];
  boolean startFails;
  boolean stopHangs;
  boolean autoRestart;
  private boolean job;

  FakeSystemd(String address) throws Exception {
    connection = DBusConnectionBuilder.forAddress(address).withShared(false).build();
    connection.requestBusName("org.freedesktop.systemd1");
    connection.exportObject("/org/freedesktop/systemd1", new Manager());
    connection.exportObject(UNIT_PATH, new UnitProperties());
  }

  private final class Manager implements SystemdCalls {
    @Override
    public DBusPath LoadUnit(String name) {
      return new DBusPath(UNIT_PATH);
    }

    @Override
    public DBusPath StartUnit(String name, String mode) {
      begin();
      return new DBusPath("/org/freedesktop/systemd1/job/1");
    }

    @Override
    public DBusPath StopUnit(String name, String mode) {
      end();
      return new DBusPath("/org/freedesktop/systemd1/job/2");
    }

    @Override
    public String getObjectPath() {
      return "/org/freedesktop/systemd1";
    }
  }

  private synchronized void begin() {
    if (startFails) {
      activeState = "failed";
      return;
    }
    if (process == null) {
      try {
        process = new ProcessBuilder("sleep", "100000").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      invocation = new byte[16];
      random.nextBytes(invocation);
      activeState = "active";
    }
  }

  private synchronized void end() {
    if (stopHangs) {
      job = true;
      activeState = "deactivating";
      return;
    }
    kill();
    activeState = "inactive";
    autoRestart = false;
  }

  private synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process = null;
    }
  }

  /** The process dies, and systemd is about to start it again. */
  synchronized void crashIntoAutoRestart() {
    kill();
    activeState = "activating";
    autoRestart = true;
  }

  private final class UnitProperties implements Properties {
    @Override
    @SuppressWarnings({
      "unchecked",
      "TypeParameterUnusedInFormals"
    }) // the interface is the library's
    public <A> A Get(String interfaceName, String property) {
      return (A) value(property);
    }

    private Object value(String property) {
      synchronized (FakeSystemd.this) {
        return switch (property) {
          case "LoadState" -> "loaded";
          case "ActiveState" -> activeState;
          case "SubState" -> autoRestart ? "auto-restart" : activeState;
          case "MainPID" -> new UInt32(process == null ? 0 : process.pid());
          case "InvocationID" -> invocation;
          case "Job" -> new JobOfUnit(new UInt32(job ? 12 : 0), new DBusPath("/"));
          case "Result" -> startFails ? "exit-code" : "success";
          default -> throw new IllegalArgumentException(property);
        };
      }
    }

    @Override
    public <A> void Set(String interfaceName, String property, A value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Variant<?>> GetAll(String interfaceName) {
      return new HashMap<>();
    }

    @Override
    public String getObjectPath() {
      return UNIT_PATH;
    }
  }

  @Override
  public void close() {
    kill();
    connection.disconnect();
  }
}
