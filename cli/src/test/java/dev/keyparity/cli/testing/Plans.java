package dev.keyparity.cli.testing;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.Plan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Plans as a coordinator makes them, and every way in which a hostile one could make them wrong. A
 * test changes one part before {@link #build}; digests that should follow do.
 */
public final class Plans {
  public static final String KEPT = "4F2A00112233445566778899AABBCCDDEEFF9C1D";
  public static final String KEPT_SUB = "5A5A00112233445566778899AABBCCDDEEFF5A5A";
  public static final String KMS2 = "77B000112233445566778899AABBCCDDEEFF1122";
  public static final String KMS3 = "D31C00112233445566778899AABBCCDDEEFF08AA";
  public static final String RUN = "8c1f22d09a3e-51d0";

  public static final String IDENTITY = sha("identity of kms1");
  public static final String SECRING = sha("secring of kms1");

  private final String kind;
  private final List<Act> acts = new ArrayList<>();
  private final List<Json> settings = new ArrayList<>();
  private final TreeMap<String, Json> payload = new TreeMap<>();
  private UnaryOperator<IdentityStatement> statementEdit = statement -> statement;
  private UnaryOperator<Warrant> warrantEdit = warrant -> warrant;
  private Consumer<Plan.Builder> planEdit = plan -> {};
  private boolean withStatement = true;

  private Plans(String kind) {
    this.kind = kind;
    payload.put("format", Json.of("keyparity.plan/1"));
    payload.put("kind", Json.of(kind));
    payload.put("run", Json.of(RUN));
    payload.put("service", Json.of("kms-prod"));
    payload.put("created_at", Json.of("2026-11-24T13:08:00Z"));
    payload.put("transfer", Json.of("sealed"));
    payload.put("hold_before", Json.strings(List.of()));
    payload.put("hosts", Json.strings(List.of("kms1", "kms2", "kms3")));
    payload.put("settings", new Json.Arr(List.of()));
    payload.put("clients_note", Json.of("at most one of three hosts is down at any time."));
    payload.put("undo_note", Json.of("keyparity run abort, until step restart-kms."));
  }

  /** kms2 and kms3 hold no key yet. */
  public static Plans enable() {
    Plans plans = new Plans("enable");
    plans.payload.put("reference", Json.of("kms1"));
    plans.observed("kms1", List.of(KEPT, KEPT_SUB), IDENTITY, SECRING, "up");
    plans.observed("kms2", List.of(), "", "absent", "down");
    plans.observed("kms3", List.of(), "", "absent", "down");
    plans.steps();
    plans.install("kms2", "absent", "none");
    plans.install("kms3", "absent", "none");
    plans.acts.add(Act.of(Verb.STOP, "restart-kms", "kms1", Map.of()));
    for (String host : List.of("kms1", "kms2", "kms3")) {
      plans.setting(host, "hadoop.kms.authentication.signer.secret.provider", "zookeeper");
      plans.setting(host, "hadoop.kms.authentication.zk-dt-secret-manager.enable", "true");
    }
    return plans;
  }

  /** kms2 and kms3 made keys of their own; they are named to give way. */
  public static Plans giveWay() {
    Plans plans = new Plans("give-way");
    plans.payload.put("keep", Json.of(KEPT));
    plans.payload.put("give_way", Json.strings(Map.of("kms2", KMS2, "kms3", KMS3)));
    plans.payload.put("overlap", Json.of(false));
    plans.observed("kms1", List.of(KEPT, KEPT_SUB), IDENTITY, SECRING, "up");
    plans.observed("kms2", List.of(KMS2), sha("identity of kms2"), sha("secring of kms2"), "up");
    plans.observed("kms3", List.of(KMS3), sha("identity of kms3"), sha("secring of kms3"), "up");
    plans.onlyHere("kms2", List.of("keyparity_probe@0", "keyparity_probe@1"));
    plans.onlyHere("kms3", List.of("keyparity_probe@2"));
    plans.steps();
    plans.install("kms2", sha("secring of kms2"), KMS2);
    plans.install("kms3", sha("secring of kms3"), KMS3);
    return plans;
  }

  /** kms2 drifted. */
  public static Plans repair() {
    Plans plans = new Plans("repair");
    plans.withStatement = false;
    plans.observed("kms1", List.of(KEPT, KEPT_SUB), IDENTITY, SECRING, "up");
    plans.observed("kms2", List.of(KMS2), sha("identity of kms2"), sha("secring of kms2"), "up");
    plans.observed("kms3", List.of(KEPT, KEPT_SUB), IDENTITY, SECRING, "up");
    plans.payload.put(
        "steps",
        new Json.Arr(
            List.of(
                step("backup", List.of("kms2"), "changes", "", "own disk and one other host"),
                step(
                    "synchronize-key",
                    List.of("kms2"),
                    "changes",
                    "",
                    "stop, back up, install, verify, start"),
                step("verify-parity", List.of(), "nothing", "", "bytes and fingerprints"))));
    plans.install("kms2", sha("secring of kms2"), KMS2);
    return plans;
  }

  private void steps() {
    List<String> all = List.of("kms1", "kms2", "kms3");
    payload.put(
        "steps",
        new Json.Arr(
            List.of(
                step("preflight", all, "nothing", "", "12 checks"),
                step("backup", all, "changes", "", "own disk and one other host"),
                step("survey", all, "nothing", "", "which key versions each host can open"),
                step("divergence", all, "nothing", "", "stops if hosts hold different keys"),
                step(
                    "zookeeper-dependency", all, "changes", "", "set 2 properties of kms-site.xml"),
                step(
                    "synchronize-key",
                    List.of("kms2", "kms3"),
                    "changes",
                    "",
                    "stop, back up, install, verify, start, one at a time"),
                step("verify-parity", all, "nothing", "", "bytes, fingerprints, soundness"),
                step(
                    "restart-kms",
                    List.of("kms1"),
                    "changes",
                    "",
                    "about 15 s, kms2 and kms3 serve meanwhile"),
                step(
                    "deploy-client-config",
                    List.of("edge1"),
                    "changes",
                    "",
                    "one property of core-site.xml"),
                step("restart-cluster", List.of(), "changes", "no dependants declared", ""),
                step(
                    "validate-key-operations", all, "changes", "", "6 pairs with the probe key"))));
  }

  private static Json step(
      String id, List<String> hosts, String effect, String skipped, String detail) {
    return Json.object()
        .put("id", id)
        .put("title", id)
        .put("hosts", Json.strings(hosts))
        .put("effect", effect)
        .put("skipped", skipped)
        .put("detail", detail)
        .build();
  }

  public Plans observed(
      String host, List<String> fingerprints, String identity, String secring, String kms) {
    return editObserved(
        host,
        fields -> {
          fields.put("fingerprints", Json.strings(fingerprints));
          fields.put("identity", Json.of(identity));
          fields.put("secring_sha256", Json.of(secring));
          fields.put("soundness", Json.of(fingerprints.isEmpty() ? "ABSENT" : "SOUND"));
          fields.put("kms", Json.of(kms));
        });
  }

  public Plans onlyHere(String host, List<String> versions) {
    return editObserved(host, fields -> fields.put("only_here", Json.strings(versions)));
  }

  private Plans editObserved(String host, Consumer<Map<String, Json>> edit) {
    Map<String, Json> hosts = fieldsOf(payload.get("observed"));
    Map<String, Json> fields = fieldsOf(hosts.get(host));
    edit.accept(fields);
    hosts.put(host, new Json.Obj(new TreeMap<>(fields)));
    payload.put("observed", new Json.Obj(new TreeMap<>(hosts)));
    return this;
  }

  private static Map<String, Json> fieldsOf(@Nullable Json object) {
    return object instanceof Json.Obj known ? new TreeMap<>(known.fields()) : new TreeMap<>();
  }

  private void install(String host, String replaces, String givesWay) {
    acts.add(Act.of(Verb.STOP, "synchronize-key", host, Map.of()));
    acts.add(
        Act.of(
            Verb.INSTALL,
            "synchronize-key",
            host,
            Map.of(
                "replaces", replaces,
                "installs", SECRING,
                "identity", IDENTITY,
                "gives_way", givesWay,
                "source", "kms1")));
    acts.add(Act.of(Verb.START, "synchronize-key", host, Map.of()));
  }

  /** A property of kms-site.xml that the plan shows and the warrant allows. */
  public Plans setting(String host, String property, String value) {
    settings.add(
        Json.object()
            .put("step", "zookeeper-dependency")
            .put("host", host)
            .put("file", "kms-site.xml")
            .put("property", property)
            .put("value", value)
            .build());
    payload.put("settings", new Json.Arr(settings));
    acts.add(
        Act.of(
            Verb.WRITE_SETTING,
            "zookeeper-dependency",
            host,
            Map.of("file", "kms-site.xml", "property", property, "value_sha256", sha(value))));
    return this;
  }

  /** Puts a field of the payload, or takes it out (null is not JSON here). */
  public Plans field(String name, Json value) {
    payload.put(name, value);
    return this;
  }

  public Plans act(Act act) {
    acts.add(act);
    return this;
  }

  public Plans editActs(UnaryOperator<Act> edit) {
    acts.replaceAll(edit);
    return this;
  }

  public Plans editStatement(UnaryOperator<IdentityStatement> edit) {
    statementEdit = edit;
    return this;
  }

  public Plans editWarrant(UnaryOperator<Warrant> edit) {
    warrantEdit = edit;
    return this;
  }

  public Plans editPlan(Consumer<Plan.Builder> edit) {
    planEdit = edit;
    return this;
  }

  public Plan build() {
    byte[] bytes = CanonicalJson.encode(new Json.Obj(payload));
    String digest = sha(bytes);
    Plan.Builder plan =
        Plan.newBuilder()
            .setId(digest.substring(0, 8))
            .setPayload(ByteString.copyFrom(bytes))
            .setDigest(digest)
            .setApprovalsNeeded(1);
    List<Act> all = new ArrayList<>(acts);
    if (withStatement) {
      byte[] statement = statementEdit.apply(statement()).canonicalBytes();
      plan.setStatementDraft(ByteString.copyFrom(statement));
      all.add(
          0,
          Act.of(
              Verb.APPROVE_IDENTITY,
              "synchronize-key",
              Act.EVERY_HOST,
              Map.of("statement", sha(statement))));
    }
    plan.setWarrantDraft(
        ByteString.copyFrom(warrantEdit.apply(warrant(digest, all)).canonicalBytes()));
    planEdit.accept(plan);
    return plan.build();
  }

  private static IdentityStatement statement() {
    return new IdentityStatement(
        "prod",
        "kms-prod",
        1,
        List.of("kms1", "kms2", "kms3"),
        IDENTITY,
        List.of(KEPT, KEPT_SUB),
        new TreeMap<>(Map.of("secring.gpg", SECRING)),
        2488,
        TestCli.NOW);
  }

  private Warrant warrant(String digest, List<Act> all) {
    Instant issued = TestCli.NOW;
    return new Warrant(
        "w-" + kind,
        "prod",
        "kms-prod",
        RUN,
        digest,
        0,
        issued,
        issued.plus(Duration.ofHours(24)),
        all,
        kind + " kms-prod",
        null);
  }

  public static String sha(String text) {
    return sha(text.getBytes(StandardCharsets.UTF_8));
  }

  static String sha(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
