package dev.keyparity.testbed.protections;

import dev.keyparity.testbed.protections.Protection.Cut;
import java.util.List;
import java.util.stream.Stream;

/** Every protection that is taken out. */
final class Catalogue {
  private static final String AGENT = "dev/keyparity/agent/";
  private static final String FLEET = "dev/keyparity/coordinator/fleet/";

  private Catalogue() {}

  static List<Protection> all() {
    return Stream.of(leadership(), stops(), replacements(), keys(), evidence(), starts())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Protection> leadership() {
    return List.of(
        agent(
            "fencing",
            "I3",
            "guard/Fence.java",
            List.of(
                new Cut(
                    """
                        if (!highest.equals(token)) {
                          throw stale(token);
                        }
                    """,
                    "")),
            "guard.FenceTest",
            "guard.ServiceGuardTest"),
        agent(
            "holder binding",
            "I3",
            "guard/Fence.java",
            List.of(new Cut("if (token.epoch() <= floor) {", "if (token.epoch() < floor) {")),
            "guard.FenceTest"),
        coordinator(
            "fence barrier",
            "I3",
            "AgentFenceBarrier.java",
            List.of(new Cut("if (highest >= token.epoch()) {", "if (highest < 0) {")),
            "fleet.FenceBarrierTest"));
  }

  private static List<Protection> stops() {
    return List.of(
        agent(
            "permits",
            "I4",
            "guard/permit/PermitState.java",
            List.of(new Cut("notAll = refusedFor(missing, count, live, rules);", "notAll = null;")),
            "guard.permit.PermitsTest",
            "guard.permit.PermitSearchTest"),
        agent(
            "hosts change by name alone",
            "I4",
            "effect/KeepStatement.java",
            List.of(
                new Cut(
                    ".forEach((host, verb) -> acts.add(Act.of(verb, step, host, bound))));",
                    ".forEach((host, verb) -> {}));")),
            "AgentEffectsIT#statement_thatChangesTheHosts_isKeptOnlyIfEachIsAllowedByName"),
        agent(
            "one member goes on serving",
            "I5",
            "guard/permit/PermitState.java",
            List.of(new Cut(" && count.serving == 0) {", " && count.serving < 0) {")),
            "guard.permit.PermitsTest"),
        agent(
            "hanging stops",
            "I4",
            "effect/StopKms.java",
            List.of(
                new Cut(
                    "      hosted.guard().permits().mayStillEnd(living, hosted.processes().now());\n",
                    "")),
            "HangingStopIT#itHitAYoungerProcess_itsAnswersDoNotEndTheStop"),
        agent(
            "begun stop is renewed",
            "I4",
            "guard/permit/Permits.java",
            List.of(
                new Cut(
                    "    mayStillEnd(living, now);\n    effectUnderWay = true;",
                    "    effectUnderWay = true;")),
            "guard.permit.PermitsTest"),
        agent(
            "stops under way",
            "I4",
            "effect/KmsLooks.java",
            List.of(new Cut("hosted.atWork().isEmpty()", "hosted.stopAtLarge().isEmpty()")),
            "HangingStopIT#aStopIsUnderWay_whatAnswersDoesNotEndTheBegunOne"),
        agent(
            "late stops",
            "I4",
            "effect/StartKms.java",
            List.of(new Cut("    requireNoStopAtLarge();\n", "")),
            "KmsEffectsIT#stopAtLarge_keepsTheHostFromStarting_andItsBegunStopOpen_howeverWellItServes"));
  }

  private static List<Protection> replacements() {
    return List.of(
        agent(
            "stop before replace",
            "I13",
            "store/ReplacementGate.java",
            List.of(
                new Cut("return refutation.flatMap(", "return Optional.<String>empty().flatMap(")),
            "store.InstallGateTest"),
        agent(
            "put back in place: what is left",
            "I13",
            "effect/InstallKey.java",
            List.of(new Cut("&& present.isBeginningOf(next, KEY_FILE);", ";")),
            "PutBackIT#cutFileWithOneOtherByte_isNot"),
        agent(
            "put back in place: what is served",
            "I13",
            "effect/HostedService.java",
            List.of(new Cut(" && new KmsLooks(this).look().serves(identity)", "")),
            "PutBackIT#missingFileUnderAKmsThatServesAnotherKey_isNot"),
        agent(
            "standing warrant: only beginnings are replaced",
            "I2",
            "effect/OnDrift.java",
            List.of(new Cut("if (by.isStanding() && !losesNothing) {", "if (false) {")),
            "StandingWarrantIT#damagedFileThatIsNoBeginningOfTheApprovedOne_isNeverReplaced"),
        agent(
            "standing warrant: what serves rightly goes on",
            "I5",
            "effect/OnDrift.java",
            List.of(
                new Cut(
                    "if (!serving.isKnown() || serving.identity().equals(approved().keyIdentity())) {",
                    "if (false) {")),
            "StandingWarrantIT#kmsThatServesTheApprovedKey_isNotStopped"),
        agent(
            "standing warrant: so often a day",
            "I5",
            "guard/StandingUses.java",
            List.of(new Cut("runs.size() >= MOST_RUNS", "runs.size() < 0")),
            "guard.StandingUsesTest"));
  }

  private static List<Protection> keys() {
    return List.of(
        agent(
            "backup gate",
            "I1",
            "store/ReplacementGate.java",
            List.of(
                new Cut(
                    "if (!ours || found == null || !found.equals(backup.keyFiles().get(name))) {",
                    "if (false) {")),
            "store.InstallGateTest"),
        agent(
            "copy on another host",
            "I1",
            "store/ReplacementGate.java",
            List.of(
                new Cut(
                    "return changesIdentity && !present.keyFile()",
                    "return false && !present.keyFile()")),
            "store.InstallGateTest"),
        new Protection(
            "ciphertext manifest",
            "I1",
            "keyring",
            "dev/keyparity/keyring/container/ContainerReader.java",
            List.of(new Cut("if (!in.digest().equals(expected.sha256())) {", "if (false) {")),
            List.of("dev.keyparity.agent.backup.BackupStoreTest")),
        agent(
            "expected digest",
            "I1",
            "store/ReplacementGate.java",
            List.of(new Cut("return found.equals(replaces)", "return true")),
            "store.InstallGateTest"),
        agent(
            "no key is lost that nobody named",
            "I2",
            "store/ReplacementGate.java",
            List.of(new Cut("return lost.isEmpty() ?", "return true ?")),
            "store.InstallGateTest"));
  }

  private static List<Protection> evidence() {
    return List.of(
        agent(
            "receipts",
            "I6",
            "guard/ServiceGuard.java",
            List.of(
                new Cut(
                    "if (known.isPresent() && known.get().stage().isSettled()) {", "if (false) {"),
                new Cut("    if (known.isPresent()) {\n", "    if (false) {\n")),
            "guard.ServiceGuardTest"),
        agent(
            "overflow rescan",
            "I8",
            "watch/InotifyNotices.java",
            List.of(new Cut("if (event.kind() == OVERFLOW) {", "if (false) {")),
            "watch.InotifyNoticesTest"),
        coordinator(
            "freshness",
            "I8",
            "HostWatch.java",
            List.of(
                new Cut(
                    ": old.compareTo(context.bound()) <= 0 ? Freshness.FRESH : Freshness.STALE;",
                    ": Freshness.FRESH;")),
            "fleet.FleetTest"),
        coordinator(
            "nonce",
            "I8",
            "Exchange.java",
            List.of(
                new Cut("if (!reply.getNonce().equals(envelope.getNonce())) {", "if (false) {")),
            "fleet.FleetTest",
            "fleet.AgentCallsTest"));
  }

  private static List<Protection> starts() {
    return List.of(
        agent(
            "re-verification before a start",
            "I9",
            "effect/StartKms.java",
            List.of(
                new Cut(
                    "    requireOpenGate(hosted.gate(hosted.keys().read().facts(), true));\n", "")),
            "KmsEffectsIT#keyFileChangedWhileTheKmsWasDown_isNotStartedOn"),
        agent(
            "start gate",
            "I9",
            "gate/GateDecision.java",
            List.of(
                new Cut("return finding.answer() != GateFinding.Answer.REFUSE;", "return true;")),
            "gate.StartGateTest",
            "GateMainTest"),
        agent(
            "a host that was taken out does not start",
            "I9",
            "gate/GateDecision.java",
            List.of(new Cut("if (!facts.statement().listsThisHost()) {", "if (false) {")),
            "gate.StartGateTest"),
        agent(
            "state that is not there is not no state",
            "I9",
            "gate/StartGate.java",
            List.of(new Cut("      requireState();\n", "")),
            "gate.StartGateTest"),
        agent(
            "gate override ends",
            "I9",
            "gate/GateOverride.java",
            List.of(new Cut(" || passed >= whole) {", ") {")),
            "gate.GateOverrideTest"));
  }

  private static Protection agent(
      String name, String guards, String source, List<Cut> cuts, String... tests) {
    return of(name, guards, "agent", AGENT + source, cuts, "dev.keyparity.agent.", tests);
  }

  private static Protection coordinator(
      String name, String guards, String source, List<Cut> cuts, String... tests) {
    return of(
        name, guards, "coordinator", FLEET + source, cuts, "dev.keyparity.coordinator.", tests);
  }

  private static Protection of(
      String name,
      String guards,
      String module,
      String source,
      List<Cut> cuts,
      String root,
      String... tests) {
    return new Protection(
        name, guards, module, source, cuts, List.of(tests).stream().map(t -> root + t).toList());
  }
}
