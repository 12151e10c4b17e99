package dev.keyparity.cli.signing;

import static dev.keyparity.cli.signing.DraftReview.require;

import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds acts against the plan: of an install, which bytes go, which come, from where, and whose key
 * gives way; of a setting, that its value is the one the plan shows. Pure.
 */
final class ActReview {
  private static final Set<String> BOUNDS =
      Set.of("replaces", "installs", "identity", "gives_way", "source");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");
  private static final String NONE = "none";
  private static final String SECRING = "secring.gpg";

  private final PlanDocument plan;
  private final @Nullable IdentityStatement statement;

  ActReview(PlanDocument plan, @Nullable IdentityStatement statement) {
    this.plan = plan;
    this.statement = statement;
  }

  /**
   * @param ofStep the hosts on which the act's step acts
   */
  void reviewBounds(Act act, String name, List<String> ofStep) {
    switch (act.verb()) {
      case INSTALL -> reviewInstall(act, name);
      case WRITE_SETTING, WRITE_CLIENT_CONFIG -> reviewSetting(act, name);
      case OVERRIDE_PERMIT -> reviewLeftOut(act, name, ofStep);
      case ADD_HOST, REMOVE_HOST -> new MembershipReview(plan, statement).reviewAct(act, name);
      case STOP, START ->
          require(act.bounds().isEmpty(), name + ": bounds " + act.bounds() + " (expected: none)");
      default -> {
        // Shown with all its bounds; there is nothing of the plan to hold them against.
      }
    }
  }

  private void reviewInstall(Act act, String name) {
    SortedMap<String, String> bounds = act.bounds();
    require(
        bounds.keySet().equals(BOUNDS),
        name + ": bounds " + bounds.keySet() + " (expected: " + BOUNDS + ")");
    PlanDocument.Observed target = plan.observed().get(act.host());
    PlanDocument.Observed source = plan.observed().get(bounds.get("source"));
    require(target != null, name + ": the plan did not observe that host");
    require(source != null, name + ": source " + bounds.get("source") + " was not observed");
    if (target == null || source == null) {
      return;
    }
    require(
        target.secringSha256().equals(bounds.get("replaces")),
        name + ": replaces other bytes than the plan observed there");
    require(
        source.secringSha256().equals(bounds.get("installs")),
        name + ": installs other bytes than the plan observed on the source");
    require(
        String.valueOf(source.identity()).equals(bounds.get("identity")),
        name + ": installs another key than the plan observed on the source");
    reviewSource(act, name, source);
    reviewGivesWay(act, name, target, source);
  }

  /**
   * Only a host that the plan leaves out, and only for the stop of one that it repairs; or, where
   * stops may overlap, one that is down or gives way, for the stop of one that gives way.
   */
  private void reviewLeftOut(Act act, String name, List<String> ofStep) {
    PlanDocument.Observed observed = plan.observed().get(act.host());
    boolean overlaps =
        plan.overlap()
            && (plan.giveWay().containsKey(act.host())
                || (observed != null && observed.kms().equals("down")));
    require(
        overlaps || plan.without().contains(act.host()),
        name + " (expected: one of " + plan.without() + ", which the plan leaves out)");
    List<String> stopped = plan.overlap() ? List.copyOf(plan.giveWay().keySet()) : ofStep;
    require(
        stopped.stream().anyMatch(host -> act.bounds().equals(Map.of("for", host))),
        name + ": bounds " + act.bounds() + " (expected: for one of " + stopped + ")");
  }

  /** The warrant names a value by its digest alone; what is shown is the plan's. */
  private void reviewSetting(Act act, String name) {
    Optional<PlanDocument.Setting> setting = settingOf(act, plan);
    require(
        setting.isPresent(),
        name + ": " + act.bounds() + " (expected: a setting of the plan, with its value)");
    require(
        setting.stream().noneMatch(it -> CONTROL.matcher(it.property() + it.value()).find()),
        name + ": a setting with control characters, which cannot be shown as it is");
  }

  /** The setting of the plan that an act writes: same step, host, file, property and value. */
  static Optional<PlanDocument.Setting> settingOf(Act act, PlanDocument plan) {
    return plan.settings().stream()
        .filter(
            setting ->
                setting.step().equals(act.step())
                    && setting.host().equals(act.host())
                    && act.bounds()
                        .equals(
                            Map.of(
                                "file", setting.file(),
                                "property", setting.property(),
                                "value_sha256", Sha256.hex(setting.value()))))
        .findFirst();
  }

  private void reviewSource(Act act, String name, PlanDocument.Observed source) {
    String host = String.valueOf(act.bounds().get("source"));
    require(
        plan.kind().equals("repair") || plan.isSource(host),
        name + ": source " + host + " (expected: the plan's reference)");
    String keep = plan.keep();
    require(
        keep == null || source.holds(keep), name + ": the source does not hold the key to keep");
    IdentityStatement approved = statement;
    if (approved != null) {
      require(
          approved.keyIdentity().equals(act.bounds().get("identity"))
              && String.valueOf(approved.files().get(SECRING)).equals(act.bounds().get("installs")),
          name + ": installs another key than the statement approves");
    }
  }

  /** A foreign key may only be replaced where the plan, and so the operator, names it. */
  private void reviewGivesWay(
      Act act, String name, PlanDocument.Observed target, PlanDocument.Observed source) {
    String givesWay = String.valueOf(act.bounds().get("gives_way"));
    boolean foreign =
        target.fingerprints().stream().anyMatch(fingerprint -> !source.holds(fingerprint));
    if (!foreign) {
      require(givesWay.equals(NONE), name + ": gives way: " + givesWay + " (expected: none)");
      return;
    }
    require(
        target.holds(givesWay),
        name
            + ": would replace "
            + target.fingerprints().get(0)
            + ", and it is not that which gives way");
    if (!plan.kind().equals("repair")) {
      require(
          givesWay.equals(plan.giveWay().get(act.host())),
          name + ": gives way: " + givesWay + " (expected: as named by the operator)");
    }
  }
}
