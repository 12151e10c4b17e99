package dev.keyparity.testbed.lab.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Somebody who types {@code keyparity …}: each command is a process of its own. */
public final class Operator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** The exits of the command line for unreachable and for no leader. */
  private static final Set<Integer> NOBODY_THERE = Set.of(4, 5);

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Path home;
  private final Path classPath;
  private final Narrator narrator;
  private final List<String> connection = new ArrayList<>();

  /**
   * @param home holds the operator's certificate and signing key
   * @param classPath an argument file with the command line's class path
   */
  private Operator(Path home, Path classPath, Narrator narrator) {
    this.home = home;
    this.classPath = classPath;
    this.narrator = narrator;
  }

  /** Somebody with a home and the command line installed. */
  public static Operator at(Path home, Narrator narrator) {
    Path arguments = home.resolve("keyparity.args");
    JavaLauncher.write(
        arguments,
        List.of("-Xmx64m", "-Xshare:auto", "-XX:-UsePerfData"),
        Server.ownClassPath(),
        List.of("dev.keyparity.cli.KeyparityMain"));
    return new Operator(home, arguments, narrator);
  }

  public Path home() {
    return home;
  }

  /** Encrypts backups; a copy is on every agent. */
  public Path recoveryPublicKey() {
    return home.resolve("recovery-public.asc");
  }

  /** Opens backups; an organization keeps it offline. */
  public Path recoverySecretKey() {
    return home.resolve("recovery-secret.asc");
  }

  /** Makes the recovery key, offline, before anything else is there. */
  public void makeRecoveryKey() {
    mustType(
        "recovery-key",
        "init",
        "--user-id",
        "demo recovery key",
        "--out",
        home.toString(),
        "--no-passphrase");
  }

  /** Proves that the recovery key opens, as its holder does: with gpg, wherever the key is. */
  public void proveRecoveryKey(String service) {
    Path message = home.resolve("challenge-" + service + ".asc");
    Path answer = home.resolve("answer-" + service);
    JsonNode made = ask("recovery-key", "prove", service, "--message", message.toString());
    try (GpgHome gpg = GpgHome.withSecretKey(recoverySecretKey())) {
      gpg.run(
          "gpg",
          "--batch",
          "--quiet",
          "--output",
          answer.toString(),
          "--decrypt",
          message.toString());
    }
    mustType(
        "recovery-key",
        "prove",
        service,
        "--challenge",
        made.path("challenge").asText(),
        "--answer",
        answer.toString());
  }

  /** From now on commands go to these coordinators. */
  public void connectTo(String coordinators) {
    connection.clear();
    connection.addAll(List.of("--coordinator", coordinators, "--tls-dir", home.toString()));
  }

  /**
   * The same person with other credentials.
   *
   * @param tls holds them, and the key to sign with
   */
  public Operator with(Path tls) {
    Operator other = new Operator(home, classPath, narrator);
    other.connection.addAll(
        List.of(connection.get(0), connection.get(1), "--tls-dir", tls.toString()));
    return other;
  }

  /** The options that reach the coordinators, to paste behind {@code keyparity}. */
  public String connectionOptions() {
    return String.join(" ", connection);
  }

  /** Types a command, shows it and what it answered. */
  public Command.Result type(String... words) {
    return typeFor(LIMIT, words);
  }

  /** The same for a command that is meant to take longer than others. */
  public Command.Result typeFor(Duration limit, String... words) {
    narrator.quote("$ keyparity " + CommandLine.of(List.of(words)));
    Command.Result result = run(limit, List.of(words));
    narrator.quote((result.err() + result.out()).stripTrailing());
    return result;
  }

  /**
   * Names both sides of a run that stands still at different keys: one host's key stays, those of
   * all others give way.
   */
  public Command.Result keepKeyOf(String kept, String service, SplitService split) {
    String givesWay =
        split.hosts().stream()
            .map(KmsHost::name)
            .filter(host -> !host.equals(kept))
            .map(host -> host + "=" + split.fingerprint(host))
            .collect(Collectors.joining(","));
    return type(
        "run",
        "resume",
        "--service",
        service,
        "--keep",
        split.fingerprint(kept),
        "--give-way",
        givesWay,
        "--yes");
  }

  /** Types a command that must work, and may be repeated if nobody was reached. */
  public Command.Result mustType(String... words) {
    return mustWork(List.of(words), () -> type(words));
  }

  /** Asks quietly for JSON with a command that must work. */
  public JsonNode ask(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-o", "json"));
    Command.Result result = mustWork(all, () -> run(all));
    try {
      return JSON.readTree(result.out());
    } catch (JsonProcessingException e) {
      throw new EstateFailure(
          "keyparity %s: no JSON: %s".formatted(CommandLine.of(all), CommandLine.said(result)));
    }
  }

  /** Runs a command quietly. */
  public Command.Result run(List<String> words) {
    return run(LIMIT, words);
  }

  private Command.Result run(Duration limit, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(JavaLauncher.java().toString());
    command.add(JavaLauncher.mark(classPath));
    command.addAll(words);
    command.addAll(connection);
    return Command.run(command, Map.of("COLUMNS", "100"), limit);
  }

  /** Whoever finds nobody there, or nobody who leads, on a starved machine asks again. */
  private Command.Result mustWork(List<String> words, Supplier<Command.Result> command) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Command.Result result = command.get();
    while (NOBODY_THERE.contains(result.exit()) && System.nanoTime() < end) {
      narrator.say("asks again: " + CommandLine.said(result));
      Pause.of(AGAIN);
      result = command.get();
    }
    EstateFailure.check(
        result.isOk(),
        "keyparity %s: exit %d (expected: 0): %s"
            .formatted(CommandLine.of(words), result.exit(), CommandLine.said(result)));
    return result;
  }
}
