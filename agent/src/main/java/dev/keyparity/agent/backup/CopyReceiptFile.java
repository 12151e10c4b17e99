package dev.keyparity.agent.backup;

import dev.keyparity.agent.store.SignedCopyReceipt;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.identity.PeerSignature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The receipts for copies of one backup, as they are kept beside it: canonical JSON, {@code
 * keyparity.copy-receipts/1}. They are verified again each time they are relied on.
 */
final class CopyReceiptFile {
  static final String FORMAT = "keyparity.copy-receipts/1";

  private CopyReceiptFile() {}

  static byte[] encode(List<SignedCopyReceipt> receipts) {
    Base64.Encoder base64 = Base64.getEncoder();
    List<Json> list = new ArrayList<>();
    for (SignedCopyReceipt receipt : receipts) {
      PeerSignature signature = receipt.signature();
      list.add(
          Json.object()
              .put("algorithm", signature.algorithm())
              .put(
                  "chain",
                  Json.strings(signature.chainDer().stream().map(base64::encodeToString).toList()))
              .put("payload", base64.encodeToString(receipt.payload()))
              .put("signature", base64.encodeToString(signature.signature()))
              .build());
    }
    return CanonicalJson.encode(
        Json.object().put("format", FORMAT).put("receipts", new Json.Arr(list)).build());
  }

  static List<SignedCopyReceipt> decode(byte[] bytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, "copy receipts").format(FORMAT);
    Base64.Decoder base64 = Base64.getDecoder();
    List<SignedCopyReceipt> receipts = new ArrayList<>();
    try {
      for (RecordFields one : fields.records("receipts")) {
        PeerSignature signature =
            new PeerSignature(
                one.string("algorithm"),
                one.strings("chain").stream().map(base64::decode).toList(),
                base64.decode(one.string("signature")));
        receipts.add(new SignedCopyReceipt(base64.decode(one.string("payload")), signature));
        one.end();
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord("copy receipts: not base64", e);
    }
    fields.end();
    return List.copyOf(receipts);
  }
}
