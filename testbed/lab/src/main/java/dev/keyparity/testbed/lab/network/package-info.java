/**
 * Connections on this machine that go wrong as those of a network do: lost, silent in one
 * direction, slow.
 *
 * <p>It must not know what is said on them.
 */
@NullMarked
package dev.keyparity.testbed.lab.network;

import org.jspecify.annotations.NullMarked;
