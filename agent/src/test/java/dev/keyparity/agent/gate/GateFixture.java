package dev.keyparity.agent.gate;

import dev.keyparity.agent.guard.AgentGeneration;
import dev.keyparity.agent.guard.OperatorPolicy;
import dev.keyparity.agent.guard.Statements;
import dev.keyparity.agent.guard.state.DirectoryStateFiles;
import dev.keyparity.agent.store.TestRing;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.PinnedOperator;
import dev.keyparity.daemon.warrant.PinnedOperators;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** One KMS host as its agent left it on a real disk: no process of it runs. */
public final class GateFixture {
  public static final String SERVICE = "kms-prod";
  public static final String HOST = "kms2";
  private static final Instant ISSUED = Instant.parse("2026-11-20T09:00:00Z");

  public final Path folder;
  public final OperatorKey alice = OperatorKey.generate();

  public GateFixture(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(
        keys(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createDirectories(state());
    new AgentGeneration(files()).advance();
  }

  public Path keys() {
    return folder.resolve("keys");
  }

  public Path secring() {
    return keys().resolve("secring.gpg");
  }

  public Path state() {
    return folder.resolve("state");
  }

  public Path config() {
    return folder.resolve("agent.yaml");
  }

  public DirectoryStateFiles files() {
    return new DirectoryStateFiles(state());
  }

  public OperatorPolicy policy() {
    return new OperatorPolicy(
        new PinnedOperators(List.of(PinnedOperator.unlimited("alice", alice.publicKey()))), 1);
  }

  /** agent.yaml with one service. */
  public GateFixture configure(String gate) throws IOException {
    Files.writeString(
        config(),
        """
        group: prod
        name: kms2
        tls: {cert: /none/tls.crt, key: /none/tls.key, ca: /none/ca.crt}
        state_directory: %s
        operators:
          - {name: alice, public_key: "%s"}
        services:
          - name: kms-prod
            profile: keytrustee-kms
            key_directory: %s
            kms_url: http://127.0.0.1:1/kms
            gate: %s
            control: {kind: systemd, unit: kms-keytrustee.service}
        """
            .formatted(state(), alice.publicKey(), keys(), gate));
    return this;
  }

  public GateFixture holding(TestRing ring) throws IOException {
    ring.writeTo(keys());
    return this;
  }

  /** The host learns that this ring is approved, as statement 3. */
  public GateFixture approving(TestRing ring) {
    return approving(ring, alice);
  }

  /** The same, signed in alice's name by another key. */
  public GateFixture approving(TestRing ring, OperatorKey key) {
    return approving(ring, key, List.of("kms1", HOST, "kms3"));
  }

  /** Operators took this host out of the service, and its agent was told. */
  public GateFixture removed(TestRing ring) {
    return approving(ring, alice, List.of("kms1", "kms3"));
  }

  private GateFixture approving(TestRing ring, OperatorKey key, List<String> hosts) {
    IdentityStatement statement =
        new IdentityStatement(
            "prod",
            SERVICE,
            3,
            hosts,
            ring.identity().digest().hex(),
            ring.identity().fingerprints().stream().map(Fingerprint::hex).toList(),
            new TreeMap<>(Map.of("secring.gpg", Digest.of(ring.secring()).hex())),
            ring.secring().length,
            ISSUED);
    files()
        .write(
            "statement/" + SERVICE + ".json",
            SignedDocument.unsigned(statement.canonicalBytes())
                .signedBy("alice", key, DocumentKind.STATEMENT)
                .canonicalBytes());
    return this;
  }

  /** The agent was killed in the middle of an install. */
  public void interruptInstall() throws IOException {
    Path folder = Files.createDirectories(state().resolve("install").resolve(SERVICE));
    try (InputStream marker = GateFixture.class.getResourceAsStream("/golden/install-1.json")) {
      Files.write(folder.resolve("marker.json"), Objects.requireNonNull(marker).readAllBytes());
    }
  }

  public Path statement() {
    return state().resolve("statement").resolve(SERVICE + ".json");
  }

  public Statements statements() {
    return new Statements("prod", SERVICE, HOST, policy(), files());
  }
}
