package dev.keyparity.cli.invocation;

import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;

/** One thing the command can be told to do; picocli has filled in its options. Single use. */
public interface Verb {
  /**
   * @return how it ended; anything but {@link ExitMeaning#OK} was explained to the operator already
   * @throws KeyparityException what went wrong, still to be explained
   */
  ExitMeaning run() throws IOException, InterruptedException;
}
