package dev.keyparity.cli.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.identity.PeerName;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.warrant.OperatorKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiVerbsTest {
  private final TestCli cli = new TestCli();

  @TempDir Path temp;

  @AfterEach
  void close() {
    cli.close();
  }

  private Result init() {
    return cli.runBare(
        "pki", "init", "--trust-domain", "example.org", "--dir", temp.resolve("ca").toString());
  }

  private Result issue(String role, String name) {
    return cli.runBare(
        "pki",
        "issue",
        role,
        name,
        "--dir",
        temp.resolve("ca").toString(),
        "--out",
        temp.resolve(name).toString());
  }

  @Test
  void initAndIssue_makeIdentitiesThatLoad() {
    assertThat(init().exit()).isZero();
    for (Role role : Role.values()) {
      Result result = issue(role.text(), "x-" + role.text());

      assertThat(result.exit()).isZero();
      assertThat(
              TlsIdentity.load(
                      TlsFiles.in(temp.resolve("x-" + role.text())),
                      Clock.fixed(TestCli.NOW, TestCli.ZONE))
                  .name())
          .isEqualTo(new PeerName("example.org", role, "x-" + role.text()));
    }
  }

  @Test
  void init_twice_neverReplacesACa() throws IOException {
    init();
    byte[] before = Files.readAllBytes(temp.resolve("ca/ca.key"));

    Result again = init();

    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.told()).contains("there is one already", "keyparity pki issue");
    assertThat(Files.readAllBytes(temp.resolve("ca/ca.key"))).isEqualTo(before);
  }

  @Test
  void issueOperator_makesASigningKeyOnceAndPrintsWhatToPin() throws IOException {
    init();

    Result first = issue("operator", "alice");
    Path key = temp.resolve("alice/operator.key");
    String publicKey = OperatorKey.read(key).publicKey().text();
    Result second = issue("operator", "alice");

    assertThat(first.out()).contains("  - name: alice", "public_key: \"" + publicKey + "\"");
    assertThat(second.out()).as("the key stays").contains(publicKey);
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(first.out() + first.err()).doesNotContain("PRIVATE");
  }

  @Test
  void operatorKey_json_hasThePublicPartOnly() {
    Result result =
        cli.runBare("pki", "operator-key", "bob", "--out", temp.toString(), "-o", "json");

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("\"operator_public_key\": \"").doesNotContain("PRIVATE");
    assertThat(cli.runBare("pki", "operator-key", "bob", "--out", temp.toString()).exit())
        .as("never replaces one")
        .isNotZero();
  }

  @Test
  void badTrustDomainOrRoleOrName_isAUsageError() {
    assertThat(
            cli.runBare("pki", "init", "--trust-domain", "Bad Domain", "--dir", temp + "/x").exit())
        .isEqualTo(2);
    assertThat(Files.exists(temp.resolve("x"))).isFalse();
    init();
    assertThat(issue("king", "alice").exit()).isEqualTo(2);
    assertThat(issue("agent", "..").exit()).isEqualTo(2);
  }

  @Test
  void issue_noCa_isAConfigurationError() {
    assertThat(issue("agent", "kms1").exit()).isEqualTo(3);
  }

  @Test
  void renewAndRevoke_areNotBuiltYet() {
    assertThat(cli.runBare("pki", "renew").err()).contains("pki renew: not built yet");
    assertThat(cli.runBare("pki", "revoke").exit()).isEqualTo(2);
  }
}
