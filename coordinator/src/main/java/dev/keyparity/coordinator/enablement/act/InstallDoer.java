package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.Backup;
import dev.keyparity.proto.agent.v1.InstallReply;
import dev.keyparity.proto.agent.v1.InstallRequest;
import dev.keyparity.proto.agent.v1.ListBackupsRequest;
import dev.keyparity.proto.agent.v1.OfferSealingKeyReply;
import dev.keyparity.proto.agent.v1.OfferSealingKeyRequest;
import dev.keyparity.proto.agent.v1.SealReply;
import dev.keyparity.proto.agent.v1.SealRequest;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.util.List;

/**
 * Has the source's key files sealed for one target and installed there. The bundle passes through
 * here, and nobody on the way can open it.
 *
 * <ol>
 *   <li>the source draws a nonce
 *   <li>the target offers a sealing key for this run, bound to that nonce
 *   <li>the source seals under the offer and signs what it sealed
 *   <li>the target checks everything again, and installs
 * </ol>
 *
 * <p>Only the last is an effect. Asked again after a lost reply it answers with its receipt,
 * whatever bundle comes with the question.
 */
final class InstallDoer implements Doer {
  private final AgentCalls agents;

  InstallDoer(AgentCalls agents) {
    this.agents = agents;
  }

  @Override
  public ActResult perform(Scene scene) throws InterruptedException {
    try {
      return install(scene, sealed(scene));
    } catch (KeyparityException e) {
      if (e.code() != ErrorCode.SEAL_REFUSED) {
        throw e;
      }
      // Nonce and sealing key live in the memory of two agents: one of them was started anew
      // between two of our calls. Nothing was done, and another attempt makes them anew.
      return ActResult.notDone(e.code().name(), e.operatorMessage(), e.whatToDo(), Next.RE_OBSERVE);
    }
  }

  private SealReply sealed(Scene scene) throws InterruptedException {
    String source = scene.argument("source");
    String target = scene.host();
    AgentCall seal = scene.act(source, "seal-for-" + target, Deadlines.WRITE);
    SealReply nonce =
        Outcomes.await(
            source, agents.seal(seal, SealRequest.newBuilder().setTarget(target).build()));
    OfferSealingKeyReply offer =
        Outcomes.await(
            target,
            agents.offerSealingKey(
                scene.act(target, "offer-sealing-key", Deadlines.WRITE),
                OfferSealingKeyRequest.newBuilder()
                    .setSource(source)
                    .setSourceNonce(nonce.getSourceNonce())
                    .build()));
    return Outcomes.await(
        source,
        agents.seal(
            seal, SealRequest.newBuilder().setTarget(target).setOffer(offer.getOffer()).build()));
  }

  private ActResult install(Scene scene, SealReply sealed) throws InterruptedException {
    String backup = scene.argument(Acts.BACKUP_ID);
    InstallReply installed =
        Outcomes.await(
            scene.host(),
            agents.install(
                scene.call(Deadlines.WRITE).withExpectedDigest(scene.argument("replaces")),
                InstallRequest.newBuilder()
                    .setBundle(sealed.getBundle())
                    .setBundleSignature(sealed.getBundleSignature())
                    .setBackupId(backup)
                    .addAllCopyReceipts(receipts(scene, backup))
                    .build()));
    return Outcomes.of(scene.host(), installed.getReply().getReceipt());
  }

  /** What proves to the target that the bytes it is about to replace are on another host. */
  private List<PeerSigned> receipts(Scene scene, String backup) throws InterruptedException {
    return Outcomes.await(
            scene.host(),
            agents.listBackups(
                scene.read(scene.host(), Deadlines.READ), ListBackupsRequest.getDefaultInstance()))
        .getBackupsList()
        .stream()
        .filter(one -> one.getId().equals(backup))
        .map(Backup::getCopyReceiptsList)
        .flatMap(List::stream)
        .toList();
  }
}
