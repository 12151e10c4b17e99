package dev.keyparity.agent.control;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/**
 * A KMS that is a systemd unit, controlled over D-Bus; polkit decides whether this agent may.
 *
 * <p>Jobs are asked for in mode {@code fail}: somebody else's conflicting job is not replaced. The
 * end of a job is read from the unit's state, which also covers a signal that was lost with a
 * connection.
 */
public final class SystemdControl implements KmsControl, AutoCloseable {
  private static final String SYSTEMD = "org.freedesktop.systemd1";
  private static final String MANAGER = "/org/freedesktop/systemd1";
  private static final String UNIT = "org.freedesktop.systemd1.Unit";
  private static final String SERVICE = "org.freedesktop.systemd1.Service";
  private static final String FAIL = "fail";

  private final SystemdSettings settings;
  private final KmsHealth health;
  private @Nullable DBusConnection connection;

  public SystemdControl(SystemdSettings settings, KmsHealth health) {
    this.settings = settings;
    this.health = health;
  }

  @Override
  public KmsStatus status() {
    try {
      return read();
    } catch (DBusException | DBusExecutionException e) {
      close();
      return KmsStatus.unknown("systemd, unit %s: %s".formatted(settings.unit(), e.getMessage()));
    }
  }

  private KmsStatus read() throws DBusException {
    Map<String, Variant<?>> unit = properties(UNIT);
    String active = text(unit, "ActiveState");
    Object pid = value(properties(SERVICE), "MainPID");
    long mainPid = pid instanceof Number number ? number.longValue() : 0;
    Optional<KmsProcess> process =
        mainPid == 0
            ? Optional.empty()
            : KmsProcess.ofPid(mainPid).map(p -> p.withInvocation(invocation(unit)));
    if (process.isPresent()) {
      Optional<String> problem = health.problem();
      return new KmsStatus(
          problem.isEmpty() ? KmsStatus.State.UP : KmsStatus.State.STARTING,
          process.get(),
          problem.orElse(""));
    }
    boolean ended = active.equals("inactive") || active.equals("failed");
    String detail = "%s: %s (%s)".formatted(settings.unit(), active, text(unit, "SubState"));
    return ended ? KmsStatus.down(detail) : KmsStatus.unknown(detail);
  }

  @Override
  public List<String> underWay() {
    try {
      // Property Job: (job number, path); number 0 when there is none.
      Object job = value(properties(UNIT), "Job");
      boolean pending =
          job instanceof Object[] pair && pair[0] instanceof Number n && n.longValue() != 0;
      return pending ? List.of(settings.unit() + ": a systemd job is under way") : List.of();
    } catch (DBusException | DBusExecutionException e) {
      return List.of(settings.unit() + ": systemd cannot be asked: " + e.getMessage());
    }
  }

  @Override
  public ControlOutcome start(Duration deadline) {
    Patience patience = new Patience(deadline);
    try {
      manager().StartUnit(settings.unit(), FAIL);
    } catch (DBusException | DBusExecutionException e) {
      return ControlOutcome.failed(ErrorCode.KMS_START_FAILED, asked("start", e));
    }
    Optional<ControlOutcome> outcome =
        patience.until(
            () -> {
              KmsStatus now = status();
              if (now.isUp()) {
                return Optional.of(new ControlOutcome.Done(settings.unit() + " serves"));
              }
              return now.state() == KmsStatus.State.DOWN && underWay().isEmpty()
                  ? Optional.of(
                      ControlOutcome.failed(
                          ErrorCode.KMS_START_FAILED,
                          now.detail()
                              + ": it ended before it served; journalctl -u "
                              + settings.unit()))
                  : Optional.empty();
            });
    return outcome.orElseGet(
        () ->
            ControlOutcome.failed(
                ErrorCode.KMS_START_FAILED,
                "%s: did not serve within %d s: %s"
                    .formatted(settings.unit(), deadline.toSeconds(), status().detail())));
  }

  @Override
  public ControlOutcome stop(Duration deadline) {
    Patience patience = new Patience(deadline);
    try {
      manager().StopUnit(settings.unit(), FAIL);
    } catch (DBusException | DBusExecutionException e) {
      return ControlOutcome.failed(ErrorCode.KMS_STOP_FAILED, asked("stop", e));
    }
    boolean down =
        patience
            .until(
                () ->
                    status().state() == KmsStatus.State.DOWN ? Optional.of(true) : Optional.empty())
            .isPresent();
    return down
        ? new ControlOutcome.Done("no process lives")
        : ControlOutcome.failed(
            ErrorCode.KMS_STOP_FAILED,
            "%s: still lives after %d s".formatted(settings.unit(), deadline.toSeconds()));
  }

  private String asked(String what, Exception e) {
    return "systemd refuses to %s %s: %s (expected: allowed by polkit)"
        .formatted(what, settings.unit(), e.getMessage());
  }

  private SystemdManager manager() throws DBusException {
    return bus().getRemoteObject(SYSTEMD, MANAGER, SystemdManager.class);
  }

  private Map<String, Variant<?>> properties(String of) throws DBusException {
    // LoadUnit, because a unit that was never started has no object yet.
    DBusPath path = manager().LoadUnit(settings.unit());
    return bus().getRemoteObject(SYSTEMD, path.getPath(), Properties.class).GetAll(of);
  }

  private static @Nullable Object value(Map<String, Variant<?>> properties, String name) {
    Variant<?> variant = properties.get(name);
    return variant == null ? null : variant.getValue();
  }

  private static String text(Map<String, Variant<?>> properties, String name) {
    return value(properties, name) instanceof String text ? text : "";
  }

  private static String invocation(Map<String, Variant<?>> unit) {
    return value(unit, "InvocationID") instanceof byte[] id ? HexFormat.of().formatHex(id) : "";
  }

  private synchronized DBusConnection bus() throws DBusException {
    DBusConnection open = connection;
    if (open == null || !open.isConnected()) {
      open = DBusConnectionBuilder.forAddress(settings.busAddress()).withShared(false).build();
      connection = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    DBusConnection open = connection;
    connection = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      throw new KeyparityException(ErrorCode.IO_FAILED, "closing the connection to D-Bus", "", e);
    }
  }
}
