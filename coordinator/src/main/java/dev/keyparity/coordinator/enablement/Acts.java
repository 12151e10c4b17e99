package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.enablement.plan.Plan.SettingPlan;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.Act;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The acts of all steps by name. The names are part of request ids and stand in journals: never
 * renamed.
 */
public final class Acts {
  public static final String BACKUP = "backup";
  public static final String COPY = "copy";
  public static final String SURVEY = "survey";
  public static final String GIVE_UP_PROBE = "give-up-probe-versions";
  public static final String CHECK_ENSEMBLE = "check-ensemble";
  public static final String COMPARE_SETTINGS = "compare-settings";
  public static final String WRITE_SETTING = "write-setting";
  public static final String PUT_STATEMENT = "put-statement";
  public static final String RECORD_STATEMENT = "record-statement";
  public static final String REREAD = "reread";
  public static final String VERIFY = "verify";
  public static final String STOP = "stop";
  public static final String START = "start";
  public static final String INSTALL = "install";
  public static final String RUN_DEPENDANT = "run-dependant";
  public static final String CREATE_PROBE = "create-probe";
  public static final String ROLL_PROBE = "roll-probe";
  public static final String MATRIX = "matrix";

  /** What a report act learned. */
  public static final String SECRING = "secring_sha256";

  public static final String IDENTITY = "identity";
  public static final String SOUNDNESS = "soundness";

  public static final String KMS = "kms";

  /** What a start learned: the key identity that the new process serves. */
  public static final String SERVING = "serving_identity";

  /** What a backup act learned. */
  public static final String BACKUP_ID = "backup";

  /** Where a copy is stored, and of which backup. */
  public static final String COPIED_TO = "to";

  /** What an agent advises where an act failed. */
  public static final String WHAT_TO_DO = "what_to_do";

  private Acts() {}

  /** Before the name of a property among the arguments of a write. */
  public static final String PROPERTY = "property:";

  /** A host may get several files: which one is part of the act's name. All changes are of one. */
  public static Act writeSettings(List<SettingPlan> changes) {
    SettingPlan first = changes.get(0);
    TreeMap<String, String> arguments = new TreeMap<>();
    arguments.put("file", first.file());
    changes.forEach(change -> arguments.put(PROPERTY + change.property(), change.value()));
    return Act.of(WRITE_SETTING + ":" + first.file(), first.host(), arguments);
  }

  /** A host may restart several dependants: which one is part of the act's name. */
  public static Act runDependant(ServiceSpec.Dependant dependant) {
    return Act.of(
        RUN_DEPENDANT + ":" + dependant.restart(),
        dependant.host(),
        Map.of("name", dependant.restart()));
  }

  /** The kind of an act: its name without what tells it from others of the kind. */
  public static String kindOf(Act act) {
    int colon = act.name().indexOf(':');
    return colon < 0 ? act.name() : act.name().substring(0, colon);
  }
}
