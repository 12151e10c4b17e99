package dev.keyparity.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.disk.Attributes.Kind;
import dev.keyparity.agent.store.ReplacementOutcome.Refused;
import dev.keyparity.agent.store.ReplacementOutcome.Replaced;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.keyring.Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each protection of an install, by what happens when its condition is not met. */
class InstallGateTest {
  private final StoreFixture fixture = new StoreFixture();
  private final Map<String, FileDigest> before = fixture.present();

  @Test
  void install_everythingInOrder_replacesTheWholeSet() {
    ReplacementOutcome outcome = install(fixture.ticket());

    assertThat(outcome).isInstanceOf(Replaced.class);
    Replaced replaced = (Replaced) outcome;
    assertThat(replaced.now().identity()).contains(TestRing.ALPHA.identity());
    assertThat(replaced.replaced()).isEqualTo(FileDigest.of(TestRing.BETA.secring()));
    assertThat(replaced.backup()).isEqualTo(StoreFixture.BACKUP);
    assertThat(replaced.notes()).isEmpty();
    assertThat(fixture.present()).isEqualTo(TestRing.ALPHA.files().digests());
    assertThat(fixture.names())
        .containsExactlyInAnyOrder("secring.gpg", "pubring.gpg", "keytrustee.conf");
    assertThat(fixture.store().marker()).isEmpty();
  }

  @Test
  void install_newFiles_haveTheServicesOwnerAndMode() {
    install(fixture.ticket());
    for (String name : StoreFixture.PROFILE.files()) {
      var node = fixture.disk.require(StoreFixture.DIRECTORY.resolve(name));
      assertThat(node.owner()).as(name).isEqualTo("kms");
      assertThat(node.mode()).as(name).isEqualTo(0600);
    }
  }

  @Test
  void install_anotherPresentDigestThanExpected_isRefused() {
    FileDigest other = FileDigest.of(TestRing.ALPHA.secring());
    assertRefused(
        fixture.ticket(fixture.replacement(other, List.of(StoreFixture.receipt("kms3")))),
        ErrorCode.DIGEST_MISMATCH);
    assertRefused(
        fixture.ticket(
            fixture.replacement(FileDigest.ABSENT, List.of(StoreFixture.receipt("kms3")))),
        ErrorCode.DIGEST_MISMATCH);
  }

  @Test
  void install_noSuchBackup_isRefused() {
    fixture.backups.lose(StoreFixture.BACKUP);
    assertRefused(fixture.ticket(), ErrorCode.NO_SUCH_BACKUP);
  }

  @Test
  void install_backupOfOtherKeyFileBytes_isRefused() {
    fixture.backups.hold(StoreFixture.BACKUP, TestRing.ALPHA.files());
    assertRefused(fixture.ticket(), ErrorCode.BACKUP_MISSING);
  }

  @Test
  void install_backupThatLacksOneOfTheOtherFiles_isRefused() {
    for (String name : List.of("pubring.gpg", "keytrustee.conf")) {
      Map<String, byte[]> files = bytes(TestRing.BETA.files());
      files.remove(name);
      fixture.backups.hold(StoreFixture.BACKUP, KeyFileSet.of(files, Set.of(name)));
      assertRefused(fixture.ticket(), ErrorCode.BACKUP_MISSING);
    }
  }

  @Test
  void install_backupOfAnotherHost_isRefused() {
    fixture.backups.belongTo("kms3");
    assertRefused(fixture.ticket(), ErrorCode.BACKUP_MISSING);
  }

  @Test
  void install_otherKeyWithoutCopyReceipt_isRefused() {
    assertRefused(fixture.ticket(fixture.replacement(List.of())), ErrorCode.COPY_RECEIPT_INVALID);
  }

  @Test
  void install_copyReceiptThatProvesNothing_isRefused() {
    CopyReceipt good = StoreFixture.receipt(StoreFixture.BACKUP, "kms3");
    Digest other = Digest.of(new byte[] {1});
    List<SignedCopyReceipt> useless =
        List.of(
            // signed by somebody else than it names
            FakePeers.signed(good, Role.AGENT, "kms1"),
            FakePeers.signed(good, Role.COORDINATOR, "kms3"),
            // a copy on this very host, or on a host that is not one of the service's
            StoreFixture.receipt("kms2"),
            StoreFixture.receipt("kms9"),
            // of another backup, service, host, or other bytes
            FakePeers.signed(StoreFixture.receipt("another", "kms3"), Role.AGENT, "kms3"),
            signed(
                new CopyReceipt(
                    "kms-test",
                    good.host(),
                    good.backup(),
                    good.ciphertext(),
                    100,
                    "kms3",
                    good.at())),
            signed(
                new CopyReceipt(
                    good.service(),
                    "kms1",
                    good.backup(),
                    good.ciphertext(),
                    100,
                    "kms3",
                    good.at())),
            signed(
                new CopyReceipt(
                    good.service(), good.host(), good.backup(), other, 100, "kms3", good.at())),
            signed(
                new CopyReceipt(
                    good.service(),
                    good.host(),
                    good.backup(),
                    good.ciphertext(),
                    99,
                    "kms3",
                    good.at())),
            // changed after it was signed, or no receipt at all
            new SignedCopyReceipt(
                StoreFixture.receipt(StoreFixture.BACKUP, "kms3").canonicalBytes(),
                StoreFixture.receipt("kms1").signature()),
            new SignedCopyReceipt(new byte[] {'{', '}'}, StoreFixture.receipt("kms3").signature()));
    for (SignedCopyReceipt receipt : useless) {
      assertRefused(
          fixture.ticket(fixture.replacement(List.of(receipt))), ErrorCode.COPY_RECEIPT_INVALID);
    }
    assertRefused(fixture.ticket(fixture.replacement(useless)), ErrorCode.COPY_RECEIPT_INVALID);
  }

  @Test
  void install_otherKeyWhileTheKmsLives_isRefused() {
    fixture.running = Optional.of("process 4711 lives");
    assertRefused(fixture.ticket(), ErrorCode.KMS_RUNNING);
  }

  @Test
  void install_kmsStartedAfterTheGate_isRefusedAndLeavesNothing() {
    int[] asked = {0};
    StoppedProof startedMeanwhile =
        () -> ++asked[0] == 1 ? Optional.empty() : Optional.of("process 4711 lives");
    ReplacementOutcome outcome =
        fixture.store().install(TestRing.ALPHA.files(), fixture.ticket(), startedMeanwhile);
    assertRefused(outcome, ErrorCode.KMS_RUNNING);
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  void install_kmsStartedJustBeforeTheKeyFileChanges_isUndone() {
    int[] asked = {0};
    StoppedProof startedMeanwhile =
        () -> ++asked[0] < 3 ? Optional.empty() : Optional.of("process 4711 lives");
    ReplacementOutcome outcome =
        fixture.store().install(TestRing.ALPHA.files(), fixture.ticket(), startedMeanwhile);

    assertThat(asked[0]).isEqualTo(3);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            ReplacementOutcome.Undone.class,
            undone -> assertThat(undone.code()).isEqualTo(ErrorCode.KMS_RUNNING));
    assertThat(fixture.store().read().identity()).contains(TestRing.BETA.identity());
    assertThat(fixture.store().marker()).isEmpty();
  }

  @Test
  void install_markerIsDurableBeforeTheKmsIsAskedAfterTheSecondTime() {
    // A start gate that sees the marker refuses; a start before the marker is seen by the proof.
    int[] asked = {0};
    StoppedProof proof =
        () -> {
          if (++asked[0] == 2) {
            assertThat(fixture.store().marker()).isPresent();
          }
          return Optional.empty();
        };
    assertThat(fixture.store().install(TestRing.ALPHA.files(), fixture.ticket(), proof))
        .isInstanceOf(Replaced.class);
  }

  @Test
  void install_keyThatNobodyLetGiveWay_isRefused() {
    assertRefused(fixture.ticket(Set.of()), ErrorCode.KEY_WOULD_BE_LOST);
    assertRefused(
        fixture.ticket(Set.of(TestRing.ALPHA.identity().primary())), ErrorCode.KEY_WOULD_BE_LOST);
  }

  /** As it can be typed: the service, both keys, and the host. */
  @Test
  void install_keyThatNobodyLetGiveWay_saysHowToNameIt() {
    assertThat(
            fixture
                .store()
                .install(TestRing.ALPHA.files(), fixture.ticket(Set.of()), fixture.stopped()))
        .isInstanceOfSatisfying(
            ReplacementOutcome.Refused.class,
            refused ->
                assertThat(refused.whatToDo())
                    .isEqualTo(
                        "name both: keyparity run resume kms-prod --keep %s --give-way kms2=%s",
                        TestRing.ALPHA.identity().primary().hex(),
                        TestRing.BETA.identity().primary().hex()));
  }

  @Test
  void install_damagedRingOfAnUnnamedKey_isRefused() {
    // Cut behind its primary key: damaged, but whose it is can be read.
    byte[] cut = Arrays.copyOf(TestRing.BETA.secring(), TestRing.BETA.secring().length - 10);
    StoreFixture damaged = StoreFixture.holding(with(TestRing.BETA, cut));
    assertRefused(
        damaged
            .store()
            .install(TestRing.ALPHA.files(), damaged.ticket(Set.of()), damaged.stopped()),
        ErrorCode.KEY_WOULD_BE_LOST);
  }

  @Test
  void install_otherFilesThanTheTicketNames_isRefused() {
    assertRefused(
        fixture.store().install(TestRing.BETA.files(), fixture.ticket(), fixture.stopped()),
        ErrorCode.DIGEST_MISMATCH);
    InstallTicket good = fixture.ticket();
    InstallTicket otherIdentity =
        new InstallTicket(
            good.replacement(),
            good.installs(),
            TestRing.BETA.identity().digest(),
            good.givesWay());
    assertRefused(otherIdentity, ErrorCode.DIGEST_MISMATCH);
  }

  @Test
  void install_approvedKeyInOtherBytesThanTheTicketNames_isRefused() {
    assertRefused(
        fixture
            .store()
            .install(
                with(TestRing.ALPHA, withoutTrustPackets(TestRing.ALPHA.secring())),
                fixture.ticket(),
                fixture.stopped()),
        ErrorCode.DIGEST_MISMATCH);
  }

  @Test
  void install_otherFileWrittenWhileItIsPrepared_isRefusedAndLeavesIt() {
    InstallTicket ticket = fixture.ticket();
    byte[] theirs = {'n', 'e', 'w'};
    var conf = fixture.disk.require(StoreFixture.DIRECTORY.resolve("keytrustee.conf"));
    fixture.disk.inject(
        operation -> {
          if (operation.kind() == dev.keyparity.agent.disk.Operation.Kind.SYNC_FILE
              && fixture.present().equals(before)) {
            fixture.disk.overwrite(conf, theirs);
          }
        });
    ReplacementOutcome outcome =
        fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).code()).isEqualTo(ErrorCode.FILE_CHANGING);
    assertThat(fixture.present("keytrustee.conf")).isEqualTo(FileDigest.of(theirs));
    assertThat(fixture.present("secring.gpg")).isEqualTo(before.get("secring.gpg"));
    assertThat(fixture.store().marker()).isEmpty();
    assertThat(fixture.names()).hasSize(3);
  }

  @Test
  void install_unsoundNewKeyFile_isRefused() {
    byte[] cut = Arrays.copyOf(TestRing.ALPHA.secring(), 700);
    InstallTicket good = fixture.ticket();
    InstallTicket ticket =
        new InstallTicket(good.replacement(), Digest.of(cut), good.identity(), good.givesWay());
    assertRefused(
        fixture.store().install(with(TestRing.ALPHA, cut), ticket, fixture.stopped()),
        ErrorCode.DIGEST_MISMATCH);
  }

  @Test
  void install_setThatIsNotTheProfiles_isRefused() {
    Map<String, byte[]> files = bytes(TestRing.ALPHA.files());
    files.remove("pubring.gpg");
    assertRefused(
        fixture
            .store()
            .install(KeyFileSet.of(files, Set.of()), fixture.ticket(), fixture.stopped()),
        ErrorCode.DIGEST_MISMATCH);
    files.put("pubring.gpg", TestRing.ALPHA.pubring());
    files.put("authorized_keys", new byte[] {1});
    assertRefused(
        fixture
            .store()
            .install(KeyFileSet.of(files, Set.of()), fixture.ticket(), fixture.stopped()),
        ErrorCode.DIGEST_MISMATCH);
  }

  @Test
  void install_hardLinkedKeyFile_isRefused() {
    fixture.disk.hardLink(
        java.nio.file.Path.of("/kms/other"), StoreFixture.DIRECTORY.resolve("secring.gpg"));
    assertRefused(fixture.ticket(), ErrorCode.UNREADABLE);
  }

  @Test
  void install_linkOrFifoOrDirectoryInPlaceOfAKeyFile_isRefused() {
    for (String name : StoreFixture.PROFILE.files()) {
      for (Kind kind : List.of(Kind.SYMBOLIC_LINK, Kind.SPECIAL, Kind.DIRECTORY)) {
        StoreFixture strange = new StoreFixture();
        InstallTicket ticket = strange.ticket();
        strange.disk.put(StoreFixture.DIRECTORY.resolve(name), kind, "/etc/shadow", 0700);
        ReplacementOutcome outcome =
            strange.store().install(TestRing.ALPHA.files(), ticket, strange.stopped());
        assertThat(outcome).as(name + " " + kind).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).code()).isEqualTo(ErrorCode.UNREADABLE);
      }
    }
  }

  @Test
  void install_keyDirectoryIsALink_isRefused() {
    fixture.disk.rename(StoreFixture.DIRECTORY, java.nio.file.Path.of("/kms/elsewhere"));
    fixture.disk.put(StoreFixture.DIRECTORY, Kind.SYMBOLIC_LINK, "/kms/elsewhere", 0777);
    ReplacementOutcome outcome =
        fixture
            .store()
            .install(
                TestRing.ALPHA.files(),
                fixture.ticket(
                    fixture.replacement(
                        FileDigest.of(TestRing.BETA.secring()),
                        List.of(StoreFixture.receipt("kms3")))),
                fixture.stopped());
    assertThat(((Refused) outcome).code()).isEqualTo(ErrorCode.UNREADABLE);
  }

  @Test
  void install_sameKeyInOtherBytes_needsNeitherCopyNorStop() {
    // Without its trust packets, which gpg1 puts behind signatures: other bytes, the same key.
    byte[] other = withoutTrustPackets(TestRing.ALPHA.secring());
    assertThat(other).isNotEqualTo(TestRing.ALPHA.secring());
    StoreFixture equivalent = StoreFixture.holding(with(TestRing.ALPHA, other));
    equivalent.running = Optional.of("process 4711 lives");
    InstallTicket ticket = equivalent.ticket(equivalent.replacement(List.of()));
    assertThat(equivalent.store().install(TestRing.ALPHA.files(), ticket, equivalent.stopped()))
        .isInstanceOf(Replaced.class);
    assertThat(equivalent.present()).isEqualTo(TestRing.ALPHA.files().digests());
  }

  @Test
  void install_hostWithoutKey_needsAStopButNoCopy() {
    StoreFixture joining =
        StoreFixture.holding(KeyFileSet.of(Map.of(), Set.copyOf(StoreFixture.PROFILE.files())));
    InstallTicket ticket = joining.ticket(joining.replacement(FileDigest.ABSENT, List.of()));
    joining.running = Optional.of("serves from memory what is no longer on disk");
    assertRefused(
        joining.store().install(TestRing.ALPHA.files(), ticket, joining.stopped()),
        ErrorCode.KMS_RUNNING);
    joining.running = Optional.empty();
    assertThat(joining.store().install(TestRing.ALPHA.files(), ticket, joining.stopped()))
        .isInstanceOf(Replaced.class);
  }

  @Test
  void install_hostWithoutKeyDirectory_makesItForTheServicesOwner() {
    StoreFixture joining =
        StoreFixture.holding(KeyFileSet.of(Map.of(), Set.copyOf(StoreFixture.PROFILE.files())));
    joining.disk.remove(StoreFixture.DIRECTORY);
    InstallTicket ticket = joining.ticket(joining.replacement(FileDigest.ABSENT, List.of()));
    assertThat(joining.store().install(TestRing.ALPHA.files(), ticket, joining.stopped()))
        .isInstanceOf(Replaced.class);
    assertThat(joining.disk.require(StoreFixture.DIRECTORY).owner()).isEqualTo("kms");
    assertThat(joining.disk.require(StoreFixture.DIRECTORY).mode()).isEqualTo(0700);
  }

  @Test
  void install_inPlaceAlready_touchesNothing() {
    StoreFixture done = StoreFixture.holding(TestRing.ALPHA.files());
    done.disk.inject(operation -> {});
    assertThat(done.store().install(TestRing.ALPHA.files(), done.ticket(), done.stopped()))
        .isInstanceOf(Replaced.class);
    assertThat(done.disk.operations()).isEmpty();
  }

  @Test
  void restore_anyFormerFiles_comeBackUnderTheSameGates() {
    install(fixture.ticket());
    fixture.backups.hold("of-alpha", TestRing.ALPHA.files());
    ReplacementTicket back =
        new ReplacementTicket(
            "request-2",
            "run-1",
            fixture.present("secring.gpg"),
            "of-alpha",
            List.of(FakePeers.signed(StoreFixture.receipt("of-alpha", "kms1"), Role.AGENT, "kms1")),
            Set.of("kms1", "kms2", "kms3"));
    KeyDirectoryStore store = fixture.store();

    fixture.running = Optional.of("process 4711 lives");
    assertThat(((Refused) store.restore(StoreFixture.BACKUP, back, fixture.stopped())).code())
        .isEqualTo(ErrorCode.KMS_RUNNING);
    fixture.running = Optional.empty();
    assertThat(((Refused) store.restore("none", back, fixture.stopped())).code())
        .isEqualTo(ErrorCode.NO_SUCH_BACKUP);
    assertThat(store.restore(StoreFixture.BACKUP, back, fixture.stopped()))
        .isInstanceOf(Replaced.class);
    assertThat(fixture.present()).isEqualTo(TestRing.BETA.files().digests());
  }

  @Test
  void restore_ofAHostThatHadNoKey_takesTheFilesAway() {
    StoreFixture host = StoreFixture.holding(TestRing.ALPHA.files());
    host.backups.hold("empty", KeyFileSet.of(Map.of(), Set.copyOf(StoreFixture.PROFILE.files())));
    ReplacementOutcome outcome =
        host.store()
            .restore(
                "empty", host.replacement(List.of(StoreFixture.receipt("kms3"))), host.stopped());
    assertThat(outcome).isInstanceOf(Replaced.class);
    assertThat(host.names()).isEmpty();
  }

  private ReplacementOutcome install(InstallTicket ticket) {
    return fixture.store().install(TestRing.ALPHA.files(), ticket, fixture.stopped());
  }

  private void assertRefused(InstallTicket ticket, ErrorCode code) {
    assertRefused(install(ticket), code);
  }

  private void assertRefused(ReplacementOutcome outcome, ErrorCode code) {
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).code()).as(outcome.toString()).isEqualTo(code);
    assertThat(fixture.present()).isEqualTo(before);
    assertThat(fixture.names()).hasSize(3);
    assertThat(fixture.store().marker()).isEmpty();
  }

  private static SignedCopyReceipt signed(CopyReceipt receipt) {
    return FakePeers.signed(receipt, Role.AGENT, receipt.storedOn());
  }

  private static Map<String, byte[]> bytes(KeyFileSet files) {
    Map<String, byte[]> bytes = new TreeMap<>();
    files.digests().keySet().forEach(name -> bytes.put(name, files.secretBytes(name)));
    return bytes;
  }

  /** A trust packet of gpg1 is b0 02 00 and one byte of cached trust. */
  private static byte[] withoutTrustPackets(byte[] ring) {
    String hex = java.util.HexFormat.of().formatHex(ring);
    assertThat(hex).as("ends with a trust packet").matches(".*b00200..$");
    return java.util.HexFormat.of().parseHex(hex.substring(0, hex.length() - 8));
  }

  private static KeyFileSet with(TestRing ring, byte[] secring) {
    Map<String, byte[]> files = bytes(ring.files());
    files.put("secring.gpg", secring);
    return KeyFileSet.of(files, Set.of());
  }
}
