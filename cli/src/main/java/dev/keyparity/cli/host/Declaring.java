package dev.keyparity.cli.host;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.ApplyServiceReply;
import dev.keyparity.proto.coordinator.v1.ApplyServiceRequest;
import dev.keyparity.proto.coordinator.v1.ListServicesRequest;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import java.util.List;

/** Changes the hosts of an applied service file, by exactly what was asked and nothing else. */
final class Declaring {
  private final Invocation invocation;
  private final String service;

  Declaring(Invocation invocation, String service) {
    this.invocation = invocation;
    this.service = service;
  }

  /** Declares a host, unless it is declared so already. */
  void add(String host, String agent, String kms, boolean yes) {
    ServiceEntry entry = entry();
    if (entry.getHostsList().contains(host)) {
      requireAsDeclared(entry, host, agent, kms);
      return;
    }
    String changed =
        new HostList(entry.getServiceFile().toStringUtf8())
            .with(host, agent, kms)
            .orElseThrow(() -> byHand("its list of hosts is not one '- ' for each host"));
    apply(
        changed,
        List.of(
            "hosts.%s.agent: (none) -> %s".formatted(host, agent),
            "hosts.%s.kms: (none) -> %s".formatted(host, kms)),
        yes);
  }

  private ServiceEntry entry() {
    return invocation
        .ask(admin -> admin.listServices(ListServicesRequest.getDefaultInstance()))
        .getServicesList()
        .stream()
        .filter(one -> one.getService().equals(service))
        .findFirst()
        .orElseThrow(
            () ->
                new KeyparityException(
                    ErrorCode.NO_SUCH_SERVICE,
                    "service: " + service + " (expected: one that is declared)",
                    "keyparity service list"));
  }

  /** A host that is declared at other addresses is not what the operator thinks it is. */
  private static void requireAsDeclared(ServiceEntry entry, String host, String agent, String kms) {
    String file = entry.getServiceFile().toStringUtf8();
    if (!file.contains(agent) || !file.contains(kms)) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "%s is declared already, and not at %s with %s (expected: as declared, or neither option)"
              .formatted(host, agent, kms),
          "keyparity service show " + entry.getService());
    }
  }

  private void apply(String file, List<String> expected, boolean yes) {
    ApplyServiceRequest dry =
        ApplyServiceRequest.newBuilder()
            .setServiceFile(ByteString.copyFromUtf8(file))
            .setDryRun(true)
            .build();
    ApplyServiceReply would = invocation.ask(admin -> admin.applyService(dry));
    if (!would.getService().equals(service) || !would.getChangesList().equals(expected)) {
      throw byHand("the change would come out as " + would.getChangesList());
    }
    String shown =
        "the service file of %s would change:%n  %s"
            .formatted(service, String.join("\n  ", would.getChangesList()));
    new Confirmation(invocation).require(shown, "Apply?", yes);
    invocation.ask(admin -> admin.applyService(dry.toBuilder().setDryRun(false).build()));
    invocation.console().say(service + ": the service file has it now");
  }

  private KeyparityException byHand(String why) {
    return new KeyparityException(
        ErrorCode.CONFIG_INVALID,
        "service file of %s: cannot be changed here: %s".formatted(service, why),
        "keyparity service show %s > FILE, change it, then: keyparity service apply -f FILE"
            .formatted(service));
  }
}
