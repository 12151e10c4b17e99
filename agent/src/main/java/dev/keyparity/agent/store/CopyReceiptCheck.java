package dev.keyparity.agent.store;

import dev.keyparity.agent.store.VerifiedBackups.VerifiedBackup;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.identity.PeerVerifier;
import dev.keyparity.daemon.identity.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether another host provably holds a copy of a backup. A receipt counts if it names this very
 * ciphertext, and the agent of another host of the service signed it in its own name. Thread-safe.
 */
public final class CopyReceiptCheck {
  private final PeerVerifier peers;

  public CopyReceiptCheck(PeerVerifier peers) {
    this.peers = peers;
  }

  /**
   * @param hosts every host of the service's identity statement
   * @return empty if one of the receipts counts; else why none does
   */
  Optional<String> problem(
      VerifiedBackup backup, List<SignedCopyReceipt> offered, Set<String> hosts) {
    List<SignedCopyReceipt> all = new ArrayList<>(offered);
    all.addAll(backup.copyReceipts());
    List<String> problems = new ArrayList<>();
    for (SignedCopyReceipt receipt : all) {
      Optional<String> problem = problem(backup, receipt, hosts);
      if (problem.isEmpty()) {
        return problem;
      }
      problem.ifPresent(problems::add);
    }
    return Optional.of(
        problems.isEmpty()
            ? "none (expected: one of another host of the service)"
            : String.join("; ", problems));
  }

  /**
   * @return empty if the receipt counts; else why not
   */
  public Optional<String> problem(
      VerifiedBackup backup, SignedCopyReceipt signed, Set<String> hosts) {
    CopyReceipt receipt;
    try {
      receipt = CopyReceipt.parse(signed.payload());
    } catch (MalformedRecord e) {
      return Optional.of("not a receipt: " + e);
    }
    if (!receipt.service().equals(backup.service())
        || !receipt.host().equals(backup.host())
        || !receipt.backup().equals(backup.id())) {
      return Optional.of(
          "for backup %s of %s/%s (expected: %s of %s/%s)"
              .formatted(
                  receipt.backup(),
                  receipt.service(),
                  receipt.host(),
                  backup.id(),
                  backup.service(),
                  backup.host()));
    }
    if (!receipt.ciphertext().equals(backup.ciphertext()) || receipt.bytes() != backup.bytes()) {
      return Optional.of("for other bytes than those of backup " + backup.id());
    }
    return wrongSigner(backup, signed, receipt, hosts);
  }

  private Optional<String> wrongSigner(
      VerifiedBackup backup, SignedCopyReceipt signed, CopyReceipt receipt, Set<String> hosts) {
    String signer = receipt.storedOn();
    if (signer.equals(backup.host()) || !hosts.contains(signer)) {
      return Optional.of(
          "stored on "
              + signer
              + " (expected: another host of the service than "
              + backup.host()
              + ")");
    }
    boolean genuine =
        peers
            .verify(CopyReceipt.FORMAT, signed.payload(), signed.signature())
            .isBy(Role.AGENT, signer);
    return genuine
        ? Optional.empty()
        : Optional.of("not signed by the agent of " + signer + " (expected: its own signature)");
  }
}
