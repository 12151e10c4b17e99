package dev.keyparity.cli.invocation;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.List;
import picocli.CommandLine.Option;

/** What an enablement plan is made for, beside its service. Filled in by picocli. */
public final class PlanOptions {
  private static final String SEALED = "sealed";

  @Option(
      names = "--reference",
      paramLabel = "HOST",
      required = true,
      description = "The host whose key every host is to hold.")
  String reference = "";

  @Option(
      names = "--transfer",
      paramLabel = "HOW",
      description = {
        "How key files travel: sealed (from host to host, encrypted for the target). offline and"
            + " manual are not built yet."
      })
  String transfer = SEALED;

  @Option(
      names = "--hold-before",
      split = ",",
      paramLabel = "STEP",
      description = "Stand still before these steps until run resume; with commas.")
  List<String> holdBefore = List.of();

  public String reference() {
    return reference;
  }

  public List<String> holdBefore() {
    return holdBefore;
  }

  /**
   * @throws KeyparityException for ways of transfer that are not built yet, or unknown (exit 2)
   */
  public String transfer() {
    return switch (transfer) {
      case SEALED -> transfer;
      case "offline", "manual" -> throw NotBuilt.failure("--transfer " + transfer);
      default ->
          throw new KeyparityException(
              ErrorCode.USAGE, "--transfer: " + transfer + " (expected: sealed)", "");
    };
  }
}
