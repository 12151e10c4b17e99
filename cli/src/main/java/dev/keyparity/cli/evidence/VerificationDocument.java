package dev.keyparity.cli.evidence;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.signing.CanonicalDocument;
import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditRecord;
import java.util.Map;

/** A verified evidence file for programs, whole: {@code keyparity.evidence-verify/1}. */
record VerificationDocument(Verification verification) {

  Document document() {
    Evidence evidence = verification.evidence();
    return Document.schema("keyparity.evidence-verify/1")
        .put("whole", verification.isWhole())
        .put("service", evidence.service())
        .put("group", evidence.group())
        .put("since", evidence.since())
        .put("until", evidence.source().at())
        .put("made_at", evidence.madeAt())
        .put("made_by", evidence.madeBy())
        .put("key", verification.key())
        .put("coordinator", evidence.source().coordinator())
        .put("epoch", evidence.source().epoch())
        .put("in_no_statement", Document.texts(verification.identitiesInNoStatement()))
        .put("hosts", Document.items(verification.timelines(), VerificationDocument::host))
        .put("approvals", Document.items(verification.approvals(), VerificationDocument::approval))
        .put("runs", Document.items(evidence.runs(), VerificationDocument::run))
        .put("backups", Document.items(evidence.backups(), it -> CanonicalDocument.of(it.toJson())))
        .put(
            "recovery_keys",
            Document.items(evidence.recoveryKeys(), VerificationDocument::recoveryKey))
        .put("events", Document.items(evidence.events(), it -> CanonicalDocument.of(it.toJson())))
        .put("audit", Document.items(evidence.audit(), VerificationDocument::audit))
        .put("not_asked", Document.texts(evidence.notAsked()))
        .build();
  }

  private static Document host(HostTimeline host) {
    return Document.fields()
        .put("host", host.host())
        .put("in_parity_ms", host.inParity())
        .put("not_in_parity_ms", host.notInParity())
        .put("not_known_ms", host.notKnown())
        .put("known_since", host.knownSince().orElse(null))
        .put("stretches", Document.items(host.stretches(), VerificationDocument::stretch))
        .build();
  }

  private static Document stretch(HostTimeline.Stretch stretch) {
    return Document.fields()
        .put("from", stretch.from())
        .put("until", stretch.until())
        .put("verdict", stretch.verdict().name())
        .put("held", stretch.held().isEmpty() ? null : stretch.held())
        .build();
  }

  private static Document approval(SignedApproval approval) {
    return Document.fields()
        .put("document", approval.what())
        .put("format", approval.kind().format())
        .put("issued_at", approval.issuedAt())
        .put("says", approval.says())
        .put("identity", approval.identity().isEmpty() ? null : approval.identity())
        .put("signed_by", Document.texts(approval.signers().genuine()))
        .put("not_checked", Document.texts(approval.signers().notChecked()))
        .build();
  }

  private static Document run(RunEntry run) {
    return Document.fields()
        .put("id", run.id())
        .put("kind", run.kind())
        .put("state", run.state())
        .put("started_by", run.startedBy())
        .put("started_at", run.startedAt())
        .put("ended_at", run.endedAtOrNull())
        .put("acts", Document.items(run.acts(), VerificationDocument::act))
        .build();
  }

  private static Document act(RunEntry.Act act) {
    return Document.fields()
        .put("step", act.step())
        .put("name", act.name())
        .put("host", act.host())
        .put("state", act.state())
        .put("intended_at", act.intendedAt())
        .put("ended_at", act.endedAtOrNull())
        .build();
  }

  private static Document recoveryKey(RecoveryKeyEntry key) {
    return Document.fields()
        .put("fingerprint", key.fingerprint())
        .put("proven_at", key.provenAtOrNull())
        .put("proven_by", key.provenBy().isEmpty() ? null : key.provenBy())
        .build();
  }

  private static Document audit(AuditExcerpt log) {
    return Document.fields()
        .put("chain", log.chain())
        .put("fault", log.fault().orElse(null))
        .put("head", head(log.head()).build())
        .put("shortened", log.isShortened())
        .put("kept", Document.items(log.kept(), it -> head(it.head()).put("by", it.by()).build()))
        .put("records", Document.items(log.records(), VerificationDocument::record))
        .build();
  }

  private static Document.Builder head(AuditHead head) {
    return Document.fields().put("sequence", head.sequence()).put("digest", head.digest());
  }

  private static Document record(AuditRecord record) {
    Document.Builder fields = Document.fields();
    for (Map.Entry<String, String> field : record.fields().entrySet()) {
      fields.put(field.getKey(), field.getValue());
    }
    return Document.fields()
        .put("sequence", record.sequence())
        .put("at", record.at())
        .put("event", record.event())
        .put("fields", fields.build())
        .put("digest", record.digest())
        .build();
  }
}
