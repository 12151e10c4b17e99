package dev.keyparity.cli.console;

import dev.keyparity.wording.Times;

/**
 * What a screen is laid out for.
 *
 * @param width columns; {@link Terminal#UNLIMITED} where nothing should be wrapped
 */
public record Page(int width, Times times) {}
