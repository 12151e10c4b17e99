/**
 * What keyparity says of keys, hosts and services, each in one place for the terminal and for the
 * status page: the answer about a service, verdicts as words, short fingerprints, times and ages.
 *
 * <p>Invariant: only IN_PARITY and EQUIVALENT are said to be good; what this version does not know,
 * is not. Knows neither the terminal nor HTML, and asks nobody.
 */
@NullMarked
package dev.keyparity.wording;

import org.jspecify.annotations.NullMarked;
