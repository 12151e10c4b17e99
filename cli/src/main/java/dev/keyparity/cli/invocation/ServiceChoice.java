package dev.keyparity.cli.invocation;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.ListServicesRequest;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which service a verb means that is usually told by its run or by there being only one. */
public final class ServiceChoice {
  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      description = "The service. Default: the only one that is declared.")
  @Nullable String service;

  /** The same for verbs that take the service as an argument. */
  public static ServiceChoice of(@Nullable String service) {
    ServiceChoice choice = new ServiceChoice();
    choice.service = service;
    return choice;
  }

  /** The same, unless the service was named as an argument. */
  public ServiceChoice or(@Nullable String named) {
    return named == null ? this : of(named);
  }

  /** Whether the operator named one. */
  public boolean isNamed() {
    return service != null;
  }

  /**
   * @throws KeyparityException {@link ErrorCode#USAGE} if none is named and there is not exactly
   *     one
   */
  public String resolve(Invocation invocation) {
    if (service != null) {
      return service;
    }
    List<String> declared = declared(invocation);
    if (declared.size() == 1) {
      return declared.get(0);
    }
    if (declared.isEmpty()) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_SERVICE,
          "service: none is declared",
          "keyparity service apply -f FILE declares one");
    }
    throw new KeyparityException(
        ErrorCode.USAGE,
        "service: not named (expected: one of " + String.join(", ", declared) + ")",
        "name it; with --service where --help shows that");
  }

  /** Every service that is declared. */
  public static List<String> declared(Invocation invocation) {
    return invocation
        .ask(admin -> admin.listServices(ListServicesRequest.getDefaultInstance()))
        .getServicesList()
        .stream()
        .map(ServiceEntry::getService)
        .toList();
  }
}
