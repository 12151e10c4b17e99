package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Which run a verb means: the one named, or the current or last one of a service. A word that is a
 * declared service means that service; every other one is looked for among the runs of all.
 */
final class RunChoice {
  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE|RUN",
      description =
          "A service's current or last run, or the run of that id. Default: that of the only service"
              + " that is declared.")
  @Nullable String word;

  @Mixin ServiceChoice service = new ServiceChoice();

  /** The run as it is now. */
  Run find(Invocation invocation) {
    if (word == null || service.isNamed()) {
      return get(invocation, service.resolve(invocation), word == null ? "" : word);
    }
    List<String> declared = ServiceChoice.declared(invocation);
    if (declared.contains(word)) {
      return get(invocation, word, "");
    }
    for (String candidate : declared) {
      Optional<Run> found = tryGet(invocation, candidate, word);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new KeyparityException(
        ErrorCode.NO_SUCH_RUN,
        "run: %s (expected: a service, or a run of one of %s)"
            .formatted(word, String.join(", ", declared)),
        "keyparity status   names the run that a service has open");
  }

  private static Run get(Invocation invocation, String service, String run) {
    GetRunRequest request = GetRunRequest.newBuilder().setService(service).setRun(run).build();
    return invocation.ask(admin -> admin.getRun(request));
  }

  private static Optional<Run> tryGet(Invocation invocation, String service, String run) {
    try {
      return Optional.of(get(invocation, service, run));
    } catch (KeyparityException e) {
      if (e.code() == ErrorCode.NO_SUCH_RUN) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
