package dev.keyparity.agent.control;

import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.types.UInt32;

/** A unit's property {@code Job}, of type {@code (uo)}. */
public final class JobOfUnit extends Struct {
  @Position(0)
  public final UInt32 id;

  @Position(1)
  public final DBusPath path;

  public JobOfUnit(UInt32 id, DBusPath path) {
    this.id = id;
    this.path = path;
  }
}
