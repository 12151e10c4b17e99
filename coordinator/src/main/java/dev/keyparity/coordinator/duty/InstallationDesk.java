package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.KmsSettings.Seen;
import dev.keyparity.coordinator.enablement.act.KmsEnsemble;
import dev.keyparity.coordinator.enablement.act.SettingsReader;
import dev.keyparity.coordinator.enablement.readiness.Asked;
import dev.keyparity.coordinator.enablement.readiness.Installation;
import dev.keyparity.coordinator.enablement.readiness.Installation.Host;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.KmsAnswer;
import dev.keyparity.coordinator.kms.KmsClient;
import dev.keyparity.coordinator.kms.Opens;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.ReportRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at the installation of a service now: asks each agent for a report and for settings, each
 * KMS what it lets us ask, and the ensemble of the KMS. Reads, and changes nothing anywhere.
 * Thread-safe; blocks while it asks. What one host fails with costs no other's answer.
 */
public final class InstallationDesk {
  private static final Duration READ = Duration.ofSeconds(10);
  private static final List<Name> COMPARED =
      Stream.concat(KmsSettings.zooKeeperNames().stream(), KmsSettings.REVIEWED.stream()).toList();

  private final Ground ground;
  private final Resolver names;
  private final SettingsReader settings;

  /** Leads from a host's name to its addresses; none where there is no such name. */
  @FunctionalInterface
  interface Resolver {
    Set<String> addresses(String name);

    /** As this machine does it. */
    static Set<String> system(String name) {
      try {
        return Stream.of(InetAddress.getAllByName(name))
            .map(InetAddress::getHostAddress)
            .collect(Collectors.toSet());
      } catch (UnknownHostException e) {
        // That its KMS does not answer is told anyway.
        return Set.of();
      }
    }
  }

  InstallationDesk(Ground ground, Resolver names) {
    this.ground = ground;
    this.names = names;
    this.settings = new SettingsReader(ground.agents(), ground.random());
  }

  /** A report, and how far the host's clock is from ours at least. */
  private record Reported(HostReport report, Duration skew) {}

  /** What one host and its KMS were asked, both at once. */
  private record Begun(
      ServiceSpec.Host host,
      CompletableFuture<Reported> report,
      CompletableFuture<Installation.Kms> kms) {}

  /**
   * @param kmsUser as whom KMS hosts are asked, to be named in what is said
   * @throws KeyparityException STALE_LEADER
   */
  public Installation look(ServiceSpec spec, String kmsUser) {
    FencingToken token = ground.token();
    String service = spec.service();
    List<Begun> begun = new ArrayList<>();
    for (ServiceSpec.Host host : spec.hosts()) {
      begun.add(
          new Begun(
              host,
              report(AgentCall.read(token, service, host.name(), READ)),
              CompletableFuture.supplyAsync(
                  () -> kms(ground.clients().of(host.name(), host.kms()), spec.probeKey()),
                  ground.acts())));
    }
    try {
      return new Installation(
          spec,
          ground.clock().instant(),
          kmsUser,
          ground.evidence().recoveryProofs(service),
          hosts(token, spec, begun),
          ensembleTrouble(spec));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(
          ErrorCode.CANCELLED, "look at %s: interrupted".formatted(service), "", e);
    }
  }

  private List<Host> hosts(FencingToken token, ServiceSpec spec, List<Begun> begun)
      throws InterruptedException {
    Map<String, Reported> heard = new LinkedHashMap<>();
    Map<String, KeyparityException> silent = new LinkedHashMap<>();
    for (Begun one : begun) {
      Asked<Reported> report = answer(one.report());
      if (report.answerOrNull() != null) {
        heard.put(one.host().name(), report.answerOrNull());
      } else if (report.failureOrNull() != null) {
        silent.put(one.host().name(), report.failureOrNull());
      }
    }
    Map<String, Asked<Map<Name, Seen>>> compared = together(token, spec, heard.keySet());
    List<Host> hosts = new ArrayList<>();
    for (Begun one : begun) {
      String name = one.host().name();
      Reported reported = heard.get(name);
      hosts.add(
          new Host(
              name,
              new Asked<>(reported == null ? null : reported.report(), silent.get(name)),
              reported == null ? Duration.ZERO : reported.skew(),
              compared.getOrDefault(name, Asked.not()),
              reported == null ? Asked.not() : read(token, spec, name, KmsSettings.ACCESS),
              settled(one.kms()),
              addresses(one.host().kms())));
    }
    return hosts;
  }

  private CompletableFuture<Reported> report(AgentCall call) {
    Instant askedAt = ground.clock().instant();
    return ground
        .agents()
        .report(call, ReportRequest.getDefaultInstance())
        .thenApply(
            reply ->
                new Reported(
                    reply.getReport(),
                    skew(
                        Instant.ofEpochMilli(reply.getReport().getObservedAtMs()),
                        askedAt,
                        ground.clock().instant())));
  }

  /** It looked between our asking and its answer; what is outside of that its clock is off by. */
  private static Duration skew(Instant observed, Instant askedAt, Instant answeredAt) {
    return observed.isBefore(askedAt)
        ? Duration.between(observed, askedAt)
        : observed.isAfter(answeredAt) ? Duration.between(answeredAt, observed) : Duration.ZERO;
  }

  /**
   * The settings that are compared: under one nonce if all hosts answer, so that secrets can be
   * seen to be alike; else by each host for itself, to see which does not.
   */
  private Map<String, Asked<Map<Name, Seen>>> together(
      FencingToken token, ServiceSpec spec, Collection<String> hosts) throws InterruptedException {
    Map<String, Asked<Map<Name, Seen>>> all = new LinkedHashMap<>();
    Map<String, AgentCall> calls = new LinkedHashMap<>();
    hosts.forEach(host -> calls.put(host, AgentCall.read(token, spec.service(), host, READ)));
    try {
      settings.read(calls, COMPARED).forEach((host, seen) -> all.put(host, Asked.answered(seen)));
    } catch (KeyparityException e) {
      for (String host : hosts) {
        all.put(host, read(token, spec, host, KmsSettings.zooKeeperNames()));
      }
    }
    return all;
  }

  private Asked<Map<Name, Seen>> read(
      FencingToken token, ServiceSpec spec, String host, Collection<Name> names)
      throws InterruptedException {
    try {
      AgentCall call = AgentCall.read(token, spec.service(), host, READ);
      return Asked.answered(settings.read(Map.of(host, call), names).getOrDefault(host, Map.of()));
    } catch (KeyparityException e) {
      return Asked.failed(e);
    }
  }

  private static <T> Asked<T> answer(CompletableFuture<T> future) throws InterruptedException {
    try {
      return Asked.answered(future.get());
    } catch (ExecutionException e) {
      return Asked.failed(
          e.getCause() instanceof KeyparityException known
              ? known
              : new KeyparityException(
                  ErrorCode.INTERNAL, "call failed: " + e.getCause(), "", e.getCause()));
    }
  }

  private static Installation.Kms settled(CompletableFuture<Installation.Kms> kms)
      throws InterruptedException {
    Asked<Installation.Kms> asked = answer(kms);
    Installation.Kms answer = asked.answerOrNull();
    return answer != null
        ? answer
        : new Installation.Kms(String.valueOf(asked.failureOrNull()), List.of());
  }

  /** What we may ask there; the probe key is asked for because everybody may know of it. */
  private static Installation.Kms kms(KmsClient client, String probeKey) {
    KmsAnswer<KmsClient.Health> health = client.health();
    if (!health.isAnswered()) {
      return new Installation.Kms(health.detail(), List.of());
    }
    List<String> refused = new ArrayList<>();
    KmsAnswer<List<String>> names = client.keyNames();
    if (names.kind() == KmsAnswer.Kind.NOT_PERMITTED) {
      refused.add("GET_KEYS");
    }
    if (client.metadata(probeKey).kind() == KmsAnswer.Kind.NOT_PERMITTED) {
      refused.add("GET_METADATA");
    }
    if (names.value().orElse(List.of()).contains(probeKey)
        && client.opens(new KeyVersion(probeKey, 0)).result() == Opens.Result.NOT_PERMITTED) {
      refused.add("DECRYPT_EEK");
    }
    return new Installation.Kms("", refused);
  }

  private Set<String> addresses(URI kms) {
    return names.addresses(kms.getHost()).stream()
        .map(address -> address + ":" + kms.getPort())
        .collect(Collectors.toSet());
  }

  private String ensembleTrouble(ServiceSpec spec) {
    return spec.zookeeper()
        .map(ground.ensemble()::check)
        .filter(health -> !health.usable())
        .map(KmsEnsemble.Health::sentence)
        .orElse("");
  }
}
