package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.inventory.AgentAddress;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.wording.InstallationFault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands that mend what was found, with the names of this installation in them. Pure. */
final class Remedies {
  private final Installation installation;
  private final ServiceSpec spec;

  Remedies(Installation installation) {
    this.installation = installation;
    this.spec = installation.spec();
  }

  /** The remark with its commands, each with what it is for after some spaces. */
  Remark addTo(Remark remark) {
    List<String> all = new ArrayList<>(remark.whatToDo());
    all.removeIf(String::isBlank);
    InstallationFault.ofCode(remark.code())
        .ifPresent(fault -> all.addAll(commands(fault, remark.host())));
    return new Remark(
        remark.code(),
        remark.isWarning(),
        remark.host(),
        remark.seen(),
        all.stream().distinct().toList());
  }

  private List<String> commands(InstallationFault fault, String host) {
    return switch (fault) {
      case AGENT_UNREACHABLE,
          AGENT_CERTIFICATE,
          AGENT_CONFIGURATION,
          AGENT_VERSION,
          EFFECTS_REFUSED,
          INSTALL_INTERRUPTED,
          CERTIFICATE_EXPIRING,
          CLOCK,
          HOST_CHECK ->
          ofAgent(fault, host);
      case PROFILE,
          KEY_DIRECTORY_UNREADABLE,
          KEY_DIRECTORY_ELSEWHERE,
          KEY_DIRECTORY_CHANGING,
          KEY_FILE_ACCESS,
          KEY_FILES,
          GPG_LEFTOVERS ->
          ofKeyDirectory(fault, host);
      case NO_RECOVERY_KEY ->
          List.of(
              "keyparity recovery-key list " + spec.service(),
              "keyparity recovery-key prove " + spec.service());
      case NO_BACKUP -> List.of("keyparity backup create " + spec.service());
      case SHARED_HOST ->
          List.of(
              "keyparity service apply -f FILE   with a host more, or on machines of their own");
      default -> ofKms(fault, host);
    };
  }

  private List<String> ofAgent(InstallationFault fault, String host) {
    AgentAddress agent = spec.agentOf(host).orElse(new AgentAddress("HOST", 7417));
    String restart = "systemctl restart keyparity-agent   on " + host;
    String issue =
        "keyparity pki issue agent %s --host %s --dir CA --out DIR   and copy tls.key and tls.crt to it"
            .formatted(host, agent.host());
    return switch (fault) {
      case AGENT_UNREACHABLE ->
          List.of(
              "systemctl status keyparity-agent   on %s says whether it runs".formatted(host),
              "nc -vz %s %d   on the coordinators' hosts says whether the port is open to them"
                  .formatted(agent.host(), agent.port()));
      case AGENT_CERTIFICATE ->
          List.of(
              "openssl s_client -connect %s:%d </dev/null | openssl x509 -noout -text   shows what it presents"
                  .formatted(agent.host(), agent.port()),
              issue);
      case AGENT_CONFIGURATION ->
          List.of(
              "keyparity-agent --check-config --config /etc/keyparity/agent.yaml   on %s, with group: %s"
                      .formatted(host, "of coordinator.yaml")
                  + " and a service of this name",
              restart);
      case AGENT_VERSION ->
          List.of("keyparity version   here; keyparity-agent --version on the hosts");
      case CERTIFICATE_EXPIRING -> List.of(issue);
      case CLOCK ->
          List.of(
              "chronyc tracking   on %s and on the leader's host".formatted(host),
              "timedatectl set-ntp true   lets it follow a time server");
      case EFFECTS_REFUSED, INSTALL_INTERRUPTED -> List.of(restart);
      default -> List.of("journalctl -u keyparity-agent -n 50   on %s has more".formatted(host));
    };
  }

  private List<String> ofKeyDirectory(InstallationFault fault, String host) {
    String path = directory(host);
    String inspect =
        "keyparity keyring inspect %s   on %s, as root: files, owners, modes".formatted(path, host);
    return switch (fault) {
      case PROFILE, KEY_DIRECTORY_ELSEWHERE ->
          List.of(
              "keyparity service apply -f FILE   if agent.yaml of %s is right".formatted(host),
              "systemctl restart keyparity-agent   on %s, after a change of its agent.yaml"
                  .formatted(host));
      case KEY_DIRECTORY_UNREADABLE ->
          List.of("namei -l %s   on %s shows where it is barred".formatted(path, host), inspect);
      case KEY_DIRECTORY_CHANGING ->
          List.of("lsof +D %s   on %s says who has files open there".formatted(path, host));
      case KEY_FILE_ACCESS ->
          List.of(
              inspect,
              "chown -R %s:%s %s   on %s".formatted(spec.owner(), spec.group(), path, host),
              "chmod -R u=rwX,g=,o= %s   on %s".formatted(path, host));
      case GPG_LEFTOVERS ->
          List.of(
              inspect,
              "keyparity backup create %s   before you remove them; and find out who runs gpg there"
                  .formatted(spec.service()));
      default -> List.of(inspect);
    };
  }

  private String directory(String host) {
    return installation.reports().stream()
        .filter(report -> report.getHost().equals(host))
        .map(HostReport::getKeyDirectory)
        .map(directory -> directory.getPath())
        .filter(path -> !path.isEmpty())
        .findFirst()
        .orElse(spec.keyDirectory().toString());
  }

  private List<String> ofKms(InstallationFault fault, String host) {
    Optional<URI> kms = spec.host(host).map(ServiceSpec.Host::kms);
    String apply = "keyparity service apply -f FILE   after a change of the service file";
    return switch (fault) {
      case KMS_UNREACHABLE ->
          List.of(
              "curl -v '%s/v1/keys/names?user.name=%s'   on the leader's host; where TLS fails see kms.ca_file"
                  .formatted(kms.map(URI::toString).orElse("ADDRESS"), installation.kmsUser()),
              "ss -ltnp 'sport = :%d'   on %s says who listens there"
                  .formatted(kms.map(URI::getPort).orElse(0), host));
      case KMS_ELSEWHERE ->
          List.of(
              "getent ahosts %s   on the leader's host"
                  .formatted(kms.map(URI::getHost).orElse(hosts())),
              apply);
      case KMS_USER ->
          List.of("keyparity survey " + spec.service() + "   names what is still refused");
      case KMS_ZOOKEEPER ->
          List.of(
              "echo srvr | nc %s   for each of its servers"
                  .formatted(
                      spec.zookeeper()
                          .map(KmsZooKeeper::connect)
                          .map(it -> it.split("[,/]", 2)[0].replace(':', ' '))
                          .orElse("ZOOKEEPER 2181")),
              apply);
      case SETTINGS_UNREAD ->
          List.of(
              "keyparity-agent --check-config --config /etc/keyparity/agent.yaml   on " + host,
              "systemctl restart keyparity-agent   on %s, after a change".formatted(host));
      case SETTINGS_DIFFER ->
          List.of(
              "grep -A1 NAME %s/%s   on each host, with the property's name"
                  .formatted(spec.configDirectory(), KmsSettings.KTS_SITE));
      case COOKIE_SIGNER, TOKEN_MANAGER, TOKENS_APART -> shareThroughZooKeeper(apply);
      case OPEN_ZNODES ->
          List.of(
              "vi %s/%s   on each host: sasl instead of none, with keytab and principal; then restart its KMS"
                  .formatted(spec.configDirectory(), KmsSettings.KMS_SITE));
      case OPEN_ACL ->
          List.of(
              "vi %s/%s   on %s: name who may; a single blank means nobody; it is read again by itself"
                  .formatted(spec.configDirectory(), KmsSettings.KMS_ACLS, host));
      default -> List.of();
    };
  }

  private List<String> shareThroughZooKeeper(String apply) {
    String enable =
        "keyparity enable %s --reference %s   shows what it would write, then asks"
            .formatted(spec.service(), spec.hostNames().get(0));
    return spec.zookeeper().isPresent() ? List.of(enable) : List.of(apply, enable);
  }

  private String hosts() {
    List<String> names = new ArrayList<>();
    spec.hosts().forEach(host -> names.add(host.kms().getHost()));
    return String.join(" ", names);
  }
}
