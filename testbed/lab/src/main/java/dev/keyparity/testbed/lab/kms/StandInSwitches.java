package dev.keyparity.testbed.lab.kms;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a host's KMS is to imitate at its next start.
 *
 * @param checkHosts refuse to start, in the vendor's words, while another host's key differs
 * @param startDelay how long the start stands still
 * @param failStart end the start with an error
 * @param hangStop survive SIGTERM
 */
public record StandInSwitches(
    boolean checkHosts, Duration startDelay, boolean failStart, boolean hangStop) {
  public static final StandInSwitches NONE =
      new StandInSwitches(false, Duration.ZERO, false, false);
  public static final StandInSwitches CHECK_HOSTS =
      new StandInSwitches(true, Duration.ZERO, false, false);
  public static final StandInSwitches FAIL_START =
      new StandInSwitches(false, Duration.ZERO, true, false);
  public static final StandInSwitches HANG_STOP =
      new StandInSwitches(false, Duration.ZERO, false, true);

  public static StandInSwitches slowStart(Duration delay) {
    return new StandInSwitches(false, delay, false, false);
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("KMS_STAND_IN_CHECK_HOSTS", Boolean.toString(checkHosts));
    environment.put("KMS_STAND_IN_START_DELAY_MS", Long.toString(startDelay.toMillis()));
    environment.put("KMS_STAND_IN_FAIL_START", Boolean.toString(failStart));
    environment.put("KMS_STAND_IN_HANG_STOP", Boolean.toString(hangStop));
    return environment;
  }
}
