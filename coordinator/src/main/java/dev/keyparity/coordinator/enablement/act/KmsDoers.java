package dev.keyparity.coordinator.enablement.act;

import dev.keyparity.coordinator.enablement.SurveyFacts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.evidence.ForgottenVersions;
import dev.keyparity.coordinator.evidence.MatrixEvidence;
import dev.keyparity.coordinator.evidence.VersionRanges;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.KmsAnswer;
import dev.keyparity.coordinator.kms.KmsClient;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.wording.Counted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** What is asked of the KMS hosts themselves, and of their ensemble. */
final class KmsDoers {
  private final EnablementActs.Ports ports;

  KmsDoers(EnablementActs.Ports ports) {
    this.ports = ports;
  }

  ActResult survey(Scene scene) {
    World world = scene.world();
    SurveyResult survey = ports.questions().survey(scene.spec(), worthAsking(world));
    ports
        .evidence()
        .recordSurvey(
            scene.token(),
            scene.order().service(),
            survey.withUnasked(world.plan().without(), tookNoPart(scene)));
    SortedSet<KeyVersion> givenUp = ports.evidence().forgotten(scene.order().service()).versions();
    SortedMap<String, String> facts =
        SurveyFacts.of(survey, givenUp, without(scene), scene.spec().probeKey());
    SurveyFacts counted = SurveyFacts.in(facts);
    return ActResult.done(
        "%s asked about %s%s"
            .formatted(
                Counted.of(survey.hosts().size(), "host"),
                Counted.of(counted.versions(), "key version"),
                Counted.besides(counted.givenUp())),
        facts);
  }

  private static String tookNoPart(Scene scene) {
    return "took no part in run " + scene.order().run();
  }

  /** A host that holds no key and runs no KMS has nothing to say. */
  private static List<String> worthAsking(World world) {
    return world.hosts().stream()
        .filter(host -> world.fresh(host).filter(HostFacts::hasNothingToLose).isEmpty())
        .toList();
  }

  private static List<String> without(Scene scene) {
    String named = scene.argument("without");
    return named.isEmpty() ? List.of() : List.of(named.split(","));
  }

  ActResult giveUpProbe(Scene scene) {
    SortedSet<KeyVersion> versions = VersionRanges.parse(scene.argument("versions"));
    Instant now = ports.clock().instant();
    ports
        .evidence()
        .forget(
            scene.token(),
            scene.order().service(),
            before -> {
              ForgottenVersions all = before;
              for (KeyVersion version : versions) {
                all =
                    all.with(
                        new ForgottenVersions.Entry(
                            version,
                            scene.world().plan().kind() == PlanKind.REMOVE_HOST
                                ? "sealed by the key of a host that left"
                                : "sealed by a key that gave way",
                            "run " + scene.order().run(),
                            now,
                            ""));
              }
              return all;
            });
    return ActResult.done("given up: " + VersionRanges.format(versions));
  }

  ActResult checkEnsemble(Scene scene) {
    KmsZooKeeper declared = scene.spec().zookeeper().orElseThrow();
    KmsEnsemble.Health health = ports.ensemble().check(declared);
    return health.usable()
        ? ActResult.done(health.sentence())
        : ActResult.notDone(
            "zookeeper-not-ready",
            "ZooKeeper of the KMS at %s: %s".formatted(declared.connect(), health.sentence()),
            "bring an ensemble up there (three servers, reachable from every KMS host), then:"
                + " keyparity run resume",
            Next.ASK_OPERATOR);
  }

  /**
   * Created once and never deleted: the vendor's key servers delete softly, and a name comes back.
   */
  ActResult createProbe(Scene scene) {
    String probe = scene.spec().probeKey();
    KmsClient client = client(scene);
    KmsAnswer<KmsClient.KeyMetadata> there = client.metadata(probe);
    if (there.isAnswered()) {
      return ActResult.done(probe + ": there already");
    }
    if (there.kind() != KmsAnswer.Kind.NO_SUCH_KEY) {
      return refused(client, "be asked about " + probe, there);
    }
    KmsAnswer<KmsClient.KeyMetadata> created = client.create(probe);
    return created.isAnswered()
        ? ActResult.done(probe + ": created on " + client.host())
        : refused(client, "create " + probe, created);
  }

  /** Rolled twice after a lost reply it only has one version more: harmless. */
  ActResult rollProbe(Scene scene) {
    String probe = scene.spec().probeKey();
    KmsClient client = client(scene);
    KmsAnswer<KeyVersion> rolled = client.roll(probe);
    return rolled
        .value()
        .map(
            version ->
                ActResult.done("rolled to " + version, Map.of("version", version.toString())))
        .orElseGet(() -> refused(client, "roll " + probe, rolled));
  }

  ActResult matrix(Scene scene) {
    KeyVersion fresh = KeyVersion.parse(scene.argument("fresh"));
    // A host that did not roll it may still encrypt under the version it remembers.
    for (ServiceSpec.Host host : scene.spec().hosts()) {
      var unused = ports.clients().of(host.name(), host.kms()).invalidateCache(fresh.key());
    }
    MatrixResult matrix = ports.questions().matrix(scene.spec(), Optional.of(fresh));
    String service = scene.order().service();
    ports
        .evidence()
        .recordMatrix(
            scene.token(),
            service,
            new MatrixEvidence.Taken(
                ports.statements().generation(service),
                matrix.withUnasked(scene.world().plan().without(), tookNoPart(scene))));
    long proven = matrix.pairs().stream().filter(pair -> pair.ok() && !pair.memoryOnly()).count();
    String failures =
        matrix.pairs().stream()
            .filter(pair -> !pair.ok() || pair.memoryOnly())
            .limit(20)
            .map(
                pair ->
                    "%s to %s: %s"
                        .formatted(
                            pair.encryptedOn(),
                            pair.decryptedOn(),
                            pair.ok() ? "from memory only" : pair.error()))
            .collect(Collectors.joining("; "));
    boolean remembers = matrix.pairs().stream().anyMatch(pair -> pair.ok() && pair.memoryOnly());
    if (remembers) {
      return ActResult.notDone(
          "matrix-from-memory",
          "not proven, hosts still remember an older version of %s: %s"
              .formatted(fresh.key(), failures),
          "keyparity run resume tries again once their caches have run out",
          Next.RETRY);
    }
    return ActResult.done(
        "%d of %s decrypt".formatted(proven, Counted.of(matrix.pairs().size(), "pair")),
        Map.of(
            "pairs", Integer.toString(matrix.pairs().size()),
            "ok", Long.toString(proven),
            "failures", failures));
  }

  private KmsClient client(Scene scene) {
    ServiceSpec.Host host =
        scene.spec().host(scene.world().plan().reference()).orElse(scene.spec().hosts().get(0));
    return ports.clients().of(host.name(), host.kms());
  }

  private static ActResult refused(KmsClient client, String what, KmsAnswer<?> answer) {
    boolean passes = answer.kind() == KmsAnswer.Kind.UNREACHABLE;
    String way =
        answer.kind() == KmsAnswer.Kind.NOT_PERMITTED
            ? "allow it in kms-acls.xml (docs/operations/probe-key.md), then: keyparity run resume"
            : "keys are created and rolled only while every Key Trustee Server is up; then:"
                + " keyparity run resume";
    return ActResult.notDone(
        answer.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
        "%s could not %s: %s".formatted(client.host(), what, answer.detail()),
        way,
        passes ? Next.RETRY : Next.ASK_OPERATOR);
  }
}
