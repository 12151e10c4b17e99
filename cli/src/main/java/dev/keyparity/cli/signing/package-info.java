/**
 * What an operator signs is what they saw.
 *
 * <p>1. A plan's payload must have the digest that it comes with; it is what is shown. 2. The
 * warrant's draft must name that digest, that service and that run, and every act in it must belong
 * to a step of the plan that changes something, on a host of that step, with the bounds that follow
 * from what the plan says it observed. 3. The statement's draft must name the plan's hosts and the
 * key of the plan's reference. 4. The acts are shown from the very bytes that are then signed. What
 * does not agree, or is not understood, is never signed (exit 8).
 *
 * <p>The checks are pure; {@link dev.keyparity.cli.signing.Signing} talks to the coordinator and to
 * the operator.
 */
@NullMarked
package dev.keyparity.cli.signing;

import org.jspecify.annotations.NullMarked;
