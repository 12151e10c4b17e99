/**
 * The coordinator's metrics and health, computed when they are asked for.
 *
 * <p>Invariants: constant label sets; no key name, path or digest in a label; a coordinator that
 * does not lead exports nothing about hosts, so that no scrape shows two truths. Reads the other
 * parts and changes none.
 */
@NullMarked
package dev.keyparity.coordinator.telemetry;

import org.jspecify.annotations.NullMarked;
