package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.workflow.StepId;

/** The ids of all steps: stored, signed and shown, never renamed. */
public final class StepIds {
  public static final StepId PREFLIGHT = new StepId("preflight");
  public static final StepId BACKUP = new StepId("backup");
  public static final StepId SURVEY = new StepId("survey");
  public static final StepId DIVERGENCE = new StepId("divergence");
  public static final StepId ZOOKEEPER_READY = new StepId("zookeeper-ready");
  public static final StepId ADD_HOSTS = new StepId("add-hosts");
  public static final StepId REVIEW_SETTINGS = new StepId("review-settings");
  public static final StepId ZOOKEEPER_DEPENDENCY = new StepId("zookeeper-dependency");
  public static final StepId SYNCHRONIZE_KEY = new StepId("synchronize-key");
  public static final StepId VERIFY_PARITY = new StepId("verify-parity");
  public static final StepId RESTART_KMS = new StepId("restart-kms");
  public static final StepId DEPLOY_CLIENT_CONFIG = new StepId("deploy-client-config");
  public static final StepId RESTART_CLUSTER = new StepId("restart-cluster");
  public static final StepId REMOVE_HOST = new StepId("remove-host");
  public static final StepId VALIDATE_KEY_OPERATIONS = new StepId("validate-key-operations");
  public static final StepId WATCH = new StepId("watch");

  private StepIds() {}
}
