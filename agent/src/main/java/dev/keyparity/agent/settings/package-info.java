/**
 * Single properties of Hadoop's {@code *-site.xml} files: read, and changed with everything else
 * left byte for byte as it was.
 *
 * <h2>Changing properties</h2>
 *
 * <ol>
 *   <li>The file is read whole; it must be the one that the caller names by digest.
 *   <li>It is parsed twice: by the JDK's parser, without document types and entities, for what it
 *       means; and by a scanner of ours for where in the text it stands. Both must agree.
 *   <li>The text is changed at those places only. The result is parsed again: it must mean what the
 *       old one meant, but for the wanted properties.
 *   <li>The old file is copied into our state directory, durably.
 *   <li>The new file is written beside the old one with the same owner and mode, forced, renamed
 *       over it, the directory forced.
 * </ol>
 *
 * <p>What is not understood is refused, not guessed: document types, includes, entities other than
 * XML's own, unknown encodings, the same property twice in ways that the scanner cannot tell apart.
 *
 * <p>It must not know: what the properties are for, who wants them changed.
 */
@NullMarked
package dev.keyparity.agent.settings;

import org.jspecify.annotations.NullMarked;
