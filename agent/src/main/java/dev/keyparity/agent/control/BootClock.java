package dev.keyparity.agent.control;

import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The clock by which the kernel tells when processes started. Nobody can set it; it goes on while
 * the machine sleeps.
 */
public final class BootClock {
  /**
   * USER_HZ, which the kernel fixes for user space on every architecture that keyparity runs on.
   */
  static final long TICKS_PER_SECOND = 100;

  private static final Path UPTIME = Path.of("/proc/uptime");

  private final Clock wallClock;

  public BootClock(Clock wallClock) {
    this.wallClock = wallClock;
  }

  /** This moment (proc(5), {@code /proc/uptime}). */
  public BootInstant now() {
    try {
      String seconds = Files.readString(UPTIME).split(" ", 2)[0];
      long ticks =
          new BigDecimal(seconds).multiply(BigDecimal.valueOf(TICKS_PER_SECOND)).longValue();
      return new BootInstant(ProcessInstance.current().bootId(), ticks, wallClock.instant());
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE, UPTIME + ": cannot be read", "is /proc mounted?", e);
    }
  }
}
