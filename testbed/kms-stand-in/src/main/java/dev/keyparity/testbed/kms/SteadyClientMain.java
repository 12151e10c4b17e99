package dev.keyparity.testbed.kms;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PrivilegedExceptionAction;
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

/**
 * A Hadoop client that works without pause until it is ended: it has data keys made and decrypted
 * through the load-balancing URI, now and then has a key made, and uses that, too, from then on.
 *
 * <p>Usage: {@code SteadyClientMain URI ADMINISTRATOR USER PAUSE-MS FILE KEY...}. Each operation is
 * a line of JSON at the end of the file, written when it is over:
 *
 * <pre>{"at_ms":1790000000000,"took_ms":12,"kind":"use","key":"payroll","failure":""}</pre>
 *
 * <p>Kinds: {@code use}; {@code create}. Hadoop's client does not repeat the creation of a key when
 * the answer is lost, because it cannot know whether there is one now. This client then looks and,
 * if there is none, asks once more, as an administrator would; the kind is {@code create-again}.
 */
public final class SteadyClientMain {
  private static final int USES_PER_KEY = 60;
  private static final int BITS = 128;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CryptoExtension crypto;
  private final UserGroupInformation administrator;
  private final KeyProvider administered;
  private final BufferedWriter out;
  private final List<String> keys;
  private int made;

  private SteadyClientMain(
      CryptoExtension crypto,
      UserGroupInformation administrator,
      KeyProvider administered,
      BufferedWriter out,
      List<String> keys) {
    this.crypto = crypto;
    this.administrator = administrator;
    this.administered = administered;
    this.out = out;
    this.keys = new ArrayList<>(keys);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 6 || !args[3].matches("[0-9]{1,6}")) {
      System.err.println("usage: SteadyClientMain URI ADMINISTRATOR USER PAUSE-MS FILE KEY...");
      System.exit(2);
    }
    Configuration conf = LoadBalancedClientMain.configuration();
    UserGroupInformation.setConfiguration(conf);
    UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(args[2]));
    URI uri = URI.create(args[0]);
    UserGroupInformation administrator = UserGroupInformation.createRemoteUser(args[1]);
    // A client acts as whoever opened it.
    KeyProvider administered =
        administrator.doAs(
            (PrivilegedExceptionAction<KeyProvider>) () -> KeyProviderFactory.get(uri, conf));
    CryptoExtension crypto = LoadBalancedClientMain.provider(uri, conf);
    try (BufferedWriter out =
        Files.newBufferedWriter(
            Path.of(args[4]), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      new SteadyClientMain(
              crypto, administrator, administered, out, List.of(args).subList(5, args.length))
          .work(Long.parseLong(args[3]));
    }
  }

  private void work(long pause) throws IOException, InterruptedException {
    for (long turn = 1; ; turn++) {
      if (turn % USES_PER_KEY == 0) {
        create("client-" + ProcessHandle.current().pid() + "-" + ++made);
      } else {
        use(keys.get((int) (turn % keys.size())));
      }
      Thread.sleep(pause);
    }
  }

  private void use(String key) throws IOException {
    long begun = System.currentTimeMillis();
    String failure = "";
    try {
      EncryptedKeyVersion dataKey = crypto.generateEncryptedKey(key);
      crypto.decryptEncryptedKey(dataKey);
    } catch (IOException | GeneralSecurityException | UncheckedIOException e) {
      failure = e.toString();
    }
    note(begun, "use", key, failure);
  }

  private void create(String key) throws IOException, InterruptedException {
    long begun = System.currentTimeMillis();
    String kind = "create";
    String failure = attempt(key);
    if (!failure.isEmpty()) {
      kind = "create-again";
      failure = isThere(key) ? "" : attempt(key);
    }
    if (failure.isEmpty()) {
      keys.add(key);
    }
    note(begun, kind, key, failure);
  }

  private String attempt(String key) throws InterruptedException {
    Configuration conf = new Configuration(false);
    KeyProvider.Options options = KeyProvider.options(conf).setBitLength(BITS);
    try {
      administrator.doAs(
          (PrivilegedExceptionAction<Object>) () -> administered.createKey(key, options));
      return "";
    } catch (IOException | UncheckedIOException e) {
      return e.toString();
    }
  }

  private boolean isThere(String key) throws InterruptedException {
    try {
      return administrator.doAs(
          (PrivilegedExceptionAction<Boolean>) () -> administered.getMetadata(key) != null);
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private void note(long begun, String kind, String key, String failure) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at_ms", begun);
    line.put("took_ms", System.currentTimeMillis() - begun);
    line.put("kind", kind);
    line.put("key", key);
    line.put("failure", failure);
    out.write(JSON.writeValueAsString(line));
    out.newLine();
    out.flush();
  }
}
