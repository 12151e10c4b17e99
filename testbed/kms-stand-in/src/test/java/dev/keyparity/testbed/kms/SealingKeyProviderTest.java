package dev.keyparity.testbed.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.apache.hadoop.crypto.key.KeyProvider.KeyVersion;
import org.apache.hadoop.crypto.key.KeyProvider.Options;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts over one store: kms1 and kms2 hold different rings, twin holds kms1's. */
class SealingKeyProviderTest {
  private static final Configuration CONF = new Configuration(false);

  @TempDir Path directory;
  private KeyProvider kms1;
  private KeyProvider kms2;
  private KeyProvider twin;

  @BeforeEach
  void makeHosts() throws Exception {
    kms1 = host(Rings.ONE.write(directory.resolve("kms1")));
    kms2 = host(Rings.OTHER.write(directory.resolve("kms2")));
    twin = host(directory.resolve("kms1").resolve(HostRing.SECRET_RING));
  }

  private KeyProvider host(Path secretRing) throws IOException {
    return new SealingKeyProvider(
        CONF, Rings.read(secretRing), SharedStore.open(directory.resolve("store")), Rings.CLOCK);
  }

  @Test
  void createdKey_onEveryHost_isListedWithItsMetadata() throws Exception {
    kms1.createKey("payroll", options().setDescription("wages"));

    for (KeyProvider host : List.of(kms1, kms2, twin)) {
      assertThat(host.getKeys()).containsExactly("payroll");
      KeyProvider.Metadata metadata = host.getMetadata("payroll");
      assertThat(metadata.getCipher()).isEqualTo("AES/CTR/NoPadding");
      assertThat(metadata.getBitLength()).isEqualTo(128);
      assertThat(metadata.getDescription()).isEqualTo("wages");
      assertThat(metadata.getAttributes()).isEqualTo(Map.of("key.acl.name", "payroll"));
      assertThat(metadata.getCreated().toInstant()).isEqualTo(Rings.CLOCK.instant());
      assertThat(metadata.getVersions()).isEqualTo(1);
    }
  }

  @Test
  void createdKey_opensWhereTheRingIsTheSameAndNowhereElse() throws Exception {
    KeyVersion created = kms1.createKey("payroll", options());

    assertThat(material(twin, "payroll@0")).isEqualTo(created.getMaterial());
    assertThat(twin.getCurrentKey("payroll").getMaterial()).isEqualTo(created.getMaterial());
    assertThatThrownBy(() -> kms2.getKeyVersion("payroll@0")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> kms2.getCurrentKey("payroll")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> kms2.getKeyVersions("payroll")).isInstanceOf(IOException.class);
  }

  @Test
  void rolledKey_byAHostThatCannotOpenIt_opensVersionByVersionPerHost() throws Exception {
    KeyVersion first = kms1.createKey("payroll", options());
    KeyVersion second = kms2.rollNewVersion("payroll");

    assertThat(second.getVersionName()).isEqualTo("payroll@1");
    assertThat(material(kms1, "payroll@0")).isEqualTo(first.getMaterial());
    assertThat(material(kms2, "payroll@1")).isEqualTo(second.getMaterial());
    assertThatThrownBy(() -> kms1.getKeyVersion("payroll@1")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> kms2.getKeyVersion("payroll@0")).isInstanceOf(IOException.class);
  }

  @Test
  void versionThatDoesNotExist_isNullNotAnError() throws Exception {
    kms1.createKey("payroll", options());

    for (String name : List.of("payroll@1", "payroll@-1", "payroll@00", "payroll@", "other@0")) {
      assertThat(kms2.getKeyVersion(name)).as(name).isNull();
    }
    assertThat(kms1.getMetadata("other")).isNull();
    assertThat(kms1.getKeyVersions("other")).isEmpty();
  }

  @Test
  void name_ofAnyCharacters_isKeptApartFromOthers() throws Exception {
    List<String> names =
        List.of(".", "..", "a/b", "a%2Fb", "A", "a", "ä ö", "with@sign", "*", "x.json");
    for (String name : names) {
      kms1.createKey(name, options());
    }

    assertThat(kms1.getKeys()).containsExactlyInAnyOrderElementsOf(names);
    for (String name : names) {
      assertThat(kms1.getKeyVersion(name + "@0").getName()).isEqualTo(name);
    }
    assertThat(directory.resolve("store/keys"))
        .isDirectoryNotContaining(p -> p.endsWith("key.json"));
  }

  @Test
  void name_emptyOrTooLongForAFile_isRefusedAndNotFound() throws Exception {
    for (String name : List.of("", "n".repeat(201))) {
      assertThatThrownBy(() -> kms1.createKey(name, options()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("expected: 1 to 200");
      assertThat(kms1.getMetadata(name)).isNull();
      assertThat(kms1.getKeyVersion(name + "@0")).isNull();
    }
  }

  @Test
  void createKey_takenOrOfAnotherLength_isRefused() throws Exception {
    kms1.createKey("payroll", options());

    assertThatThrownBy(() -> kms2.createKey("payroll", options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> kms1.createKey("short", new byte[8], options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("64 bits of material (expected: 128)");
  }

  @Test
  void deletedKey_isHiddenButStaysStoredAndItsNameTaken() throws Exception {
    kms1.createKey("payroll", options());

    kms2.deleteKey("payroll");

    assertThat(kms1.getKeys()).isEmpty();
    assertThat(kms1.getMetadata("payroll")).isNull();
    assertThat(kms1.getKeyVersion("payroll@0")).isNull();
    assertThat(directory.resolve("store/keys/payroll/0.json")).exists();
    assertThatThrownBy(() -> kms1.createKey("payroll", options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was deleted, its name stays taken");
    assertThatThrownBy(() -> kms1.deleteKey("payroll")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> kms1.rollNewVersion("payroll", new byte[16]))
        .isInstanceOf(IOException.class);
  }

  @Test
  void versionFileLeftByACrash_isReplacedByTheNextRoll() throws Exception {
    kms1.createKey("payroll", options());
    Path orphan = directory.resolve("store/keys/payroll/1.json");
    Files.writeString(orphan, "left before the record counted it");

    assertThat(kms1.getKeyVersion("payroll@1")).isNull();
    KeyVersion rolled = kms1.rollNewVersion("payroll");

    assertThat(material(twin, "payroll@1")).isEqualTo(rolled.getMaterial());
  }

  @Test
  void versionFiles_swapped_areRefused() throws Exception {
    kms1.createKey("payroll", options());
    kms1.createKey("claims", options());
    Files.copy(
        directory.resolve("store/keys/claims/0.json"),
        directory.resolve("store/keys/payroll/0.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> kms1.getKeyVersion("payroll@0"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("claims@0");
  }

  @Test
  void rolls_fromTwoHostsAtOnce_neverShareAVersion() throws Exception {
    kms1.createKey("payroll", options());
    int each = 10;
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Callable<List<String>>> hosts = new ArrayList<>();
      for (KeyProvider host : List.of(kms1, twin)) {
        hosts.add(() -> roll(host, each));
      }
      List<String> names = new ArrayList<>();
      for (Future<List<String>> rolled : pool.invokeAll(hosts)) {
        names.addAll(rolled.get());
      }
      assertThat(names)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, 2 * each).mapToObj(n -> "payroll@" + n).toList());
    } finally {
      pool.shutdownNow();
    }
    assertThat(kms1.getKeyVersions("payroll")).hasSize(1 + 2 * each);
  }

  @Test
  void keyVersion_printed_showsNoMaterial() throws Exception {
    assertThat(kms1.createKey("payroll", options())).hasToString("key(payroll@0)");
    assertThat(kms1.getKeyVersion("payroll@0")).hasToString("key(payroll@0)");
  }

  private static List<String> roll(KeyProvider host, int times) throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      names.add(host.rollNewVersion("payroll").getVersionName());
    }
    return names;
  }

  private static byte[] material(KeyProvider host, String versionName) throws IOException {
    return host.getKeyVersion(versionName).getMaterial();
  }

  private static Options options() {
    return KeyProvider.options(CONF)
        .setCipher("AES/CTR/NoPadding")
        .setBitLength(128)
        .setAttributes(new HashMap<>(Map.of("key.acl.name", "payroll")));
  }
}
