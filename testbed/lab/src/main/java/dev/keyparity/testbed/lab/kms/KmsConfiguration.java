package dev.keyparity.testbed.lab.kms;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands in a host's configuration directory. Property names are Hadoop's (kms-default.xml of
 * 3.4.2) and, in kts-site.xml, those that Cloudera's service descriptor for Key Trustee KMS writes.
 *
 * <p>Users: {@code keyadmin} makes and rolls the customers' keys, {@code hdfs} has data keys made,
 * {@code etl} has them decrypted, and {@code keyparity} does what keyparity needs and no more.
 */
public final class KmsConfiguration {
  public static final String KEY_ADMIN = "keyadmin";
  public static final String HDFS = "hdfs";
  public static final String READER = "etl";
  public static final String KEYPARITY = "keyparity";

  /** The one key that keyparity itself creates and rolls. */
  public static final String PROBE_KEY = "keyparity_probe";

  private KmsConfiguration() {}

  static Map<String, String> kmsSite(KmsService service, String host, HostPaths paths) {
    Map<String, String> site = new LinkedHashMap<>();
    site.put("hadoop.kms.http.host", service.address(host));
    site.put("hadoop.kms.http.port", Integer.toString(service.port()));
    site.put("hadoop.kms.key.provider.uri", "keytrustee://file@" + paths.keyDirectory() + "/");
    site.put("hadoop.kms.authentication.type", "simple");
    site.put("hadoop.kms.cache.enable", Boolean.toString(service.cache()));
    // Data keys made in advance: enough to be the real thing, few enough not to be felt on a small
    // machine.
    site.put("hadoop.security.kms.encrypted.key.cache.size", "10");
    site.put("hadoop.http.max.threads", "16");
    site.put("hadoop.http.temp.dir", paths.temporary().toString());
    site.put("keyparity.stand-in.host", host);
    site.put("keyparity.stand-in.store", service.store().toString());
    return site;
  }

  static Map<String, String> ktsSite(KmsService service) {
    Map<String, String> site = new LinkedHashMap<>();
    site.put("cloudera.trustee.keyprovider.hostname-ACTIVE", "kts01.example.test:11371");
    site.put("cloudera.trustee.keyprovider.hostname-PASSIVE", "kts02.example.test:11371");
    site.put("cloudera.trustee.keyprovider.org", "example");
    site.put("cloudera.trustee.keyprovider.auth", "stand-in-authorization-code");
    site.put("cloudera.trustee.keyprovider.roundrobin", "true");
    site.put("cloudera.trustee.keyprovider.keylength", Integer.toString(service.keyLength()));
    site.put("cloudera.trustee.keyprovider.protocol", "json-encrypt");
    return site;
  }

  static Map<String, String> coreSite() {
    Map<String, String> site = new LinkedHashMap<>();
    site.put("hadoop.security.authentication", "simple");
    // The lab's users have no groups; without this the server would start a process to ask for
    // them.
    site.put("hadoop.security.group.mapping", "org.apache.hadoop.security.NullGroupsMapping");
    return site;
  }

  /**
   * A value lists users; a single blank admits nobody (an empty value would admit everybody).
   *
   * <p>What keyparity needs: GET_KEYS and GET_METADATA to know what there is, DECRYPT_EEK on every
   * key to ask a host whether it can open a version (it never sees a data key of anyone else's, but
   * the right is what it is), and everything on the probe key but deletion.
   */
  static Map<String, String> acls() {
    Map<String, String> acls = new LinkedHashMap<>();
    String nobody = " ";
    acls.put("hadoop.kms.acl.CREATE", KEY_ADMIN + "," + KEYPARITY);
    acls.put("hadoop.kms.acl.DELETE", KEY_ADMIN);
    acls.put("hadoop.kms.acl.ROLLOVER", KEY_ADMIN + "," + KEYPARITY);
    acls.put("hadoop.kms.acl.GET", nobody);
    acls.put("hadoop.kms.acl.GET_KEYS", KEY_ADMIN + "," + KEYPARITY);
    acls.put("hadoop.kms.acl.GET_METADATA", KEY_ADMIN + "," + HDFS + "," + KEYPARITY);
    acls.put("hadoop.kms.acl.SET_KEY_MATERIAL", nobody);
    acls.put("hadoop.kms.acl.GENERATE_EEK", HDFS + "," + READER + "," + KEYPARITY);
    acls.put("hadoop.kms.acl.DECRYPT_EEK", READER + "," + KEYPARITY);
    acls.put("default.key.acl.MANAGEMENT", KEY_ADMIN);
    acls.put("default.key.acl.GENERATE_EEK", HDFS + "," + READER);
    acls.put("default.key.acl.DECRYPT_EEK", READER);
    acls.put("default.key.acl.READ", "*");
    acls.put("whitelist.key.acl.DECRYPT_EEK", KEYPARITY);
    acls.put("key.acl." + PROBE_KEY + ".MANAGEMENT", KEYPARITY);
    acls.put("key.acl." + PROBE_KEY + ".GENERATE_EEK", KEYPARITY);
    acls.put("key.acl." + PROBE_KEY + ".DECRYPT_EEK", KEYPARITY);
    acls.put("key.acl." + PROBE_KEY + ".READ", KEYPARITY + "," + KEY_ADMIN);
    return acls;
  }

  static String log4j(Path logs) {
    return """
        log4j.rootLogger=INFO, kms
        log4j.appender.kms=org.apache.log4j.FileAppender
        log4j.appender.kms.File=%1$s/kms.log
        log4j.appender.kms.layout=org.apache.log4j.PatternLayout
        log4j.appender.kms.layout.ConversionPattern=%%d{ISO8601} %%p %%c{1} %%m%%n
        log4j.appender.audit=org.apache.log4j.FileAppender
        log4j.appender.audit.File=%1$s/kms-audit.log
        log4j.appender.audit.layout=org.apache.log4j.PatternLayout
        log4j.appender.audit.layout.ConversionPattern=%%d{ISO8601} %%m%%n
        log4j.logger.kms-audit=INFO, audit
        log4j.additivity.kms-audit=false
        log4j.logger.http.requests.kms=WARN
        log4j.logger.com.sun.jersey.server.wadl.generators.WadlGeneratorJAXBGrammarGenerator=OFF
        """
        .formatted(logs);
  }
}
