package dev.keyparity.cli.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code keyparity …} command line as it stands in a text or in a string of the source, with
 * sample words where it leaves something to be filled in.
 *
 * @param words what follows {@code keyparity}
 * @param isExample whether it stands in the help of a verb
 */
public record WrittenCommand(List<String> words, boolean isExample) {
  private static final String SAMPLE = "4";

  /** Not the product's name in a sentence, and not the user id of a backup key. */
  private static final Pattern COMMAND =
      Pattern.compile("(?<![\\w./-])(?<!of )keyparity (?=[a-z-])(?!backup key of)");

  /** Where a command ends and words about it begin. */
  private static final Pattern END =
      Pattern.compile(
          " {2,}|\\n|`|[;,:.)]( |$)|[;,:]?$| \\(| [|#>&·]| 2>"
              + "| (?:says|shows|makes|tries|lists|reads|asks|finds|gives|brings|declares|signs|approves|or|and|on"
              + "|puts|until|to)\\b");

  private static final Pattern QUOTED = Pattern.compile("(?<=[ =])(?:'[^'\n]*'|\"[^\"\n]*\")");
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern LITERAL =
      Pattern.compile("\"\"\"\\n(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

  public WrittenCommand {
    words = List.copyOf(words);
  }

  /** Commands in running text: each ends with the sentence or the line. */
  public static List<WrittenCommand> inText(String text) {
    return find(text);
  }

  /** Commands in the strings of a Java source, put together from their parts. */
  public static List<WrittenCommand> inSource(String source) {
    List<WrittenCommand> found = new ArrayList<>();
    Matcher literal = LITERAL.matcher(source);
    int at = 0;
    while (literal.find(at)) {
      StringBuilder whole = new StringBuilder();
      at = join(source, literal, whole);
      found.addAll(find(whole.toString()));
    }
    return found;
  }

  /** Takes in a literal and what is joined to it by plus signs, and says where that ends. */
  private static int join(String source, Matcher literal, StringBuilder whole) {
    int at = literal.start();
    while (true) {
      if (literal.find(at) && literal.start() == at) {
        String text = literal.group(1) != null ? literal.group(1) : literal.group(2);
        whole.append(text.replace("\\n", "\n").replace("\\\"", "\""));
        at = literal.end();
      } else {
        whole.append(SAMPLE);
        at = endOfExpression(source, at);
      }
      Matcher plus = Pattern.compile("\\s*\\+\\s*").matcher(source).region(at, source.length());
      if (!plus.lookingAt()) {
        return at;
      }
      at = plus.end();
    }
  }

  private static int endOfExpression(String source, int from) {
    int depth = 0;
    for (int at = from; at < source.length(); at++) {
      char c = source.charAt(at);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth-- == 0) {
        return at;
      } else if (depth == 0 && (c == '+' || c == ',' || c == ';')) {
        return source.substring(from, at).stripTrailing().length() + from;
      }
    }
    return source.length();
  }

  private static List<WrittenCommand> find(String text) {
    List<WrittenCommand> found = new ArrayList<>();
    Matcher command = COMMAND.matcher(text);
    while (command.find()) {
      String rest = QUOTED.matcher(text.substring(command.end())).replaceAll(SAMPLE);
      Matcher end = END.matcher(rest);
      String line = end.find() ? rest.substring(0, end.start()) : rest;
      List<String> words = words(line);
      found.add(new WrittenCommand(words, text.startsWith("  keyparity ")));
    }
    return found;
  }

  private static List<String> words(String line) {
    String filled = line.replaceAll("\\{\\{[^}]*}}", "kms-prod").replaceAll("%[sd]", SAMPLE);
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(filled);
    while (word.find()) {
      String plain = word.group().replace("…", SAMPLE).replace("ROLE", "agent");
      boolean pair = !words.isEmpty() && words.get(words.size() - 1).equals("--give-way");
      words.add(pair && !plain.contains("=") ? "kms2=" + plain : plain);
    }
    return words;
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
