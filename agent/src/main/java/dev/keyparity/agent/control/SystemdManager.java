package dev.keyparity.agent.control;

import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/** The part of systemd's Manager that is used here (org.freedesktop.systemd1(5)). */
@DBusInterfaceName("org.freedesktop.systemd1.Manager")
public interface SystemdManager extends DBusInterface {
  @SuppressWarnings("checkstyle:MethodName") // D-Bus members begin with a capital.
  DBusPath StartUnit(String name, String mode);

  @SuppressWarnings("checkstyle:MethodName")
  DBusPath StopUnit(String name, String mode);

  @SuppressWarnings("checkstyle:MethodName")
  DBusPath LoadUnit(String name);
}
