/**
 * The coordinator's status page: what {@code keyparity status} and {@code keyparity run show} say,
 * as one HTML document.
 *
 * <p>Invariants: it reads and changes nothing; it is made anew for every request from what is known
 * already, so nobody is asked while a browser waits; whatever comes from elsewhere is text and
 * never markup; it loads nothing, and its own style and script are the only ones that its
 * content-security-policy lets run; without scripts it says the same; only proof is shown as good,
 * and colour says nothing that a word does not. Knows neither ZooKeeper nor gRPC.
 */
@NullMarked
package dev.keyparity.coordinator.statuspage;

import org.jspecify.annotations.NullMarked;
