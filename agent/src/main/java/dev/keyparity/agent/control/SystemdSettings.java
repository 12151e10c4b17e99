package dev.keyparity.agent.control;

/**
 * Which unit the KMS is, and where systemd is asked.
 *
 * @param unit such as {@code kms-keytrustee.service}
 * @param busAddress a D-Bus address; the system bus by default
 */
public record SystemdSettings(String unit, String busAddress) {
  /**
   * Where systemd and every other system service is (D-Bus specification, "Well-known message bus
   * instances").
   */
  public static final String SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket";

  public SystemdSettings {
    if (!unit.endsWith(".service")) {
      throw new IllegalArgumentException("unit: %s (expected: NAME.service)".formatted(unit));
    }
  }

  public static SystemdSettings onSystemBus(String unit) {
    return new SystemdSettings(unit, SYSTEM_BUS);
  }
}
