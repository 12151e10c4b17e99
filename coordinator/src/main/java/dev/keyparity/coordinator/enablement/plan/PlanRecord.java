package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.daemon.warrant.WarrantCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A plan with its drafts and the signatures given so far, as stored: {@code
 * keyparity.plan-record/1}. The coordinator keeps signatures and counts them; only agents know
 * whose they are.
 *
 * @param warrantOrNull the draft with its signatures; null where the plan needs no warrant
 * @param statementOrNull the same of the identity statement; null where no identity is approved
 * @param approvalsNeeded the higher of the policy's and the agents' own demand
 * @param madeBy the operator who asked for it
 */
public record PlanRecord(
    Plan plan,
    @Nullable SignedDocument warrantOrNull,
    @Nullable SignedDocument statementOrNull,
    int approvalsNeeded,
    String madeBy) {
  public static final String FORMAT = "keyparity.plan-record/1";

  /** What an install puts in the place of a key that no operator has named. */
  static final String NO_KEY_GIVES_WAY = "none";

  /** By host: the primary fingerprint of the key that the warrant lets give way there. */
  public SortedMap<String, String> givesWay() {
    TreeMap<String, String> named = new TreeMap<>();
    for (Act act : acts().map(Warrant::acts).orElse(List.of())) {
      String key = act.bounds().getOrDefault("gives_way", NO_KEY_GIVES_WAY);
      if (act.verb() == Verb.INSTALL && !key.equals(NO_KEY_GIVES_WAY)) {
        named.put(act.host(), key);
      }
    }
    return Collections.unmodifiableSortedMap(named);
  }

  /** Hosts whose permit the stop of a host does without, by the warrant. */
  public Set<String> releasedFor(String stopped) {
    TreeSet<String> released = new TreeSet<>();
    for (Act act : acts().map(Warrant::acts).orElse(List.of())) {
      if (act.verb() == Verb.OVERRIDE_PERMIT
          && stopped.equals(act.bounds().get(WarrantCheck.STOPPED_BOUND))) {
        released.add(act.host());
      }
    }
    return released;
  }

  /** Whether the warrant allows an act with no bounds, such as a start, in a step on a host. */
  public boolean allows(Verb verb, StepId step, String host) {
    Act asked = Act.of(verb, step.value(), host, Map.of());
    return acts().map(Warrant::acts).orElse(List.of()).stream().anyMatch(act -> act.covers(asked));
  }

  /** The host that a plan is about which is about one alone; empty for any other plan. */
  public String target() {
    if (!plan.kind().isAboutOneHost()) {
      return "";
    }
    StepId step =
        plan.kind() == PlanKind.REMOVE_HOST ? StepIds.REMOVE_HOST : StepIds.SYNCHRONIZE_KEY;
    return plan.step(step).orElseThrow().hosts().get(0);
  }

  public Optional<SignedDocument> warrant() {
    return Optional.ofNullable(warrantOrNull);
  }

  public Optional<SignedDocument> statement() {
    return Optional.ofNullable(statementOrNull);
  }

  /** The statement to be approved, read from the bytes that are signed. */
  public Optional<IdentityStatement> identity() {
    return statement()
        .map(
            document -> {
              try {
                return IdentityStatement.parse(document.payload());
              } catch (MalformedRecord e) {
                throw new IllegalStateException("plan " + plan.id() + ": " + e.getMessage(), e);
              }
            });
  }

  /** The warrant, read from the bytes that are signed. */
  public Optional<Warrant> acts() {
    return warrant()
        .map(
            document -> {
              try {
                return Warrant.parse(document.payload());
              } catch (MalformedRecord e) {
                throw new IllegalStateException("plan " + plan.id() + ": " + e.getMessage(), e);
              }
            });
  }

  /** How many different operators have signed every document there is to sign. */
  public int approvalsGiven() {
    int given = Integer.MAX_VALUE;
    for (SignedDocument document : documents()) {
      long operators =
          document.signatures().stream().map(DocumentSignature::operator).distinct().count();
      given = (int) Math.min(given, operators);
    }
    return given == Integer.MAX_VALUE ? approvalsNeeded : given;
  }

  public boolean isApproved() {
    return approvalsGiven() >= approvalsNeeded;
  }

  private List<SignedDocument> documents() {
    List<SignedDocument> documents = new ArrayList<>();
    warrant().ifPresent(documents::add);
    statement().ifPresent(documents::add);
    return documents;
  }

  /** With a warrant that belongs to no run, in the place of the draft that nobody signs. */
  public PlanRecord under(SignedDocument standing) {
    return new PlanRecord(plan, standing, null, approvalsNeeded, madeBy);
  }

  /**
   * With the signatures of these documents beside those there are.
   *
   * @throws IllegalArgumentException if what was signed is not the draft, byte for byte
   */
  public PlanRecord signed(
      Optional<SignedDocument> signedWarrant, Optional<SignedDocument> signedStatement) {
    return new PlanRecord(
        plan,
        merged("warrant", warrantOrNull, signedWarrant),
        merged("statement", statementOrNull, signedStatement),
        approvalsNeeded,
        madeBy);
  }

  private static @Nullable SignedDocument merged(
      String what, @Nullable SignedDocument draft, Optional<SignedDocument> signed) {
    if (signed.isEmpty()) {
      return draft;
    }
    if (draft == null || !java.util.Arrays.equals(draft.payload(), signed.get().payload())) {
      throw new IllegalArgumentException(
          what + ": what was signed is not the draft of this plan (expected: the very bytes)");
    }
    List<DocumentSignature> all = new ArrayList<>(draft.signatures());
    signed.get().signatures().stream().filter(it -> !all.contains(it)).forEach(all::add);
    return new SignedDocument(draft.payload(), all);
  }

  public byte[] encode() {
    return CanonicalJson.encode(
        Json.object()
            .put("format", FORMAT)
            .put("plan", text(plan.payload()))
            .put("warrant", warrant().map(it -> text(it.canonicalBytes())).orElse(""))
            .put("statement", statement().map(it -> text(it.canonicalBytes())).orElse(""))
            .put("approvals_needed", approvalsNeeded)
            .put("made_by", madeBy)
            .build());
  }

  public static PlanRecord decode(byte[] bytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, "plan record").format(FORMAT);
    PlanRecord record =
        new PlanRecord(
            Plan.parse(bytes(fields.string("plan"))),
            document(fields.string("warrant")),
            document(fields.string("statement")),
            Math.toIntExact(fields.integer("approvals_needed")),
            fields.string("made_by"));
    fields.end();
    return record;
  }

  private static @Nullable SignedDocument document(String text) throws MalformedRecord {
    return text.isEmpty() ? null : SignedDocument.parse(bytes(text));
  }

  private static String text(byte[] canonical) {
    return new String(canonical, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String canonical) {
    return canonical.getBytes(StandardCharsets.UTF_8);
  }
}
