/**
 * Runs the real workflow and the real agents in a simulated world, by seed. The same seed gives the
 * same event log, byte for byte: everything that decides is drawn from the seed or told by the
 * virtual clock. Keys and ciphertexts are not: they stay out of the log and out of decisions.
 *
 * <p>Coordinators and the operator are threads of which exactly one runs at a time; they change
 * over only where the product waits for the network, for the record store or for a rest. A call to
 * an agent is carried out whole on the thread that asks, so an agent is interrupted by crashes and
 * never by another call.
 */
@NullMarked
package dev.keyparity.testbed.simulator;

import org.jspecify.annotations.NullMarked;
