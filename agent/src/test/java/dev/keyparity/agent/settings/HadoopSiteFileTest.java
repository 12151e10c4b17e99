package dev.keyparity.agent.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.disk.InMemoryDisk;
import dev.keyparity.agent.disk.InMemoryDisk.Survival;
import dev.keyparity.agent.disk.Operation;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.disk.PowerCut;
import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HadoopSiteFileTest {
  private static final Path FILE = Path.of("/conf/kms-site.xml");
  private static final Path COPIES = Path.of("/state/settings/kms-prod");
  private static final byte[] NONCE = {1, 2, 3};
  private static final String SITE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- managed by hand: <property> in a comment is none -->
      <configuration>
        <property>
          <name>first</name>
          <value>one &amp; only</value> <!-- keep me -->
        </property>

      \t<property><name> second </name><value/><description>two</description></property>
        <property>
          <name>final.one</name><value>fixed</value><final>true</final>
        </property>
        <property><name>third</name><value><![CDATA[a<b]]></value></property>
      </configuration>
      <!-- the end -->
      """;

  private final InMemoryDisk disk = new InMemoryDisk();
  private final HadoopSiteFile site =
      new HadoopSiteFile(disk, FILE, COPIES, Ownership.of("kms", "kms", "0640"));

  @BeforeEach
  void makeDirectories() {
    disk.put(Path.of("/conf"), Kind.DIRECTORY, "", 0755);
    disk.put(Path.of("/state"), Kind.DIRECTORY, "", 0700);
  }

  private void has(String text) {
    has(text, UTF_8);
  }

  private void has(String text, Charset charset) {
    disk.putFile(FILE, text.getBytes(charset), 0604);
  }

  private String text() {
    return new String(disk.require(FILE).content(), UTF_8);
  }

  private HadoopSiteFile.Change write(String name, String value) {
    return site.write(new TreeMap<>(Map.of(name, value)), site.digest());
  }

  private String read(String name) {
    return site.read(List.of(name), NONCE).get(0).shownValue().orElse("(not set)");
  }

  @Test
  void read_everyWayToWriteAValue_isUnderstood() {
    has(SITE);
    assertThat(read("first")).isEqualTo("one & only");
    assertThat(read("second")).isEmpty();
    assertThat(read("third")).isEqualTo("a<b");
    assertThat(read("fourth")).isEqualTo("(not set)");
    assertThat(site.read(List.of("final.one"), NONCE).get(0).isFinal()).isTrue();
    assertThat(site.read(List.of("first"), NONCE).get(0).file())
        .isEqualTo(FileDigest.of(SITE.getBytes(UTF_8)));
  }

  @Test
  void write_oneProperty_leavesEverythingElseByteForByte() {
    has(SITE);
    write("first", "changed <&>");
    assertThat(text()).isEqualTo(SITE.replace("one &amp; only", "changed &lt;&amp;&gt;"));
    assertThat(read("first")).isEqualTo("changed <&>");

    write("second", "now set");
    assertThat(text()).contains("<value>now set</value><description>two</description>");
    write("third", "plain");
    assertThat(text()).contains("<name>third</name><value>plain</value>");
  }

  @Test
  void write_newProperty_standsAtTheEnd() {
    has(SITE);
    write("fourth", "4");
    assertThat(text())
        .isEqualTo(
            SITE.replace(
                "</configuration>",
                "  <property>\n    <name>fourth</name>\n    <value>4</value>\n  </property>\n"
                    + "</configuration>"));
  }

  @Test
  void write_severalAtOnce_areAllThere() {
    has(SITE);
    site.write(new TreeMap<>(Map.of("first", "1", "third", "3", "fifth", "5")), site.digest());
    assertThat(read("first") + read("third") + read("fifth")).isEqualTo("135");
  }

  @Test
  void write_twice_isLikeOnce() {
    has(SITE);
    HadoopSiteFile.Change first = write("fourth", "4");
    disk.inject(operation -> {});
    HadoopSiteFile.Change second = write("fourth", "4");
    assertThat(second.file()).isEqualTo(first.file());
    assertThat(second.copy()).isNull();
    assertThat(disk.operations()).isEmpty();
  }

  @Test
  void write_keepsOwnerAndModeAndACopyOfTheOldFile() {
    has(SITE);
    HadoopSiteFile.Change change = write("first", "1");
    assertThat(disk.require(FILE).mode()).isEqualTo(0604);
    assertThat(disk.require(FILE).owner()).isEqualTo("kms");
    Path copy = java.util.Objects.requireNonNull(change.copy());
    assertThat(copy).hasParentRaw(COPIES);
    assertThat(disk.require(copy).content()).isEqualTo(SITE.getBytes(UTF_8));
    assertThat(disk.require(copy).mode()).isEqualTo(0600);
    assertThat(change.file()).isEqualTo(site.digest());
  }

  @Test
  void write_whereThereIsNoFile_makesOne() {
    HadoopSiteFile.Change change = write("first", "1");
    assertThat(read("first")).isEqualTo("1");
    assertThat(change.copy()).isNull();
    assertThat(disk.require(FILE).mode()).isEqualTo(0640);
    assertThat(disk.require(FILE).owner()).isEqualTo("kms");
  }

  @Test
  void write_anotherFileThanExpected_isRefused() {
    has(SITE);
    assertFails(
        () -> site.write(new TreeMap<>(Map.of("first", "1")), FileDigest.ABSENT),
        ErrorCode.DIGEST_MISMATCH);
    assertThat(text()).isEqualTo(SITE);
  }

  @Test
  void write_finalPropertyWithAnotherValue_isRefused() {
    has(SITE);
    assertFails(() -> write("final.one", "else"), ErrorCode.CONFLICT);
    assertThat(text()).isEqualTo(SITE);
    assertThat(write("final.one", "fixed").copy()).isNull();
  }

  @Test
  void write_propertyThatStandsTwice_changesTheOneThatCounts() {
    String twice =
        "<configuration><property><name>a</name><value>1</value></property>"
            + "<property><name>a</name><value>2</value></property></configuration>";
    has(twice);
    assertThat(read("a")).isEqualTo("2");
    write("a", "3");
    assertThat(text()).isEqualTo(twice.replace("<value>2<", "<value>3<"));
    assertThat(read("a")).isEqualTo("3");
  }

  @Test
  void write_emptyConfiguration_isOpened() {
    has("<configuration/>");
    write("a", "1");
    assertThat(read("a")).isEqualTo("1");
    has("<configuration></configuration>");
    write("a", "1");
    assertThat(read("a")).isEqualTo("1");
  }

  @Test
  void write_otherLineEndsAndEncodings_areKept() {
    has("<configuration>\r\n</configuration>\r\n");
    write("a", "1");
    assertThat(text()).doesNotContainPattern("[^\r]\n");

    has("\uFEFF<configuration>\n</configuration>\n");
    write("a", "ä");
    assertThat(text()).startsWith("\uFEFF<conf");
    assertThat(read("a")).isEqualTo("ä");

    String latin =
        """
        <?xml version='1.0' encoding='ISO-8859-1'?>
        <!-- ü -->
        <configuration>
        </configuration>
        """;
    has(latin, ISO_8859_1);
    write("a", "ö");
    assertThat(new String(disk.require(FILE).content(), ISO_8859_1)).contains("<!-- ü -->", "ö");
    assertThat(read("a")).isEqualTo("ö");
    assertFails(() -> write("a", "€"), ErrorCode.CONFIG_INVALID);
  }

  @Test
  void file_thatIsNotUnderstood_isNeitherReadNorWritten() {
    for (String strange :
        List.of(
            "",
            "<configuration>",
            "<other/>",
            "<configuration><property><name>a</name></configuration>",
            "<!DOCTYPE configuration [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                + "<configuration><property><name>a</name><value>&x;</value></property>"
                + "</configuration>",
            "<configuration><property><name>a</name><value>&x;</value></property></configuration>",
            "<configuration xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='b.xml'/>"
                + "</configuration>",
            "<configuration><property name='a' value='1'/></configuration>",
            "<configuration><configuration/></configuration>",
            "<configuration><property><name>a</name><name>b</name><value>1</value></property>"
                + "</configuration>",
            "<?xml version='1.0' encoding='UTF-16'?><configuration/>")) {
      has(strange);
      assertFails(() -> read("a"), ErrorCode.CONFIG_INVALID);
      assertFails(() -> write("a", "2"), ErrorCode.CONFIG_INVALID);
      assertThat(text()).isEqualTo(strange);
    }
    disk.putFile(FILE, new byte[] {'<', (byte) 0xff, (byte) 0xfe, '>'}, 0600);
    assertFails(() -> read("a"), ErrorCode.CONFIG_INVALID);
  }

  @Test
  void documentType_isRefusedByEachOfTheTwoReaders() {
    for (String site :
        List.of(
            "<!DOCTYPE configuration><configuration></configuration>",
            "<!DOCTYPE configuration SYSTEM 'file:///etc/passwd'><configuration/>")) {
      assertThatThrownBy(() -> SiteParser.parse(site)).isInstanceOf(MalformedSiteFile.class);
      assertThatThrownBy(() -> SiteScanner.scan(site)).isInstanceOf(MalformedSiteFile.class);
    }
  }

  @Test
  void secretProperty_isShownAsSealedOnly() {
    has(
        "<configuration><property><name>cloudera.trustee.keyprovider.auth</name>"
            + "<value>hunter2</value></property><property><name>ssl.keystore.password</name>"
            + "<value>hunter2</value></property></configuration>");
    SettingReading auth = site.read(List.of("cloudera.trustee.keyprovider.auth"), NONCE).get(0);
    SettingReading password = site.read(List.of("ssl.keystore.password"), NONCE).get(0);
    assertThat(auth.isSecret()).isTrue();
    assertThat(auth.shownValue()).isEmpty();
    assertThat(auth.sealedValue()).hasSize(64).isEqualTo(password.sealedValue());
    assertThat(auth.toString()).doesNotContain("hunter2");
    SettingReading otherNonce =
        site.read(List.of("cloudera.trustee.keyprovider.auth"), new byte[] {9}).get(0);
    assertThat(otherNonce.sealedValue()).isNotEqualTo(auth.sealedValue());
  }

  @Test
  void mechanismNames_areNoSecrets() {
    assertThat(SecretNames.isSecret("hadoop.kms.authentication.signer.secret.provider")).isFalse();
    assertThat(SecretNames.isSecret("hadoop.kms.authentication.zk-dt-secret-manager.enable"))
        .isFalse();
    assertThat(SecretNames.isSecret("hadoop.security.key.provider.path")).isFalse();
    assertThat(SecretNames.isSecret("ssl.server.keystore.keypassword")).isTrue();
  }

  @Test
  void malformedFile_errorDoesNotQuoteIt() {
    has("<configuration><property><name>p</name><value>hunter2</valu></property></configuration>");
    assertThatThrownBy(() -> read("p")).hasMessageNotContaining("hunter2");
  }

  @Test
  void linkOrHardLink_isRefused() {
    has(SITE);
    disk.hardLink(Path.of("/conf/other"), FILE);
    assertFails(() -> read("first"), ErrorCode.UNREADABLE);
    disk.put(FILE, Kind.SYMBOLIC_LINK, "/etc/shadow", 0777);
    assertFails(() -> read("first"), ErrorCode.UNREADABLE);
    assertFails(
        () -> site.write(new TreeMap<>(Map.of("a", "1")), FileDigest.ABSENT), ErrorCode.UNREADABLE);
  }

  @Test
  void somebodyElseWriting_justBeforeTheRename_isNoticed() {
    has(SITE);
    boolean[] done = {false};
    FileDigest before = site.digest();
    disk.inject(
        operation -> {
          if (operation.kind() == Operation.Kind.SYNC_FILE && operation.path().endsWith("/new")) {
            done[0] = true;
            disk.putFile(FILE, "<configuration/>".getBytes(UTF_8), 0600);
          }
        });
    assertFails(() -> site.write(new TreeMap<>(Map.of("a", "1")), before), ErrorCode.FILE_CHANGING);
    assertThat(done[0]).isTrue();
    assertThat(text()).isEqualTo("<configuration/>");
  }

  @Test
  void powerCut_beforeEachOperation_leavesTheOldOrTheNewFileAndACopyOfTheOld() {
    for (Survival survival : Survival.values()) {
      for (int k = 1; k <= 40; k++) {
        HadoopSiteFileTest fresh = new HadoopSiteFileTest();
        fresh.makeDirectories();
        fresh.has(SITE);
        FileDigest before = fresh.site.digest();
        fresh.disk.cutPowerBefore(k);
        try {
          fresh.site.write(new TreeMap<>(Map.of("first", "1")), before);
        } catch (PowerCut expected) {
          fresh.disk.restart(survival, new Random(k));
        }
        fresh.disk.inject(operation -> {});
        String after = fresh.text();
        assertThat(after).isIn(SITE, SITE.replace("one &amp; only", "1"));
        if (!after.equals(SITE)) {
          assertThat(fresh.disk.files().entrySet())
              .anyMatch(
                  e ->
                      e.getKey().startsWith(COPIES.toString())
                          && new String(e.getValue(), UTF_8).equals(SITE));
        }
        fresh.write("first", "1");
        assertThat(fresh.disk.require(Path.of("/conf")).entries()).containsOnlyKeys("kms-site.xml");
      }
    }
  }

  @Test
  void fullDisk_isNamedAndLeavesTheFile() {
    has(SITE);
    FileDigest before = site.digest();
    disk.failFrom(1, Operation::needsRoom, "No space left on device");
    assertFails(() -> site.write(new TreeMap<>(Map.of("a", "1")), before), ErrorCode.DISK_FULL);
    assertThat(text()).isEqualTo(SITE);
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
