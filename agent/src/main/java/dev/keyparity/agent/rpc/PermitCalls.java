package dev.keyparity.agent.rpc;

import com.google.protobuf.ByteString;
import dev.keyparity.agent.effect.HostedService;
import dev.keyparity.agent.effect.KmsView;
import dev.keyparity.agent.guard.permit.Electorate;
import dev.keyparity.agent.guard.permit.GiverFacts;
import dev.keyparity.agent.guard.permit.PeerDocument;
import dev.keyparity.proto.agent.v1.AskPermitReply;
import dev.keyparity.proto.agent.v1.AskPermitRequest;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.FenceReply;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.GivePermitReply;
import dev.keyparity.proto.agent.v1.GivePermitRequest;
import java.util.Map;

/** Leadership and permits: the calls that leave a promise and no effect. */
final class PermitCalls {
  private final Requests requests;
  private final Replies replies;

  PermitCalls(Requests requests, Replies replies) {
    this.requests = requests;
    this.replies = replies;
  }

  FenceReply fence(FenceRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    var underWay = service.hosted().guard().raiseFence(Requests.token(envelope));
    FenceReply.Builder reply = FenceReply.newBuilder().addAllUnderWay(underWay);
    reply.addAllUnderWay(service.hosted().atWork());
    return reply.setReply(replies.to(envelope, service)).build();
  }

  AskPermitReply ask(AskPermitRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    HostedService hosted = service.hosted();
    admit(envelope, hosted);
    for (PeerDocument word : Requests.documents(request.getServesAgainList())) {
      hosted.guard().permits().hear(word);
    }
    service.looks().look();
    Electorate electorate = hosted.guard().statements().require().electorate();
    byte[] ask = hosted.guard().permits().ask(electorate);
    return AskPermitReply.newBuilder()
        .setReply(replies.to(envelope, service))
        .setAsk(ByteString.copyFrom(ask))
        .build();
  }

  GivePermitReply give(GivePermitRequest request) {
    Envelope envelope = request.getEnvelope();
    RpcService service = requests.mutating(request, envelope);
    HostedService hosted = service.hosted();
    admit(envelope, hosted);
    Electorate electorate = hosted.guard().statements().require().electorate();
    byte[] ask = request.getAsk().toByteArray();
    KmsView view = service.looks().look();
    hosted.guard().audit("permit", Map.of("run", envelope.getRun(), "ask", text(ask)));
    PeerDocument permit =
        hosted
            .guard()
            .permits()
            .give(ask, electorate, new GiverFacts(view.kms().serves(), view.serving().identity()));
    return GivePermitReply.newBuilder()
        .setReply(replies.to(envelope, service))
        .setPermit(Replies.signed(permit))
        .build();
  }

  private static void admit(Envelope envelope, HostedService hosted) {
    hosted.guard().admit(Requests.token(envelope), envelope.getHost());
    hosted.guard().requireRunNotAborted(envelope.getRun());
  }

  /** An ask is canonical JSON; what is not shows as that. */
  private static String text(byte[] ask) {
    String text = new String(ask, java.nio.charset.StandardCharsets.UTF_8);
    return text.length() > 1000 ? text.substring(0, 1000) : text;
  }
}
