package dev.keyparity.cli;

import dev.keyparity.cli.audit.AuditVerbs;
import dev.keyparity.cli.backup.BackupVerbs;
import dev.keyparity.cli.change.ChangeVerbs;
import dev.keyparity.cli.doctor.DoctorVerb;
import dev.keyparity.cli.enable.AcceptVerb;
import dev.keyparity.cli.enable.AdoptVerb;
import dev.keyparity.cli.enable.EnableVerb;
import dev.keyparity.cli.enable.RepairVerb;
import dev.keyparity.cli.enforcement.EnforcementVerbs;
import dev.keyparity.cli.evidence.EvidenceVerb;
import dev.keyparity.cli.gate.GateVerbs;
import dev.keyparity.cli.history.HistoryVerb;
import dev.keyparity.cli.host.HostVerbs;
import dev.keyparity.cli.invocation.Converters;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.NotBuilt;
import dev.keyparity.cli.key.KeyVerbs;
import dev.keyparity.cli.keyring.KeyringVerbs;
import dev.keyparity.cli.leader.LeaderVerbs;
import dev.keyparity.cli.pki.PkiVerbs;
import dev.keyparity.cli.plan.ApproveVerb;
import dev.keyparity.cli.plan.PlanVerb;
import dev.keyparity.cli.recoverykey.RecoveryKeyVerbs;
import dev.keyparity.cli.run.RunVerbs;
import dev.keyparity.cli.service.ServiceVerbs;
import dev.keyparity.cli.status.StatusVerb;
import dev.keyparity.cli.survey.SurveyVerb;
import dev.keyparity.cli.survey.ValidateVerb;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Every word that may follow {@code keyparity}, in the order of the help.
 *
 * <p>The tree is built of the words that stand on the command line, and whole only where none does
 * (help, a typing error): reflecting over all verbs would cost every start what only help needs.
 */
final class Vocabulary {
  enum Group {
    WATCH("Look"),
    ENABLE("Make highly available, and mend"),
    KEYS("Keys and backups"),
    SETUP("Set up");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /**
   * @param summary one line for the root's help
   * @param line builds the word's verbs
   */
  record Word(Group group, String name, String summary, Function<Invocation, CommandLine> line) {}

  private static final List<Word> WORDS =
      List.of(
          new Word(
              Group.WATCH,
              "status",
              "does every host hold the key, how do we know, as of when?",
              StatusVerb::line),
          new Word(
              Group.WATCH,
              "survey",
              "which key versions each host can open; read-only",
              SurveyVerb::line),
          new Word(
              Group.WATCH,
              "validate",
              "does each host decrypt what each other encrypted? read-only",
              ValidateVerb::line),
          new Word(
              Group.WATCH,
              "run",
              "what a run did, does and waits for; pause, resume, abort",
              RunVerbs::line),
          new Word(
              Group.WATCH,
              "history",
              "what happened to a service, newest first",
              HistoryVerb::line),
          new Word(
              Group.WATCH,
              "audit",
              "what was done, as it was written down; verify the chain",
              AuditVerbs::line),
          new Word(
              Group.WATCH,
              "evidence",
              "one signed file for auditors; verify one, offline",
              EvidenceVerb::line),
          new Word(Group.ENABLE, "plan", "what enable would do; changes nothing", PlanVerb::line),
          new Word(Group.ENABLE, "enable", "make a service highly available", EnableVerb::line),
          new Word(
              Group.ENABLE,
              "adopt",
              "guard a service whose hosts are in parity already",
              AdoptVerb::line),
          new Word(
              Group.ENABLE,
              "accept",
              "approve files beside the key that were changed on purpose",
              AcceptVerb::line),
          new Word(
              Group.ENABLE,
              "change",
              "let a file beside the key be another one for a while",
              ChangeVerbs::line),
          new Word(
              Group.ENABLE,
              "repair",
              "put the approved key back on a host that drifted",
              RepairVerb::line),
          new Word(Group.ENABLE, "host", "give the key to one more host", HostVerbs::line),
          new Word(
              Group.ENABLE,
              "enforcement",
              "allow what is done about drift by itself; pause it",
              EnforcementVerbs::line),
          new Word(
              Group.ENABLE, "approve", "sign a plan with your operator key", ApproveVerb::line),
          new Word(Group.KEYS, "backup", "make, list and verify backups", BackupVerbs::line),
          new Word(
              Group.KEYS,
              "recovery-key",
              "keys that open backups when all else is gone",
              RecoveryKeyVerbs::line),
          new Word(Group.KEYS, "key", "give up a key version", KeyVerbs::line),
          new Word(
              Group.KEYS,
              "keyring",
              "facts of a key directory, and the verdict on one; offline",
              KeyringVerbs::line),
          new Word(
              Group.KEYS,
              "gate",
              "would the KMS start on this host? the emergency override",
              GateVerbs::line),
          new Word(Group.SETUP, "service", "declare services", ServiceVerbs::line),
          new Word(
              Group.SETUP, "leader", "who leads; make the leader step down", LeaderVerbs::line),
          new Word(
              Group.SETUP,
              "pki",
              "a small CA, and operators' signing keys; offline",
              PkiVerbs::line),
          new Word(
              Group.SETUP, "doctor", "what stands between you and an answer", DoctorVerb::line),
          new Word(
              Group.SETUP,
              "completion",
              "completion script for bash or zsh",
              invocation -> new CommandLine(new CompletionVerb(invocation))),
          new Word(
              Group.SETUP,
              "version",
              "which version this is",
              invocation -> new CommandLine(new VersionVerb(invocation))));

  /** Words that are to come; each says so itself. */
  private static final List<String> NOT_BUILT = List.of("agent");

  private Vocabulary() {}

  /** The tree for these arguments. */
  static CommandLine line(Keyparity root, Invocation invocation, String... args) {
    List<String> given = Arrays.asList(args);
    List<Word> named = WORDS.stream().filter(word -> given.contains(word.name())).toList();
    if (!named.isEmpty()) {
      return tree(root, invocation, named);
    }
    CommandLine line = tree(root, invocation, WORDS);
    NOT_BUILT.forEach(word -> line.addSubcommand(word, NotBuilt.line(word)));
    return line;
  }

  /** Every word that is built, in order. */
  static List<String> words() {
    return WORDS.stream().map(Word::name).toList();
  }

  /** The tree of all that is built, for the reference and for completion. */
  static CommandLine visible(Keyparity root, Invocation invocation) {
    return tree(root, invocation, WORDS);
  }

  private static CommandLine tree(Keyparity root, Invocation invocation, List<Word> words) {
    CommandLine line = new CommandLine(root);
    words.forEach(word -> line.addSubcommand(word.name(), word.line().apply(invocation)));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // A context may well be called as a verb is.
    line.setAllowSubcommandsAsOptionParameters(true);
    Converters.register(line);
    HelpLayout.apply(line, words);
    return line;
  }
}
