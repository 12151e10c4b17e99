package dev.keyparity.cli.doctor;

import dev.keyparity.cli.doctor.Facts.LeaderTime;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.cli.invocation.Target;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.proto.coordinator.v1.ExamineRequest;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import dev.keyparity.proto.coordinator.v1.ShowLeaderRequest;
import dev.keyparity.wording.Times;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the doctor judges: reads files and asks coordinators, and decides nothing.
 *
 * @param service the only one that is looked at; null for all that are declared
 */
record Collector(Invocation invocation, @Nullable String service) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  Facts collect() {
    Look<Target> target = Look.at(invocation::target);
    Look<String> operator = target.then(unused -> invocation.operator());
    List<Facts.Coordinator> coordinators =
        operator.isSeen()
            ? invocation.coordinators().addresses().stream().map(this::coordinator).toList()
            : List.of();
    Look<LeaderTime> leader = operator.then(unused -> leader());
    return new Facts(
        target,
        operator,
        target.then(Collector::signingKey),
        coordinators,
        leader,
        leader.then(unused -> services()));
  }

  private static String signingKey(Target target) {
    Path file = target.tlsDirectory().resolve(Signing.KEY_FILE);
    return Files.exists(file) ? OperatorKey.read(file).publicKey().text() : "";
  }

  private Facts.Coordinator coordinator(HostPort address) {
    return new Facts.Coordinator(
        address,
        Look.at(
            () ->
                invocation
                    .coordinators()
                    .askAt(
                        address,
                        invocation.timeout(TIMEOUT),
                        admin -> admin.showLeader(ShowLeaderRequest.getDefaultInstance()))));
  }

  private LeaderTime leader() {
    GetStatusRequest request = GetStatusRequest.getDefaultInstance();
    return new LeaderTime(
        Times.ofMillis(invocation.ask(admin -> admin.getStatus(request)).getAsOfMs()),
        invocation.clock().instant());
  }

  private List<Facts.Examined> services() {
    List<String> names = service == null ? ServiceChoice.declared(invocation) : List.of(service);
    return names.stream().map(this::examined).toList();
  }

  private Facts.Examined examined(String name) {
    ExamineRequest request = ExamineRequest.newBuilder().setService(name).build();
    return new Facts.Examined(
        name, Look.at(() -> invocation.askThoroughly(admin -> admin.examine(request))));
  }
}
