package dev.keyparity.coordinator.enablement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What operators are given to sign, pinned byte for byte: a plan of each kind with its drafts, as
 * the planner makes them. The command line's tests read the very same files and must accept each of
 * them, so that the two cannot drift apart. {@code -Dkeyparity.rewrite=true} after a change that is
 * meant.
 */
class DraftsForOperatorsTest {
  private static final Ring KEY = Ring.of("kms1");

  /** One golden folder each; the command line's test knows what was asked for. */
  enum Case {
    ENABLE_JOINING {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(
            EnableRunTest.joining().withDependantAndClient(),
            EnablementBench.request(PlanKind.ENABLE));
      }
    },
    ENABLE_DIVERGED {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(EnableRunTest.diverged(), EnablementBench.request(PlanKind.ENABLE));
      }
    },
    ENABLE_HOLDER_DOWN {
      @Override
      PlanRecord plan() throws InterruptedException {
        EnablementBench bench = EnableRunTest.joining();
        bench.fleet.host("kms3").file = KEY;
        return planned(bench, EnablementBench.request(PlanKind.ENABLE));
      }
    },
    ENABLE_NOTHING_TO_SIGN {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(
            EnableRunTest.diverged().withSettingsInPlace(),
            EnablementBench.request(PlanKind.ENABLE));
      }
    },
    ADOPT {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(AdoptRunTest.uniform(), adoptAnyReference());
      }
    },
    ACCEPT {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(AcceptRunTest.changedEverywhere(), EnablementBench.request(PlanKind.ACCEPT));
      }
    },
    REPAIR_ROGUE {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(RepairRunTest.drifted(Ring.of("rogue")), EnablementBench.repair("kms2"));
      }
    },
    REPAIR_ABSENT {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(RepairRunTest.drifted(null), EnablementBench.repair("kms2"));
      }
    },
    REPAIR_DAMAGED {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(RepairRunTest.drifted(KEY.damaged()), EnablementBench.repair("kms2"));
      }
    },
    REPAIR_WITHOUT {
      @Override
      PlanRecord plan() throws InterruptedException {
        EnablementBench bench = RepairRunTest.drifted(Ring.of("rogue"));
        bench.fleet.host("kms3").silent = true;
        return planned(bench, EnablementBench.repair("kms2", "kms3"));
      }
    },
    ADD_HOST {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(AddHostRunTest.declaredWithClients(), EnablementBench.addHost("kms3"));
      }
    },
    ADD_HOST_MEMBER_RESTARTED {
      @Override
      PlanRecord plan() throws InterruptedException {
        EnablementBench bench = AddHostRunTest.declared();
        bench.fleet.host("kms2").settings.clear();
        return planned(bench, EnablementBench.addHost("kms3"));
      }
    },
    ADD_HOST_ANOTHER_KEY {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(AddHostRunTest.startedTooEarly(), EnablementBench.addHost("kms3"));
      }
    },
    ADD_HOST_GIVE_WAY {
      @Override
      PlanRecord plan() throws InterruptedException {
        EnablementBench bench = AddHostRunTest.startedTooEarly();
        EnablementBench.Leader leader = bench.leader();
        PlanRecord blocked = bench.begin(leader, EnablementBench.addHost("kms3"));
        bench.drive(leader, blocked.plan().run());
        return planned(bench, EnablementBench.addHost("kms3", Ring.of("kms3")));
      }
    },
    REMOVE_HOST {
      @Override
      PlanRecord plan() throws InterruptedException {
        return planned(
            RemoveHostRunTest.inServiceWithClients(), EnablementBench.removeHost("kms3"));
      }
    },
    REMOVE_HOST_GONE {
      @Override
      PlanRecord plan() throws InterruptedException {
        EnablementBench bench = RemoveHostRunTest.inServiceWithClients();
        bench.fleet.host("kms3").silent = true;
        return planned(bench, EnablementBench.removeHost("kms3", "kms3"));
      }
    },
    REMOVE_HOST_ONE_LEFT {
      @Override
      PlanRecord plan() throws InterruptedException {
        EnablementBench bench = RemoveHostRunTest.twoInService();
        bench.fleet.host("kms2").silent = true;
        return planned(bench, EnablementBench.removeHost("kms2", "kms2"));
      }
    },
    GIVE_WAY {
      @Override
      PlanRecord plan() throws InterruptedException {
        EnablementBench bench = EnableRunTest.diverged();
        EnablementBench.Leader leader = bench.leader();
        PlanRecord first = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));
        bench.drive(leader, first.plan().run());
        return planned(
            bench,
            EnablementBench.giveWay(
                KEY, Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary())));
      }
    },
    GIVE_WAY_OVERLAPPING {
      @Override
      PlanRecord plan() throws InterruptedException {
        EnablementBench bench = EnableRunTest.diverged();
        bench.fleet.vendorCheck = FakeFleet.VendorCheck.RUNNING;
        EnablementBench.Leader leader = bench.leader();
        PlanRecord first = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));
        bench.drive(leader, first.plan().run());
        bench.begin(
            leader,
            EnablementBench.giveWay(
                KEY, Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary())));
        bench.drive(leader, first.plan().run());
        return planned(
            bench, EnablementBench.overlapping(KEY, Map.of("kms3", Ring.of("kms3").primary())));
      }
    };

    abstract PlanRecord plan() throws InterruptedException;

    String folder() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private static PlanRecord planned(EnablementBench bench, PlanRequest request)
      throws InterruptedException {
    return bench.plan(bench.leader(), request).orElseThrow();
  }

  private static PlanRequest adoptAnyReference() {
    PlanRequest base = EnablementBench.request(PlanKind.ADOPT);
    return new PlanRequest(
        base.kind(),
        base.service(),
        "",
        "",
        base.holdBefore(),
        base.ticket(),
        "",
        List.of(),
        "",
        new TreeMap<>(),
        false,
        base.validFor(),
        base.by());
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void drafts_areThoseThatTheCommandLineAccepts(Case one) throws Exception {
    PlanRecord record = one.plan();
    Path folder = Path.of("src/test/resources/golden/drafts", one.folder());
    if (Boolean.getBoolean("keyparity.rewrite")) {
      Files.createDirectories(folder);
    }

    assertPinned(folder.resolve("plan.json"), record.plan().payload());
    assertPinned(folder.resolve("warrant.json"), payload(record.warrant()));
    assertPinned(folder.resolve("statement.json"), payload(record.statement()));
  }

  /** Empty where there is nothing to sign. */
  private static byte[] payload(Optional<SignedDocument> document) {
    return document.map(SignedDocument::payload).orElse(new byte[0]);
  }

  private static void assertPinned(Path golden, byte[] made) throws IOException {
    if (Boolean.getBoolean("keyparity.rewrite")) {
      Files.write(golden, made);
    }
    assertThat(new String(made, UTF_8)).as(golden.toString()).isEqualTo(Files.readString(golden));
  }
}
