package dev.keyparity.testbed.lab.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsServiceTest {
  @TempDir Path directory;

  @Test
  void service_ofThreeHosts_isOnThreeLoopbackAddressesAndOnePort() {
    KmsService service = KmsService.ofHosts(directory, 3);

    assertThat(service.names()).containsExactly("kms1", "kms2", "kms3");
    assertThat(service.loadBalancingUri())
        .isEqualTo("kms://http@127.0.0.1;127.0.0.2;127.0.0.3:" + service.port() + "/kms");
    assertThat(service.port()).isBetween(15_000, 31_999);
  }

  @Test
  void kmsSite_hasTheHostsOwnAddressAndDirectories_andTheServicesCacheSetting() {
    KmsService service = KmsService.ofHosts(directory, 2).withCache(false);
    HostPaths paths = new HostPaths(service.directory().resolve("kms2"));

    Map<String, String> site = KmsConfiguration.kmsSite(service, "kms2", paths);

    assertThat(site)
        .containsEntry("hadoop.kms.http.host", "127.0.0.2")
        .containsEntry("hadoop.kms.http.port", Integer.toString(service.port()))
        .containsEntry("hadoop.kms.cache.enable", "false")
        .containsEntry(
            "hadoop.kms.key.provider.uri",
            "keytrustee://file@" + service.directory() + "/kms2/keytrustee/.keytrustee/");
  }

  @Test
  void directory_thatAShellWouldTakeApart_isRefused() {
    assertThatThrownBy(
            () -> new KmsService(Path.of("/tmp/a b"), Map.of("kms1", "127.0.0.1"), 1, 2048, true))
        .hasMessageContaining("/tmp/a b");
  }

  @Test
  void siteXml_withMarkupInAValue_isWellFormedAndSaysTheSame() throws Exception {
    Path file = directory.resolve("kms-site.xml");

    SiteXml.write(file, "about", Map.of("a.b", "1 < 2 & \"3\" > 2"));

    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(document.getElementsByTagName("value").item(0).getTextContent())
        .isEqualTo("1 < 2 & \"3\" > 2");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
