package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.enablement.plan.Plan.Accepted;
import dev.keyparity.coordinator.enablement.plan.Plan.Observed;
import dev.keyparity.coordinator.enablement.plan.Plan.PlannedStep;
import dev.keyparity.coordinator.enablement.plan.Plan.SettingPlan;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of a plan; an example is {@code src/test/resources/golden/plan-enable.json}. */
final class PlanCodec {
  private static final String CHANGES = "changes";
  private static final String NOTHING = "nothing";

  private PlanCodec() {}

  static byte[] encode(Plan plan) {
    TreeMap<String, Json> observed = new TreeMap<>();
    plan.observed().forEach((host, seen) -> observed.put(host, observed(seen)));
    Json.ObjectBuilder out =
        Json.object()
            .put("format", Plan.FORMAT)
            .put("run", plan.run().value())
            .put("kind", plan.kind().text())
            .put("service", plan.service())
            .put("created_at", plan.createdAt().toString())
            .put("reference", plan.reference())
            .put("transfer", plan.transfer())
            .put(
                "hold_before", Json.strings(plan.holdBefore().stream().map(StepId::value).toList()))
            .put("hosts", Json.strings(plan.hosts()))
            .put("observed", new Json.Obj(observed))
            .put("steps", new Json.Arr(plan.steps().stream().map(PlanCodec::step).toList()))
            .put(
                "settings", new Json.Arr(plan.settings().stream().map(PlanCodec::setting).toList()))
            .put("clients_note", plan.clientsNote())
            .put("undo_note", plan.undoNote());
    if (plan.kind() == PlanKind.GIVE_WAY) {
      out.put("keep", plan.keep())
          .put("give_way", Json.strings(plan.giveWay()))
          .put("overlap", plan.overlap());
    }
    if (plan.kind() == PlanKind.ADD_HOST) {
      out.put("give_way", Json.strings(plan.giveWay()));
    }
    if (plan.kind() == PlanKind.ACCEPT) {
      out.put("accepts", new Json.Arr(plan.accepts().stream().map(PlanCodec::accepted).toList()));
    }
    if (plan.kind().mayGoWithout()) {
      out.put("without", Json.strings(plan.without()));
    }
    return CanonicalJson.encode(out.build());
  }

  private static Json accepted(Accepted change) {
    return Json.object()
        .put("file", change.file())
        .put("was", change.was())
        .put("is", change.is())
        .build();
  }

  private static Json observed(Observed seen) {
    return Json.object()
        .put("fingerprints", Json.strings(seen.fingerprints()))
        .put("identity", seen.identity())
        .put("secring_sha256", seen.secring())
        .put("soundness", seen.soundness())
        .put("kms", seen.kms())
        .put("only_here", Json.strings(seen.onlyHere()))
        .build();
  }

  private static Json step(PlannedStep step) {
    return Json.object()
        .put("id", step.id().value())
        .put("title", step.title())
        .put("hosts", Json.strings(step.hosts()))
        .put("effect", step.changes() ? CHANGES : NOTHING)
        .put("skipped", step.skipped())
        .put("detail", step.detail())
        .build();
  }

  static Plan decode(byte[] payload) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(payload, "plan").format(Plan.FORMAT);
    try {
      Plan plan = plan(fields);
      fields.end();
      return plan;
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord("plan: " + e.getMessage(), e);
    }
  }

  private static Plan plan(RecordFields fields) throws MalformedRecord {
    List<String> hosts = fields.strings("hosts");
    PlanKind kind = PlanKind.parse(fields.string("kind"));
    boolean givesWay = kind == PlanKind.GIVE_WAY;
    return new Plan(
        new RunId(fields.string("run")),
        kind,
        fields.string("service"),
        fields.instant("created_at"),
        fields.string("reference"),
        fields.string("transfer"),
        fields.strings("hold_before").stream().map(StepId::new).toList(),
        hosts,
        kind.mayGoWithout() ? fields.strings("without") : List.of(),
        observed(fields.record("observed"), hosts),
        givesWay ? fields.string("keep") : "",
        givesWay || kind == PlanKind.ADD_HOST ? fields.stringMap("give_way") : new TreeMap<>(),
        givesWay && fields.bool("overlap"),
        kind == PlanKind.ACCEPT ? accepts(fields) : List.of(),
        steps(fields),
        settings(fields),
        fields.string("clients_note"),
        fields.string("undo_note"));
  }

  private static List<Accepted> accepts(RecordFields fields) throws MalformedRecord {
    List<Accepted> accepts = new ArrayList<>();
    for (RecordFields one : fields.records("accepts")) {
      accepts.add(new Accepted(one.string("file"), one.string("was"), one.string("is")));
      one.end();
    }
    return accepts;
  }

  private static SortedMap<String, Observed> observed(RecordFields fields, List<String> hosts)
      throws MalformedRecord {
    TreeMap<String, Observed> observed = new TreeMap<>();
    for (String host : hosts) {
      RecordFields one = fields.record(host);
      observed.put(
          host,
          new Observed(
              one.strings("fingerprints"),
              one.string("identity"),
              one.string("secring_sha256"),
              one.string("soundness"),
              one.string("kms"),
              one.strings("only_here")));
      one.end();
    }
    fields.end();
    return observed;
  }

  private static List<PlannedStep> steps(RecordFields fields) throws MalformedRecord {
    List<PlannedStep> steps = new ArrayList<>();
    for (RecordFields one : fields.records("steps")) {
      String effect = one.string("effect");
      if (!effect.equals(CHANGES) && !effect.equals(NOTHING)) {
        throw new MalformedRecord("plan: effect: " + effect + " (expected: changes or nothing)");
      }
      steps.add(
          new PlannedStep(
              new StepId(one.string("id")),
              one.string("title"),
              one.strings("hosts"),
              effect.equals(CHANGES),
              one.string("skipped"),
              one.string("detail")));
      one.end();
    }
    return steps;
  }

  private static Json setting(SettingPlan setting) {
    return Json.object()
        .put("step", setting.step().value())
        .put("host", setting.host())
        .put("file", setting.file())
        .put("property", setting.property())
        .put("value", setting.value())
        .build();
  }

  private static List<SettingPlan> settings(RecordFields fields) throws MalformedRecord {
    List<SettingPlan> settings = new ArrayList<>();
    for (RecordFields one : fields.records("settings")) {
      settings.add(
          new SettingPlan(
              new StepId(one.string("step")),
              one.string("host"),
              one.string("file"),
              one.string("property"),
              one.string("value")));
      one.end();
    }
    return settings;
  }
}
