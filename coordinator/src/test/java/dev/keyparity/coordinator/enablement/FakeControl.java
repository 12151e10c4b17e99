package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.SettingChange;
import dev.keyparity.proto.agent.v1.WriteSettingReply;
import dev.keyparity.proto.agent.v1.WriteSettingRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Starts and stops the KMS of fake hosts, under what permits come to: no other host is down through
 * us, and one that serves the approved key stays.
 */
final class FakeControl implements KmsControl {
  private final FakeFleet fleet;
  private final FakeAgents agents;

  FakeControl(FakeFleet fleet, FakeAgents agents) {
    this.fleet = fleet;
    this.agents = agents;
  }

  @Override
  public CompletableFuture<Controlled> stop(AgentCall stop, Permits permits) {
    return agents.answer(
        "Control STOP " + stop.host(),
        stop,
        () -> {
          FakeHost host = fleet.host(stop.host());
          Receipt receipt =
              agents.once(
                  stop,
                  () -> {
                    agents.requireWarrant(
                        stop, Act.of(Verb.STOP, stop.step(), host.name, Map.of()));
                    requirePermits(stop, host, permits);
                    host.stopBegun = true;
                    host.process = null;
                    fleet.down(host.name);
                    return "stopped";
                  });
          return new Controlled(receipt, host.kms());
        });
  }

  private void requirePermits(AgentCall stop, FakeHost host, Permits permits) {
    IdentityStatement statement = host.statement;
    if (statement == null) {
      throw new KeyparityException(ErrorCode.STATEMENT_MISSING, "no statement on " + host.name);
    }
    boolean serving = false;
    for (String other : statement.hosts()) {
      if (other.equals(host.name)) {
        continue;
      }
      if (!permits.others().contains(other)) {
        agents.requireWarrant(
            stop, Act.of(Verb.OVERRIDE_PERMIT, stop.step(), other, Map.of("for", host.name)));
        continue;
      }
      FakeHost giver = fleet.host(other);
      if (giver.stopBegun || giver.silent) {
        throw new KeyparityException(ErrorCode.PERMIT_MISSING, other + " gives no permit");
      }
      boolean serves = giver.serves(statement.keyIdentity());
      if (giver.kms().getMember() && !serves) {
        throw new KeyparityException(ErrorCode.LAST_SERVING, "member " + other + " does not serve");
      }
      serving |= serves;
    }
    if (!serving) {
      throw new KeyparityException(ErrorCode.LAST_SERVING, host.name + " is the last one");
    }
  }

  @Override
  public CompletableFuture<Controlled> finishStop(AgentCall stop) {
    return agents.answer(
        "Control STOP " + stop.host(),
        stop,
        () -> {
          FakeHost host = fleet.host(stop.host());
          return new Controlled(agents.once(stop, () -> "stopped"), host.kms());
        });
  }

  @Override
  public CompletableFuture<Controlled> start(AgentCall start) {
    return agents.answer(
        "Control START " + start.host(),
        start,
        () -> {
          FakeHost host = fleet.host(start.host());
          Receipt receipt =
              agents.once(
                  start,
                  () -> {
                    if (!host.stopBegun) {
                      agents.requireWarrant(
                          start, Act.of(Verb.START, start.step(), host.name, Map.of()));
                    }
                    fleet.startKms(host);
                    return "started";
                  });
          return new Controlled(receipt, host.kms());
        });
  }

  @Override
  public CompletableFuture<Controlled> withdrawStop(AgentCall withdraw) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Configured> configure(AgentCall change, List<SettingChange> settings) {
    return agents
        .writeSetting(change, WriteSettingRequest.newBuilder().addAllChanges(settings).build())
        .thenApply(FakeControl::configured);
  }

  private static Configured configured(WriteSettingReply reply) {
    return new Configured(
        reply.getReply().getReceipt(), reply.getFileSha256(), reply.getBackupFile());
  }
}
