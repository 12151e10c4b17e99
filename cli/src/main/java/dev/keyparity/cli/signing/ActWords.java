package dev.keyparity.cli.signing;

import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.wording.Fingerprints;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An act of a warrant as a sentence. Every bound shows in it, in full or abbreviated; bounds that a
 * sentence has no words for are appended as they are. Pure.
 */
final class ActWords {
  private static final int SHORT_DIGEST = 8;

  private final PlanDocument plan;
  private final @Nullable IdentityStatement statement;

  ActWords(PlanDocument plan, @Nullable IdentityStatement statement) {
    this.plan = plan;
    this.statement = statement;
  }

  String of(Act act) {
    Map<String, String> left = new TreeMap<>(act.bounds());
    String sentence =
        switch (act.verb()) {
          case STOP -> "stop its KMS";
          case START -> "start its KMS";
          case INSTALL -> install(left);
          case APPROVE_IDENTITY -> approve(left);
          case ADD_HOST -> "make it a host of the service" + byStatement(left);
          case REMOVE_HOST -> "take it out of the service" + byStatement(left);
          case WRITE_SETTING, WRITE_CLIENT_CONFIG -> write(left);
          case OVERRIDE_PERMIT ->
              "counts as down; %s is stopped without its permit".formatted(left.remove("for"));
          case RUN_DEPENDANT -> "run its declared command " + left.remove("name");
          case RESTORE -> restore(left);
          case CHANGE_OPEN ->
              "let %s become %s"
                  .formatted(left.remove("file"), brief(String.valueOf(left.remove("sha256"))));
          case KEY_FORGET -> "give up " + left.remove("version") + " for ever";
          case ABORT -> "abort run " + left.remove("run");
          default -> act.verb().text();
        };
    return left.isEmpty() ? sentence : sentence + " " + raw(left);
  }

  private static String raw(Map<String, String> bounds) {
    return bounds.entrySet().stream()
        .map(bound -> bound.getKey() + "=" + bound.getValue())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String install(Map<String, String> bounds) {
    String source = String.valueOf(bounds.remove("source"));
    String identity = String.valueOf(bounds.remove("identity"));
    String installs = String.valueOf(bounds.remove("installs"));
    String replaces = String.valueOf(bounds.remove("replaces"));
    String givesWay = String.valueOf(bounds.remove("gives_way"));
    PlanDocument.Observed from = plan.observed().get(source);
    String key =
        from == null ? "identity " + brief(identity) : Fingerprints.brief(from.fingerprints());
    String over;
    if (replaces.equals("absent")) {
      over = "where there is no key file";
    } else if (givesWay.equals("none")) {
      over = "over file " + brief(replaces);
    } else {
      over =
          "over "
              + Fingerprints.brief(givesWay)
              + ", which gives way (file "
              + brief(replaces)
              + ")";
    }
    return "install %s of %s (file %s) %s".formatted(key, source, brief(installs), over);
  }

  private String approve(Map<String, String> bounds) {
    String digest = String.valueOf(bounds.remove("statement"));
    IdentityStatement approved = statement;
    if (approved == null) {
      return "approve identity statement " + brief(digest);
    }
    return "approve %s as the key of %s (statement %d, %s)"
        .formatted(
            String.join(" + ", primaryFirst(approved).stream().map(Fingerprints::brief).toList()),
            approved.service(),
            approved.generation(),
            brief(digest));
  }

  private static String byStatement(Map<String, String> bounds) {
    return " (statement %s)".formatted(brief(String.valueOf(bounds.remove("statement"))));
  }

  /** A statement's own order is that of the digits; a host that holds the key tells the primary. */
  private List<String> primaryFirst(IdentityStatement approved) {
    List<String> keys = approved.fingerprints();
    return plan.observed().values().stream()
        .map(PlanDocument.Observed::fingerprints)
        .filter(held -> held.size() == keys.size() && held.containsAll(keys))
        .findFirst()
        .orElse(keys);
  }

  /** Of what the plan does not list; no such warrant passes the review. */
  private static String write(Map<String, String> bounds) {
    return "set %s in %s to a value with digest %s"
        .formatted(
            bounds.remove("property"),
            bounds.remove("file"),
            brief(String.valueOf(bounds.remove("value_sha256"))));
  }

  private static String restore(Map<String, String> bounds) {
    return "put backup %s back over file %s"
        .formatted(bounds.remove("backup"), brief(String.valueOf(bounds.remove("replaces"))));
  }

  private static String brief(String digest) {
    return digest.length() > SHORT_DIGEST ? digest.substring(0, SHORT_DIGEST) + "…" : digest;
  }
}
