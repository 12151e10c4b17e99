package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings of a KMS and of its clients that matter for high availability. Pure.
 *
 * <p>Names as the Hadoop KMS and the Key Trustee key provider have them (Hadoop 3: {@code
 * KMSAuthenticationFilter}, {@code ZKDelegationTokenSecretManager}; kts-site.xml of CDH 5 and 6).
 */
public final class KmsSettings {
  public static final String KMS_SITE = "kms-site.xml";
  public static final String KTS_SITE = "kts-site.xml";
  public static final String KMS_ACLS = "kms-acls.xml";
  public static final String CORE_SITE = "core-site.xml";
  public static final String HDFS_SITE = "hdfs-site.xml";

  /** What clients of Hadoop 3 read. */
  public static final String CLIENT_PROVIDER = "hadoop.security.key.provider.path";

  /** What HDFS of CDH 5 reads. */
  public static final String HDFS_PROVIDER = "dfs.encryption.key.provider.uri";

  private static final String SIGNER = "hadoop.kms.authentication.signer.secret.provider";
  private static final String TOKENS = "hadoop.kms.authentication.zk-dt-secret-manager";
  private static final String SIGNER_AUTH = SIGNER + ".zookeeper.auth.type";
  private static final String TOKENS_AUTH = TOKENS + ".zkAuthType";
  private static final String NO_AUTH = "none";

  /** One property of one file. */
  public record Name(String file, String property) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int byFile = file.compareTo(other.file);
      return byFile != 0 ? byFile : property.compareTo(other.property);
    }

    @Override
    public String toString() {
      return file + ": " + property;
    }
  }

  /**
   * A setting as a host has it.
   *
   * @param value empty where secret or absent
   * @param sealed of a secret: equal on two hosts that were asked together exactly if the values
   *     are
   * @param fileSha256 of the whole file it stands in; {@code absent} if there is none
   */
  public record Seen(
      Name name, boolean present, String value, boolean secret, String sealed, String fileSha256) {

    /** What two hosts must have in common: never a secret itself. */
    public String comparable() {
      return !present ? "" : secret ? "sealed:" + sealed : "=" + value;
    }
  }

  /** What must be the same on every host before the same key can work on all of them. */
  public static final List<Name> REVIEWED =
      List.of(
          new Name(KTS_SITE, "cloudera.trustee.keyprovider.hostname-ACTIVE"),
          new Name(KTS_SITE, "cloudera.trustee.keyprovider.hostname-PASSIVE"),
          new Name(KTS_SITE, "cloudera.trustee.keyprovider.org"),
          new Name(KTS_SITE, "cloudera.trustee.keyprovider.auth"),
          new Name(KTS_SITE, "cloudera.trustee.keyprovider.roundrobin"));

  /** Who signs cookies: {@code zookeeper}, or {@code random}, which is also the default. */
  public static final Name COOKIE_SIGNER = new Name(KMS_SITE, SIGNER);

  /** Whether delegation tokens are kept in ZooKeeper: {@code true}; by default they are not. */
  public static final Name TOKEN_MANAGER = new Name(KMS_SITE, TOKENS + ".enable");

  /**
   * Where cookie secrets and tokens are kept. The token manager works with the signer's connection,
   * so its own connection string says nothing.
   */
  public static final List<Name> SHARED_PLACES =
      List.of(
          new Name(KMS_SITE, SIGNER + ".zookeeper.connection.string"),
          new Name(KMS_SITE, SIGNER + ".zookeeper.path"),
          new Name(KMS_SITE, TOKENS + ".znodeWorkingPath"));

  /** How the KMS shows who it is to the ensemble; the signer's is {@code none} by default. */
  public static final List<Name> ENSEMBLE_AUTHENTICATION =
      List.of(new Name(KMS_SITE, SIGNER_AUTH), new Name(KMS_SITE, TOKENS_AUTH));

  /**
   * Who may do what, those that show, change or lose keys. Of one that is not there or is empty
   * Hadoop makes {@code *}: everybody ({@code KMSACLs}, {@code Configuration.get} with a default).
   */
  public static final List<Name> ACCESS =
      Stream.of("CREATE", "DELETE", "ROLLOVER", "GET", "SET_KEY_MATERIAL", "DECRYPT_EEK")
          .map(operation -> new Name(KMS_ACLS, "hadoop.kms.acl." + operation))
          .toList();

  private KmsSettings() {}

  /** Which of these settings are not the same on all hosts. */
  public static List<Name> differing(Collection<Map<Name, Seen>> hosts, Collection<Name> compared) {
    return compared.stream()
        .filter(name -> hosts.stream().map(host -> comparable(host, name)).distinct().count() > 1)
        .toList();
  }

  private static String comparable(Map<Name, Seen> host, Name name) {
    Seen seen = host.get(name);
    return seen == null ? "" : seen.comparable();
  }

  /** What makes hosts share cookies and delegation tokens; read to see what is missing. */
  public static List<Name> zooKeeperNames() {
    return zooKeeper(new KmsZooKeeper("", "/"), Map.of()).keySet().stream().toList();
  }

  /**
   * What each host's kms-site.xml must say so that they share cookies and delegation tokens.
   *
   * @param onReference how the reference host has these now: a way to authenticate that is set
   *     there is kept
   */
  public static SortedMap<Name, String> zooKeeper(
      KmsZooKeeper ensemble, Map<Name, Seen> onReference) {
    TreeMap<Name, String> wanted = new TreeMap<>();
    put(wanted, SIGNER, "zookeeper");
    put(wanted, SIGNER + ".zookeeper.connection.string", ensemble.connect());
    put(wanted, SIGNER + ".zookeeper.path", ensemble.path());
    put(wanted, SIGNER_AUTH, kept(SIGNER_AUTH, onReference));
    put(wanted, TOKENS + ".enable", "true");
    put(wanted, TOKENS + ".zkConnectionString", ensemble.connect());
    put(wanted, TOKENS + ".znodeWorkingPath", workingPath(ensemble.path()));
    put(wanted, TOKENS_AUTH, kept(TOKENS_AUTH, onReference));
    return Collections.unmodifiableSortedMap(wanted);
  }

  /** Whether a setting leaves znodes of the KMS to be read and changed by anybody. */
  public static boolean leavesOpen(Name name, String value) {
    boolean authentication =
        name.property().equals(SIGNER_AUTH) || name.property().equals(TOKENS_AUTH);
    return authentication && value.equals(NO_AUTH);
  }

  /** The address under which clients find all hosts: {@code kms://https@h1;h2:port/kms}. */
  public static String clientProvider(ServiceSpec spec) {
    URI first = spec.hosts().get(0).kms();
    String hosts =
        String.join(";", spec.hosts().stream().map(host -> host.kms().getHost()).toList());
    return "kms://%s@%s:%d%s".formatted(first.getScheme(), hosts, first.getPort(), first.getPath());
  }

  /** Whether one address can name all hosts: same scheme, port and path. */
  public static boolean canShareAddress(ServiceSpec spec) {
    return spec.hosts().stream()
            .map(
                host ->
                    "%s:%d%s"
                        .formatted(
                            host.kms().getScheme(), host.kms().getPort(), host.kms().getPath()))
            .distinct()
            .count()
        == 1;
  }

  private static void put(Map<Name, String> wanted, String property, String value) {
    wanted.put(new Name(KMS_SITE, property), value);
  }

  private static String kept(String property, Map<Name, Seen> onReference) {
    Seen seen = onReference.get(new Name(KMS_SITE, property));
    return seen != null && seen.present() ? seen.value() : NO_AUTH;
  }

  /** Relative: the secret manager puts it under the session's own root. */
  private static String workingPath(String path) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    return (relative.isEmpty() ? "" : relative + "/") + "zkdtsm";
  }
}
