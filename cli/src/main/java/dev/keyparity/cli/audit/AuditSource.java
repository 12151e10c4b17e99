package dev.keyparity.cli.audit;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.proto.coordinator.v1.AuditLine;
import dev.keyparity.proto.coordinator.v1.ReadAnchorsRequest;
import dev.keyparity.proto.coordinator.v1.ReadAuditRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose audit log is meant. Filled in by picocli. */
final class AuditSource {
  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The agent of this host. Default: the leading coordinator itself.")
  @Nullable String host;

  @Mixin ServiceChoice service = new ServiceChoice();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "An audit log on this machine; nothing is asked of a coordinator.")
  @Nullable Path file;

  /** How people call it. */
  String name() {
    if (file != null) {
      return file.toString();
    }
    return host == null ? "coordinator" : "agent " + host;
  }

  /** What other hosts keep of it, and what the operator knows. */
  KeptHeads kept(Invocation invocation, List<AuditHead> given) {
    ReadAnchorsRequest request =
        ReadAnchorsRequest.newBuilder()
            .setService(serviceName(invocation))
            .setHost(host == null ? "" : host)
            .build();
    return KeptHeads.of(invocation.askThoroughly(admin -> admin.readAnchors(request)), given);
  }

  private String serviceName(Invocation invocation) {
    return host == null && !service.isNamed() ? "" : service.resolve(invocation);
  }

  /**
   * Every line from a sequence number on, as stored.
   *
   * @param from 1 for all
   */
  List<byte[]> lines(Invocation invocation, long from) {
    ReadAuditRequest request =
        ReadAuditRequest.newBuilder()
            .setService(serviceName(invocation))
            .setHost(host == null ? "" : host)
            .setFromSequence(from)
            .build();
    return invocation.askThoroughly(
        admin -> {
          List<byte[]> lines = new ArrayList<>();
          Iterator<AuditLine> stream = admin.readAudit(request);
          while (stream.hasNext()) {
            lines.add(stream.next().getLine().toByteArray());
          }
          return lines;
        });
  }
}
