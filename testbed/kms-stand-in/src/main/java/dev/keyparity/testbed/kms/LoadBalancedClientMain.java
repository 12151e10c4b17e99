package dev.keyparity.testbed.kms;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.apache.hadoop.crypto.key.KeyProviderCryptoExtension.CryptoExtension;
import org.apache.hadoop.crypto.key.KeyProviderCryptoExtension.EncryptedKeyVersion;
import org.apache.hadoop.crypto.key.KeyProviderFactory;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an ordinary Hadoop client learns of a KMS service through its load-balancing URI, beside
 * what each host says when it is asked alone.
 *
 * <p>One operation is what a client does for a file: it has a fresh data key made and has it
 * decrypted again, both through the URI. It is <em>ok</em> if that worked. It is <em>misled</em> if
 * it worked although at least one host behind the URI, asked directly for the same data key, could
 * not decrypt it: the client was told that all is well and it is not.
 *
 * <p>Usage: {@code LoadBalancedClientMain URI USER OPERATIONS KEY...}, the URI as in {@code
 * kms://http@HOST;HOST:PORT/kms}; the operations take the keys in turn. Prints one JSON object on
 * standard output:
 *
 * <pre>{"operations":48,"ok":48,"misled":48,"refused_by_host":{"127.0.0.1":0,"127.0.0.2":48}}</pre>
 */
public final class LoadBalancedClientMain {
  private static final Logger log = LoggerFactory.getLogger(LoadBalancedClientMain.class);

  private final CryptoExtension balanced;
  private final Map<String, CryptoExtension> direct;
  private final Map<String, Integer> refusedByHost = new LinkedHashMap<>();
  private int operations;
  private int ok;
  private int misled;

  private LoadBalancedClientMain(CryptoExtension balanced, Map<String, CryptoExtension> direct) {
    this.balanced = balanced;
    this.direct = direct;
    direct.keySet().forEach(host -> refusedByHost.put(host, 0));
  }

  public static void main(String[] args) throws IOException {
    if (args.length < 4 || !args[2].matches("[0-9]{1,6}")) {
      System.err.println("usage: LoadBalancedClientMain URI USER OPERATIONS KEY...");
      System.exit(2);
    }
    Configuration conf = configuration();
    UserGroupInformation.setConfiguration(conf);
    UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(args[1]));
    LoadBalancedClientMain client = open(URI.create(args[0]), conf);
    List<String> keys = List.of(args).subList(3, args.length);
    int operations = Integer.parseInt(args[2]);
    for (int i = 0; i < operations; i++) {
      client.operate(keys.get(i % keys.size()));
    }
    System.out.println(client.toJson());
    System.out.flush();
    // Hadoop's client leaves threads behind that would keep the process alive.
    System.exit(0);
  }

  static Configuration configuration() {
    Configuration conf = new Configuration();
    conf.set("hadoop.security.group.mapping", "org.apache.hadoop.security.NullGroupsMapping");
    // A client that hoards data keys asks one host for hundreds at once; here each operation is to
    // meet the next host.
    conf.set("hadoop.security.kms.client.encrypted.key.cache.size", "1");
    conf.set("hadoop.security.kms.client.encrypted.key.cache.low-watermark", "1.0");
    return conf;
  }

  private static LoadBalancedClientMain open(URI uri, Configuration conf) throws IOException {
    Map<String, CryptoExtension> direct = new LinkedHashMap<>();
    for (URI host : hosts(uri)) {
      direct.put(hostName(host), provider(host, conf));
    }
    return new LoadBalancedClientMain(provider(uri, conf), direct);
  }

  /** {@code kms://http@a;b:1/kms} to {@code kms://http@a:1/kms} and {@code kms://http@b:1/kms}. */
  static List<URI> hosts(URI uri) {
    String authority = uri.getRawAuthority();
    int at = authority.indexOf('@');
    int port = authority.lastIndexOf(':');
    if (at < 0 || port < at) {
      throw new IllegalArgumentException(uri + " (expected: kms://http@HOST;HOST:PORT/kms)");
    }
    List<URI> hosts = new ArrayList<>();
    for (String host : authority.substring(at + 1, port).split(";", -1)) {
      hosts.add(
          URI.create(
              uri.getScheme()
                  + "://"
                  + authority.substring(0, at + 1)
                  + host
                  + authority.substring(port)
                  + uri.getRawPath()));
    }
    return hosts;
  }

  private static String hostName(URI host) {
    String authority = host.getRawAuthority();
    return authority.substring(authority.indexOf('@') + 1, authority.lastIndexOf(':'));
  }

  static CryptoExtension provider(URI uri, Configuration conf) throws IOException {
    KeyProvider provider = KeyProviderFactory.get(uri, conf);
    if (provider instanceof CryptoExtension crypto) {
      return crypto;
    }
    throw new IOException(uri + ": no KMS client for it (expected: kms://http@HOST;HOST:PORT/kms)");
  }

  private void operate(String key) {
    operations++;
    EncryptedKeyVersion dataKey;
    try {
      dataKey = balanced.generateEncryptedKey(key);
      balanced.decryptEncryptedKey(dataKey);
    } catch (IOException | GeneralSecurityException | UncheckedIOException e) {
      log.warn("operation {} on {} failed: {}", operations, key, e.toString());
      return;
    }
    ok++;
    if (!everyHostDecrypts(dataKey)) {
      misled++;
    }
  }

  private boolean everyHostDecrypts(EncryptedKeyVersion dataKey) {
    boolean every = true;
    for (Map.Entry<String, CryptoExtension> host : direct.entrySet()) {
      try {
        host.getValue().decryptEncryptedKey(dataKey);
      } catch (IOException | GeneralSecurityException e) {
        log.info("{} refused {}", host.getKey(), dataKey.getEncryptionKeyVersionName(), e);
        refusedByHost.merge(host.getKey(), 1, Integer::sum);
        every = false;
      }
    }
    return every;
  }

  private String toJson() throws IOException {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("operations", operations);
    result.put("ok", ok);
    result.put("misled", misled);
    result.put("refused_by_host", refusedByHost);
    return new ObjectMapper().writeValueAsString(result);
  }
}
