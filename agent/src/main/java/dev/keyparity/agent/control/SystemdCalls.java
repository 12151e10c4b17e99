package dev.keyparity.agent.control;

import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/** The calls of systemd's manager object that we make (org.freedesktop.systemd1(5)). */
@DBusInterfaceName("org.freedesktop.systemd1.Manager")
public interface SystemdCalls extends DBusInterface {

  /** The object of a unit, which is loaded if need be. */
  @SuppressWarnings("checkstyle:MethodName") // the wire's spelling
  DBusPath LoadUnit(String name);

  /** Queues a start job and answers its object. */
  @SuppressWarnings("checkstyle:MethodName") // the wire's spelling
  DBusPath StartUnit(String name, String mode);

  /** Queues a stop job and answers its object. */
  @SuppressWarnings("checkstyle:MethodName") // the wire's spelling
  DBusPath StopUnit(String name, String mode);
}
