package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.KmsSettings.Seen;
import dev.keyparity.coordinator.enablement.readiness.Installation.Host;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.wording.InstallationFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the settings of the KMS hosts let them stand in for each other. Pure. */
final class SettingChecks {
  /** Its KMS asks Ranger who may do what, and does not look into kms-acls.xml. */
  private static final String RANGER = "ranger-kms-kts";

  private final Installation installation;
  private final Remarks remarks;

  /** Of the hosts that have a kms-site.xml, in the order of the service file. */
  private final Map<String, Map<Name, Seen>> settings = new LinkedHashMap<>();

  private SettingChecks(Installation installation, Remarks remarks) {
    this.installation = installation;
    this.remarks = remarks;
  }

  static void check(Installation installation, Remarks remarks) {
    SettingChecks checks = new SettingChecks(installation, remarks);
    installation.hosts().forEach(checks::read);
    checks.differences();
    if (installation.hosts().size() > 1) {
      checks.sharing();
      checks.places();
    }
    checks.openZnodes();
    installation.hosts().forEach(checks::access);
  }

  private void read(Host host) {
    host.settings().failure().ifPresent(failure -> unread(host.host(), failure));
    host.settings()
        .answer()
        .ifPresent(
            seen -> {
              Seen signer = seen.get(KmsSettings.COOKIE_SIGNER);
              if (signer == null || signer.fileSha256().equals(HostFacts.ABSENT)) {
                remarks.require(
                    false,
                    InstallationFault.SETTINGS_UNREAD,
                    host.host(),
                    "there is no kms-site.xml where its agent looks",
                    "set settings_directory: in agent.yaml to the directory that the KMS reads");
              } else {
                settings.put(host.host(), seen);
              }
            });
  }

  private void unread(String host, KeyparityException failure) {
    remarks.require(
        false,
        InstallationFault.SETTINGS_UNREAD,
        host,
        failure.operatorMessage(),
        failure.whatToDo());
  }

  private void differences() {
    for (Name name : KmsSettings.differing(settings.values(), KmsSettings.REVIEWED)) {
      remarks.require(
          false,
          InstallationFault.SETTINGS_DIFFER,
          "",
          name + " is not the same on " + String.join(", ", settings.keySet()),
          "make it equal on all hosts");
    }
  }

  private void sharing() {
    notShared(InstallationFault.COOKIE_SIGNER, KmsSettings.COOKIE_SIGNER, "zookeeper", "random");
    notShared(InstallationFault.TOKEN_MANAGER, KmsSettings.TOKEN_MANAGER, "true", "false");
  }

  /** Hosts with the same wrong value are told of together. */
  private void notShared(InstallationFault fault, Name name, String wanted, String usual) {
    Map<String, List<String>> hostsByValue = new TreeMap<>();
    settings.forEach(
        (host, seen) -> {
          Optional<String> value = value(seen, name).map(String::strip);
          // A truth value is read in any case; a mechanism's name is not.
          if (value.filter(it -> wanted.equals(truth(it))).isEmpty()) {
            hostsByValue
                .computeIfAbsent(
                    value.orElse("not set, which means " + usual), it -> new ArrayList<>())
                .add(host);
          }
        });
    hostsByValue.forEach(
        (value, hosts) ->
            remarks.require(
                false,
                fault,
                hosts.size() == 1 ? hosts.get(0) : "",
                "%s: %s (expected: %s)%s"
                    .formatted(
                        name,
                        value,
                        wanted,
                        hosts.size() == 1 ? "" : ", on " + String.join(", ", hosts)),
                installation.spec().zookeeper().isPresent()
                    ? "a run writes it on every host, with the other settings that belong to it"
                    : "declare zookeeper: in the service file; then a run writes it on every host"));
  }

  private static String truth(String value) {
    return value.equalsIgnoreCase("true") ? "true" : value;
  }

  private void places() {
    for (Name name : KmsSettings.SHARED_PLACES) {
      Map<String, List<String>> hostsByValue = new TreeMap<>();
      settings.forEach(
          (host, seen) ->
              hostsByValue
                  .computeIfAbsent(
                      value(seen, name).map(SettingChecks::servers).orElse("nothing"),
                      it -> new ArrayList<>())
                  .add(host));
      if (hostsByValue.size() > 1) {
        remarks.require(
            false,
            InstallationFault.TOKENS_APART,
            "",
            "%s: %s"
                .formatted(
                    name,
                    hostsByValue.entrySet().stream()
                        .map(it -> it.getKey() + " on " + String.join(", ", it.getValue()))
                        .collect(Collectors.joining("; "))),
            "make it equal on all hosts; a run writes what the service file has in zookeeper:");
      }
    }
  }

  /** The same servers in another order are the same ensemble. */
  private static String servers(String value) {
    int path = value.indexOf('/');
    String hosts = path < 0 ? value : value.substring(0, path);
    String sorted =
        Arrays.stream(hosts.split(",", -1))
            .map(String::strip)
            .sorted()
            .collect(Collectors.joining(","));
    return path < 0 ? sorted : sorted + value.substring(path);
  }

  private void openZnodes() {
    for (Name name : KmsSettings.ENSEMBLE_AUTHENTICATION) {
      List<String> open =
          settings.entrySet().stream()
              .filter(host -> isShared(host.getValue()))
              .filter(
                  host -> KmsSettings.leavesOpen(name, value(host.getValue(), name).orElse("none")))
              .map(Map.Entry::getKey)
              .toList();
      if (!open.isEmpty()) {
        remarks.warn(
            InstallationFault.OPEN_ZNODES,
            "",
            "%s is none on %s".formatted(name, String.join(", ", open)));
      }
    }
  }

  private static boolean isShared(Map<Name, Seen> seen) {
    return value(seen, KmsSettings.COOKIE_SIGNER).equals(Optional.of("zookeeper"));
  }

  private void access(Host host) {
    if (installation.spec().profile().equals(RANGER)) {
      return;
    }
    host.access()
        .answer()
        .ifPresent(
            seen -> {
              List<String> open =
                  KmsSettings.ACCESS.stream()
                      .filter(name -> isOpen(value(seen, name)))
                      .map(Name::property)
                      .toList();
              if (!open.isEmpty()) {
                remarks.warn(
                    InstallationFault.OPEN_ACL,
                    host.host(),
                    "kms-acls.xml: everybody has %s: not set, empty or *"
                        .formatted(String.join(", ", open)));
              }
            });
  }

  /** A blank is nobody, and empty is everybody. */
  private static boolean isOpen(Optional<String> value) {
    return value.isEmpty() || value.get().isEmpty() || value.get().strip().equals("*");
  }

  private static Optional<String> value(Map<Name, Seen> seen, Name name) {
    return Optional.ofNullable(seen.get(name)).filter(Seen::present).map(Seen::value);
  }
}
