package dev.keyparity.agent.rpc;

import dev.keyparity.agent.effect.HostedService;
import dev.keyparity.agent.effect.RunDependant;
import dev.keyparity.agent.effect.StartKms;
import dev.keyparity.agent.effect.StopKms;
import dev.keyparity.agent.effect.WithdrawStop;
import dev.keyparity.agent.guard.Effect;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.ControlReply;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.RunDependantReply;
import dev.keyparity.proto.agent.v1.RunDependantRequest;

/** Stopping and starting the KMS, and restarting what depends on it. */
final class ControlCalls {
  private final Requests requests;
  private final Replies replies;

  ControlCalls(Requests requests, Replies replies) {
    this.requests = requests;
    this.replies = replies;
  }

  ControlReply control(ControlRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    EffectRecord record =
        service
            .hosted()
            .guard()
            .perform(Requests.call(envelope), effect(request, service.hosted()));
    return ControlReply.newBuilder()
        .setReply(replies.to(envelope, service, record))
        .setKms(HostReports.kms(service, service.looks().look()))
        .build();
  }

  private static Effect effect(ControlRequest request, HostedService hosted) {
    String step = request.getEnvelope().getStep();
    return switch (request.getAction()) {
      case STOP -> new StopKms(hosted, step, Requests.documents(request.getPermitsList()));
      case START -> new StartKms(hosted, step);
      case WITHDRAW_STOP -> new WithdrawStop(hosted);
      case ACTION_UNSPECIFIED, UNRECOGNIZED ->
          throw new KeyparityException(
              ErrorCode.PROTOCOL_UNSUPPORTED,
              "control action: %d (expected: stop, start or withdraw)"
                  .formatted(request.getActionValue()));
    };
  }

  RunDependantReply runDependant(RunDependantRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    EffectRecord record =
        service
            .hosted()
            .guard()
            .perform(
                Requests.call(envelope),
                new RunDependant(
                    service.dependants(),
                    service.hosted().host(),
                    envelope.getStep(),
                    request.getName()));
    return RunDependantReply.newBuilder()
        .setReply(replies.to(envelope, service, record))
        .setExitCode(Integer.parseInt(record.facts().getOrDefault(RunDependant.EXIT_CODE, "-1")))
        .setOutputTail(record.facts().getOrDefault(RunDependant.OUTPUT, ""))
        .build();
  }
}
