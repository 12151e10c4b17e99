package dev.keyparity.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.proto.coordinator.v1.ApplyServiceReply;
import dev.keyparity.proto.coordinator.v1.ApplyServiceRequest;
import dev.keyparity.proto.coordinator.v1.ListServicesReply;
import dev.keyparity.proto.coordinator.v1.RetireServiceReply;
import dev.keyparity.proto.coordinator.v1.RetireServiceRequest;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceVerbsTest {
  private static final String YAML = "service: kms-prod\nprofile: keytrustee-kms\n";

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void serviceFile() throws IOException {
    file = Files.writeString(temp.resolve("kms-prod.yaml"), YAML);
    admin.answering(
        "ApplyService",
        ApplyServiceReply.newBuilder()
            .setService("kms-prod")
            .setChanged(true)
            .addChanges("hosts: from kms1, kms2 to kms1, kms2, kms3")
            .setVersion(2)
            .build());
  }

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void apply_asksWithADryRunFirstAndSendsTheFileAsItIs() {
    Result result = cli.run("service", "apply", "-f", file.toString(), "--yes");

    Golden.assertMatches("service-apply.txt", result.err() + "---\n" + result.out());
    assertThat(result.exit()).isZero();
    assertThat(admin.requests(ApplyServiceRequest.class))
        .extracting(ApplyServiceRequest::getDryRun)
        .containsExactly(true, false);
    assertThat(admin.requests(ApplyServiceRequest.class))
        .allMatch(request -> request.getServiceFile().toStringUtf8().equals(YAML));
  }

  @Test
  void apply_answerIsNo_changesNothing() {
    Result result = cli.typing("n\n").run("service", "apply", "-f", file.toString());

    assertThat(result.exit()).isEqualTo(7);
    assertThat(admin.requests(ApplyServiceRequest.class)).allMatch(ApplyServiceRequest::getDryRun);
  }

  @Test
  void apply_dryRun_onlyShows() {
    Result result = cli.run("service", "apply", "-f", file.toString(), "--dry-run", "-o", "json");

    Golden.assertMatches("service-apply-dry.json", result.out());
    assertThat(admin.requests(ApplyServiceRequest.class)).hasSize(1);
  }

  @Test
  void apply_sameFileAgain_saysSoAndAsksNothing() {
    admin.answering(
        "ApplyService",
        ApplyServiceReply.newBuilder().setService("kms-prod").setVersion(2).build());

    Result result = cli.run("service", "apply", "-f", file.toString());

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("is declared like this already (version 2)");
  }

  @Test
  void apply_fileIsMissing_isAConfigurationError() {
    Result result = cli.run("service", "apply", "-f", temp.resolve("none.yaml").toString());

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("none.yaml: no such file");
  }

  private void twoServices() {
    admin.answering(
        "ListServices",
        ListServicesReply.newBuilder()
            .addServices(entry("kms-prod"))
            .addServices(entry("kms-dev"))
            .build());
  }

  private static ServiceEntry entry(String name) {
    return ServiceEntry.newBuilder()
        .setService(name)
        .setProfile("keytrustee-kms")
        .setMode("standalone")
        .addHosts("kms1")
        .addHosts("kms2")
        .setVersion(2)
        .setServiceFile(ByteString.copyFromUtf8(YAML))
        .build();
  }

  @Test
  void list_showsEachService() {
    twoServices();

    Golden.assertMatches("service-list.txt", cli.run("service", "list").out());
    Golden.assertMatches("service-list.json", cli.run("service", "list", "-o", "json").out());
  }

  @Test
  void show_printsTheFileSoThatItCanBeAppliedAgain() {
    twoServices();

    assertThat(cli.run("service", "show", "kms-prod").out()).isEqualTo(YAML);
    assertThat(cli.run("service", "show", "kms-x").exit()).isEqualTo(2);
  }

  @Test
  void retire_asksAndSendsTheReason() {
    admin.answering("RetireService", RetireServiceReply.getDefaultInstance());

    assertThat(cli.run("service", "retire", "kms-prod", "--reason", "moved").exit())
        .as("nobody to ask")
        .isEqualTo(2);
    assertThat(cli.run("service", "retire", "kms-prod", "--reason", "moved", "--yes").exit())
        .isZero();
    assertThat(admin.requests(RetireServiceRequest.class))
        .extracting(RetireServiceRequest::getReason)
        .containsExactly("moved");
  }
}
