package dev.keyparity.testbed.lab.estate;

import dev.keyparity.testbed.lab.kms.KmsConfiguration;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.kms.KmsRest;
import dev.keyparity.testbed.lab.kms.KmsService;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A KMS service as it is found after the usual mishap: one host has served keys for months, the
 * others were added, started too early and made keys of their own.
 */
public final class SplitService {
  private static final int RING_BITS = 2048;
  private static final Duration START = Duration.ofSeconds(90);

  /**
   * An agent that comes later believes that a KMS serves what its file holds only if the file is
   * clearly older than the process. On a quick machine gpg's last write and the start were not
   * further apart than the kernel's clocks can tell (100 ms), and the run rightly stood still.
   */
  private static final Duration CLEARLY_OLDER = Duration.ofMillis(500);

  private final KmsService service;
  private final List<KmsHost> hosts;

  private SplitService(KmsService service, List<KmsHost> hosts) {
    this.service = service;
    this.hosts = hosts;
  }

  /** Every host gets a ring of its own from gpg, and its KMS serves. */
  public static SplitService start(
      Path directory, int hosts, StartedProcesses started, Narrator narrator) {
    KmsService service = KmsService.ofHosts(directory, hosts);
    List<KmsHost> all = KmsHost.createAll(service, started);
    // RSA keys are made side by side; the KMS start one after the other wins nothing on two cores.
    all.parallelStream()
        .forEach(
            host ->
                GpgRing.make(
                    host.paths().keyDirectory(), "keytrustee (client) " + host.name(), RING_BITS));
    Pause.of(CLEARLY_OLDER);
    for (KmsHost host : all) {
      narrator.say(
          "%s holds %s"
              .formatted(
                  host.name(), GpgRing.list(host.paths().keyDirectory()).get(0).fingerprint()));
      host.launch();
    }
    boolean serving =
        narrator.await(
            "waiting for %d Hadoop KMS to serve".formatted(all.size()),
            START,
            () -> all.stream().allMatch(host -> host.as(KmsConfiguration.KEYPARITY).isServing()));
    EstateFailure.check(serving, "not every KMS serves: " + all.get(0).lastWords());
    return new SplitService(service, all);
  }

  /** Keys that one host made, as {@code name → versions}. */
  public void makeKeys(KmsHost host, Map<String, Integer> versions) {
    KmsRest admin = host.as(KmsConfiguration.KEY_ADMIN);
    versions.forEach(
        (key, count) -> {
          admin.create(key);
          for (int i = 1; i < count; i++) {
            admin.roll(key);
          }
        });
  }

  public KmsService service() {
    return service;
  }

  public List<KmsHost> hosts() {
    return hosts;
  }

  public KmsHost host(String name) {
    return hosts.stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new EstateFailure("host: " + name + " (expected: one of " + hosts + ")"));
  }

  public String fingerprint(String host) {
    return GpgRing.list(host(host).paths().keyDirectory()).get(0).fingerprint();
  }
}
