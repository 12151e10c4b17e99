package dev.keyparity.agent.store;

import java.util.List;
import java.util.Set;

/**
 * What every replacement of key files must bring along.
 *
 * @param requestId under which its receipt is kept
 * @param run the run it is part of
 * @param replaces what the key file is expected to be now
 * @param backup id of the backup of the present bytes
 * @param copyReceipts other hosts' receipts for copies of that backup, besides those kept with it
 * @param hosts every host of the service's identity statement: whose receipts count
 */
public record ReplacementTicket(
    String requestId,
    String run,
    FileDigest replaces,
    String backup,
    List<SignedCopyReceipt> copyReceipts,
    Set<String> hosts) {
  public ReplacementTicket {
    copyReceipts = List.copyOf(copyReceipts);
    hosts = Set.copyOf(hosts);
  }
}
