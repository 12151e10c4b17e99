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
import java.util.function.Predicate;

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
    List<String> expected =
        List.of(
            "hosts.%s.agent: (none) -> %s".formatted(host, agent),
            "hosts.%s.kms: (none) -> %s".formatted(host, kms));
    apply(changed, checked(changed, expected::equals), yes);
    invocation.console().say(service + ": the service file has it now");
  }

  /** Says what {@link #remove} will change, or that it has to be done by hand; changes nothing. */
  void showRemoval(String host) {
    ServiceEntry entry = entry();
    if (!entry.getHostsList().contains(host)) {
      return;
    }
    try {
      String changed = without(entry, host);
      invocation
          .console()
          .say(
              "last of all the service file of %s would change:%n  %s"
                  .formatted(
                      service, String.join("\n  ", checked(changed, it -> drops(it, host)))));
    } catch (KeyparityException e) {
      if (e.code() != ErrorCode.CONFIG_INVALID) {
        throw e;
      }
      invocation
          .console()
          .say("afterwards, by hand: " + e.operatorMessage() + "\n  " + e.whatToDo());
    }
  }

  /** Takes a host out, unless it is out already. */
  void remove(String host, boolean yes) {
    ServiceEntry entry = entry();
    if (entry.getHostsList().contains(host)) {
      String changed = without(entry, host);
      apply(changed, checked(changed, it -> drops(it, host)), yes);
    }
    invocation.console().say("%s: the service file is without %s now".formatted(service, host));
  }

  private String without(ServiceEntry entry, String host) {
    return new HostList(entry.getServiceFile().toStringUtf8())
        .without(host)
        .orElseThrow(() -> byHand("its list of hosts is not one '- ' for each host"));
  }

  /** Both addresses of this host and nothing else. */
  private static boolean drops(List<String> changes, String host) {
    return changes.size() == 2
        && changes.stream()
            .allMatch(
                it ->
                    (it.startsWith("hosts.%s.agent: ".formatted(host))
                            || it.startsWith("hosts.%s.kms: ".formatted(host)))
                        && it.endsWith(" -> (none)"));
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

  private static ApplyServiceRequest request(String file, boolean dryRun) {
    return ApplyServiceRequest.newBuilder()
        .setServiceFile(ByteString.copyFromUtf8(file))
        .setDryRun(dryRun)
        .build();
  }

  /** What the coordinator reads from a changed file, if that is what was meant. */
  private List<String> checked(String file, Predicate<List<String>> meant) {
    ApplyServiceReply would = invocation.ask(admin -> admin.applyService(request(file, true)));
    if (!would.getService().equals(service) || !meant.test(would.getChangesList())) {
      throw byHand("the change would come out as " + would.getChangesList());
    }
    return would.getChangesList();
  }

  private void apply(String file, List<String> changes, boolean yes) {
    String shown =
        "the service file of %s would change:%n  %s"
            .formatted(service, String.join("\n  ", changes));
    new Confirmation(invocation).require(shown, "Apply?", yes);
    invocation.ask(admin -> admin.applyService(request(file, false)));
  }

  private KeyparityException byHand(String why) {
    return new KeyparityException(
        ErrorCode.CONFIG_INVALID,
        "service file of %s: cannot be changed here: %s".formatted(service, why),
        "keyparity service show %s > FILE, change it, then: keyparity service apply -f FILE"
            .formatted(service));
  }
}
