package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which run a verb means: the one named, else the service's current or last one. */
final class RunChoice {
  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run. Default: the service's current or last one.")
  @Nullable String run;

  @Mixin ServiceChoice service = new ServiceChoice();

  /** The run as it is now. */
  Run find(Invocation invocation) {
    if (run == null || service.isNamed()) {
      return get(invocation, service.resolve(invocation), run == null ? "" : run);
    }
    for (String candidate : ServiceChoice.declared(invocation)) {
      Optional<Run> found = tryGet(invocation, candidate, run);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new KeyparityException(
        ErrorCode.NO_SUCH_RUN,
        "run: %s (expected: one of those listed)".formatted(run),
        "keyparity run list");
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
