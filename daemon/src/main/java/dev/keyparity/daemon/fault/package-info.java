/**
 * What can go wrong, named: the error codes, what to do next about each, and the one exception that
 * carries them.
 *
 * <p>Invariants: a code is never reused for another meaning (it travels on the wire and stands in
 * metrics); each code says who acts next ({@link dev.keyparity.daemon.fault.NextAction}) and how a
 * command-line program ends ({@link dev.keyparity.daemon.fault.ExitMeaning}). Nobody branches on
 * message text. This package knows no gRPC; the codec is in {@code daemon.identity}.
 */
@NullMarked
package dev.keyparity.daemon.fault;

import org.jspecify.annotations.NullMarked;
