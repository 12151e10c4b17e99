/**
 * The way to the leading coordinator: which addresses, with which certificate, and what to do when
 * the one that answers does not lead or stops answering.
 *
 * <p>Invariants: every connection is mutual TLS to a certificate with the role coordinator; another
 * coordinator is tried only where the first one did not answer or does not lead (gRPC UNAVAILABLE).
 * This package knows no verb and prints nothing.
 */
@NullMarked
package dev.keyparity.cli.link;

import org.jspecify.annotations.NullMarked;
