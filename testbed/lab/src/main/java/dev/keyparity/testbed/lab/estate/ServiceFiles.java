package dev.keyparity.testbed.lab.estate;

import dev.keyparity.testbed.lab.kms.KmsHost;
import java.nio.file.Path;
import java.util.List;

/** Service files as an operator writes them. */
public final class ServiceFiles {
  private final Path directory;
  private final Estate estate;
  private final String zooKeeper;

  public ServiceFiles(Path directory, Estate estate, String zooKeeper) {
    this.directory = directory;
    this.estate = estate;
    this.zooKeeper = zooKeeper;
  }

  public Path of(String service, SplitService split) {
    return of(service, split.hosts());
  }

  public Path of(String service, List<KmsHost> hosts) {
    KmsHost first = hosts.get(0);
    StringBuilder yaml = new StringBuilder();
    String user = System.getProperty("user.name");
    yaml.append(
        """
        service: %s
        profile: keytrustee-kms
        mode: standalone
        # On one machine each host has directories of its own; the agents' configurations name them.
        key_directory: %s
        config_directory: %s
        owner: %s
        group: %s
        zookeeper: {connect: "%s", path: /%s}
        policy: {on_drift: alert, approvals: 1}
        probe_key: keyparity_probe
        hosts:
        """
            .formatted(
                service,
                first.paths().keyDirectory(),
                first.paths().configuration(),
                user,
                ConfigFiles.group(),
                zooKeeper,
                service));
    for (KmsHost host : hosts) {
      yaml.append(
          "  - {name: %s, agent: \"%s\", kms: \"%s\"}%n"
              .formatted(host.name(), estate.agentAddresses().get(host.name()), host.uri()));
    }
    return Workplace.write(directory.resolve(service + ".yaml"), yaml.toString());
  }
}
