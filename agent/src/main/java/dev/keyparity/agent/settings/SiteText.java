package dev.keyparity.agent.settings;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file's bytes as text and back, exactly. Only encodings in which one byte that is ASCII is that
 * character: UTF-8, US-ASCII, ISO-8859-1.
 */
record SiteText(String text, Charset charset) {
  private static final Pattern DECLARED =
      Pattern.compile("^\\uFEFF?<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

  static SiteText of(byte[] bytes) throws MalformedSiteFile {
    String ascii = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher declared = DECLARED.matcher(ascii.replaceFirst("^\\u00EF\\u00BB\\u00BF", "\uFEFF"));
    Charset charset = declared.find() ? charset(declared.group(1)) : StandardCharsets.UTF_8;
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return new SiteText(text, charset);
    } catch (CharacterCodingException e) {
      throw new MalformedSiteFile("encoding: not " + charset + " throughout", e);
    }
  }

  private static Charset charset(String name) throws MalformedSiteFile {
    for (Charset known :
        new Charset[] {
          StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1
        }) {
      if (known.name().equalsIgnoreCase(name)) {
        return known;
      }
    }
    throw new MalformedSiteFile("encoding: " + name + " (expected: UTF-8, US-ASCII or ISO-8859-1)");
  }

  byte[] bytes(String changed) throws MalformedSiteFile {
    try {
      ByteBuffer buffer = charset.newEncoder().encode(java.nio.CharBuffer.wrap(changed));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new MalformedSiteFile("value: cannot be written in " + charset, e);
    }
  }

  @Override
  public String toString() {
    return "SiteText[" + text.length() + " characters of " + charset + ", not shown]";
  }
}
