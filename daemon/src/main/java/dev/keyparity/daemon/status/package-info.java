/**
 * What a process shows of itself over HTTP: metrics in Prometheus's text format, liveness and
 * readiness.
 *
 * <p>Invariants: a metric has one declaration with its name, type, labels and help, and only
 * declared metrics exist; label sets are constant; a scrape that fails in one source leaves the
 * others readable; no key name, path, digest or secret is in a label. This package does not know
 * any metric but the build's.
 */
@NullMarked
package dev.keyparity.daemon.status;

import org.jspecify.annotations.NullMarked;
