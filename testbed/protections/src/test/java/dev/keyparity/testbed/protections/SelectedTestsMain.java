package dev.keyparity.testbed.protections;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs tests in a process of its own. Exit code 0: all passed; 10: some failed, each a line on
 * standard output, and how many on the last; 11: something was wrong with the trial itself.
 */
final class SelectedTestsMain {
  static final int PASSED = 0;
  static final int FAILED = 10;
  static final int NO_TRIAL = 11;

  private SelectedTestsMain() {}

  /**
   * @param args {@code Class} or {@code Class#method}, fully qualified
   */
  public static void main(String[] args) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(args).map(SelectedTestsMain::selector).toList())
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    TestExecutionSummary summary = listener.getSummary();
    boolean isLinked = true;
    for (TestExecutionSummary.Failure failure : summary.getFailures()) {
      Throwable cause = failure.getException();
      isLinked &= !(cause instanceof LinkageError);
      out.printf("%s: %s%n", failure.getTestIdentifier().getDisplayName(), cause);
    }
    out.printf("%d of %d red%n", summary.getTestsFailedCount(), summary.getTestsFoundCount());
    System.exit(verdict(summary, isLinked));
  }

  private static DiscoverySelector selector(String test) {
    return test.contains("#") ? selectMethod(test) : selectClass(test);
  }

  private static int verdict(TestExecutionSummary summary, boolean isLinked) {
    if (summary.getTestsFoundCount() == 0 || !isLinked) {
      return NO_TRIAL;
    }
    return summary.getFailures().isEmpty() ? PASSED : FAILED;
  }
}
