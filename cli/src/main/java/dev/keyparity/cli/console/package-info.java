/**
 * How results and talk reach a person or a program: ink, tables, times, wrapping, JSON and YAML.
 *
 * <p>Invariants: a result goes to stdout, talk to stderr; nothing that came over the wire reaches a
 * terminal with its control characters; colour only doubles what words say. This package knows
 * nothing of keys, runs or coordinators.
 */
@NullMarked
package dev.keyparity.cli.console;

import org.jspecify.annotations.NullMarked;
