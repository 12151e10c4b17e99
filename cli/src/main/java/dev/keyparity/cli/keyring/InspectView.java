package dev.keyparity.cli.keyring;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.keyring.FileFacts;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.KeyFacts;
import dev.keyparity.keyring.Soundness;
import dev.keyparity.wording.Counted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a key directory or ring file holds: {@code keyparity.keyring-inspect/1}. */
record InspectView(Path path, KeyDirectoryFacts facts) implements View {
  static final String SCHEMA = "keyparity.keyring-inspect/1";

  boolean isSound() {
    return facts.soundness() == Soundness.SOUND;
  }

  @Override
  public Document document() {
    return Document.schema(SCHEMA)
        .put("path", path.toString())
        .put("profile", facts.profile().name())
        .put("verdict", facts.soundness().name())
        .put("reasons", Document.texts(facts.reasons()))
        .put("files", Document.items(facts.files(), InspectView::file))
        .put("keys", Document.items(facts.keys(), InspectView::key))
        .build();
  }

  private static Document file(FileFacts file) {
    return Document.fields()
        .put("name", file.name())
        .put("bytes", file.bytes())
        .put("sha256", file.sha256().hex())
        .put("md5", file.md5())
        .put("owner", file.owner())
        .put("group", file.group())
        .put("mode", file.mode())
        .build();
  }

  private static Document key(KeyFacts key) {
    Boolean consistent = key.secretConsistent();
    return Document.fields()
        .put("fingerprint", key.fingerprint().hex())
        .put("algorithm", key.algorithm())
        .put("bits", key.bits())
        .put("primary", key.primary())
        .put("protected", key.isProtected())
        .put("secret_present", key.secretPresent())
        .put(
            "secret_consistent",
            consistent == null ? Document.NOTHING : new Document.Truth(consistent))
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    List<String> lines = new ArrayList<>(Wrap.items(List.of(word(), summary()), "   ", 9999));
    lines.add("  " + path);
    for (String reason : facts.reasons()) {
      lines.addAll(Wrap.lines("  ", reason, "    ", page.width()));
    }
    if (!facts.keys().isEmpty()) {
      lines.add("");
      lines.addAll(keys(page));
    }
    if (!facts.files().isEmpty()) {
      lines.add("");
      facts.files().forEach(file -> lines.addAll(fileLines(file)));
    }
    if (!facts.warnings().isEmpty()) {
      lines.add("");
    }
    lines.addAll(WarningLines.of(facts.warnings(), page));
    return lines;
  }

  String word() {
    String word = facts.soundness().name();
    return isSound() ? Ink.GOOD.of(word) : Ink.BAD.of(word);
  }

  /** How many keys, and the one they are known by. */
  String summary() {
    if (facts.keys().isEmpty()) {
      return "no key";
    }
    long primaries = facts.keys().stream().filter(KeyFacts::primary).count();
    long subkeys = facts.keys().size() - primaries;
    return "%s with %s, %s"
        .formatted(
            Counted.of(primaries, "key"),
            Counted.of(subkeys, "subkey"),
            facts.keys().get(0).fingerprint().abbreviated());
  }

  private List<String> keys(Page page) {
    Table table = Table.of("KEY", "FINGERPRINT", "ALGORITHM").withNotes("SECRET PART");
    for (KeyFacts key : facts.keys()) {
      table.rowWithNote(
          secretPart(key),
          key.primary() ? "primary" : "subkey",
          key.fingerprint().hex(),
          key.algorithm() + " " + key.bits());
    }
    return table.lines(page.width());
  }

  private static String secretPart(KeyFacts key) {
    if (!key.secretPresent()) {
      return Ink.BAD.of("secret part missing");
    }
    String protection = key.isProtected() ? ", protected by a passphrase" : "";
    Boolean consistent = key.secretConsistent();
    if (consistent == null) {
      return "secret part present" + protection + ", cannot be checked";
    }
    return consistent
        ? "secret part present and consistent" + protection
        : Ink.BAD.of("secret part does not fit the public part");
  }

  private static List<String> fileLines(FileFacts file) {
    return List.of(
        "%s  %d bytes  %s:%s  %s"
            .formatted(
                Table.padded(file.name(), 15),
                file.bytes(),
                file.owner(),
                file.group(),
                file.mode()),
        "    md5     " + file.md5(),
        "    sha256  " + file.sha256());
  }
}
