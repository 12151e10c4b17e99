/**
 * The words for what keys, hosts and runs are, each in one place: short fingerprints, verdicts as
 * sentences, lists of hosts.
 *
 * <p>This package knows neither the terminal nor the wire.
 */
@NullMarked
package dev.keyparity.cli.wording;

import org.jspecify.annotations.NullMarked;
