package dev.keyparity.agent.control;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.messages.MethodCall;
import org.jspecify.annotations.Nullable;

/**
 * One connection to systemd over D-Bus, made when it is first needed and made anew after it broke.
 * Thread-safe.
 */
public final class SystemdBus implements AutoCloseable {
  private static final String SYSTEMD = "org.freedesktop.systemd1";
  private static final String MANAGER = "/org/freedesktop/systemd1";
  private static final String UNIT = "org.freedesktop.systemd1.Unit";
  private static final String SERVICE = "org.freedesktop.systemd1.Service";

  private static final int PATIENCE_MILLIS = 3000;

  /** The bus did not do it. */
  static final class BusFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String text;

    BusFailure(String text, Throwable cause) {
      super(text, cause);
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * A unit as systemd has it.
   *
   * @param activeState {@code active}, {@code inactive}, {@code failed}, {@code activating}…
   * @param mainPid 0 if there is none
   * @param invocation the id of this run of it, lower-case hex; empty if it never ran
   * @param job whether a job of it is queued or runs
   */
  record Unit(
      String loadState,
      String activeState,
      String subState,
      long mainPid,
      String invocation,
      boolean job,
      String result) {}

  private final String address;
  private @Nullable DBusConnection connection;

  /**
   * @param address of the bus; {@code unix:path=/run/dbus/system_bus_socket} on a host
   */
  public SystemdBus(String address) {
    this.address = address;
  }

  synchronized Unit unit(String name) throws BusFailure {
    return call("look at " + name, bus -> read(bus, manager(bus).LoadUnit(name).getPath()));
  }

  /** Queues a start; the answer is that it is queued. */
  synchronized void start(String name) throws BusFailure {
    call("start " + name, bus -> manager(bus).StartUnit(name, "replace"));
  }

  /** Queues a stop; the answer is that it is queued. */
  synchronized void stop(String name) throws BusFailure {
    call("stop " + name, bus -> manager(bus).StopUnit(name, "replace"));
  }

  private static SystemdCalls manager(DBusConnection bus) throws DBusException {
    return bus.getRemoteObject(SYSTEMD, MANAGER, SystemdCalls.class);
  }

  private static Unit read(DBusConnection bus, String path) throws DBusException {
    Properties unit = bus.getRemoteObject(SYSTEMD, path, Properties.class);
    return new Unit(
        text(unit.Get(UNIT, "LoadState")),
        text(unit.Get(UNIT, "ActiveState")),
        text(unit.Get(UNIT, "SubState")),
        number(unit.Get(SERVICE, "MainPID")),
        hex(unit.Get(UNIT, "InvocationID")),
        hasJob(unit.Get(UNIT, "Job")),
        text(unit.Get(SERVICE, "Result")));
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }

  private static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static String hex(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    StringBuilder hex = new StringBuilder();
    if (value instanceof List<?> list) {
      for (Object one : list) {
        hex.append(HexFormat.of().toHexDigits(((Number) one).byteValue()));
      }
    }
    return hex.toString();
  }

  /** The property is a pair of number and object; the number is 0 when there is no job. */
  private static boolean hasJob(Object value) {
    Object first =
        value instanceof Object[] pair && pair.length > 0
            ? pair[0]
            : value instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
    return first instanceof Number id && id.longValue() != 0;
  }

  interface Doing<T> {
    T with(DBusConnection bus) throws DBusException;
  }

  <T> T call(String what, Doing<T> doing) throws BusFailure {
    try {
      return doing.with(connected());
    } catch (DBusExecutionException e) {
      // systemd's own refusal, or the connection broke: which one cannot be told from the outside.
      closeQuietly();
      throw new BusFailure(what + ": " + e.getMessage(), e);
    } catch (RejectedExecutionException e) {
      // The library's sender had ended with the connection before that was seen to be broken.
      closeQuietly();
      throw new BusFailure(what + ": bus " + address + ": connection closed", e);
    } catch (DBusException e) {
      closeQuietly();
      throw new BusFailure(what + ": bus " + address + ": " + e.getMessage(), e);
    }
  }

  private DBusConnection connected() throws DBusException {
    if (connection == null || !connection.isConnected()) {
      // The library's own patience is one number for the whole process.
      MethodCall.setDefaultTimeout(PATIENCE_MILLIS);
      connection =
          DBusConnectionBuilder.forAddress(address)
              .withShared(false)
              .transportConfig()
              .withTimeout(PATIENCE_MILLIS)
              .back()
              .build();
    }
    return connection;
  }

  private void closeQuietly() {
    Optional.ofNullable(connection).ifPresent(DBusConnection::disconnect);
    connection = null;
  }

  @Override
  public synchronized void close() {
    closeQuietly();
  }
}
