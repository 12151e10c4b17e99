package dev.keyparity.cli.console;

/**
 * What a screen is laid out for.
 *
 * @param width columns; {@link Terminal#UNLIMITED} where nothing should be wrapped
 */
public record Page(int width, Times times) {}
