/**
 * Each protection taken out of the product in turn: the product's own tests must turn red.
 *
 * <p>{@link dev.keyparity.testbed.protections.Catalogue} says what is taken out and which tests
 * must notice. What is taken out is a few characters of the product's source; the changed class is
 * compiled apart and put before the real one, so that no switch for it is in the product.
 */
@NullMarked
package dev.keyparity.testbed.protections;

import org.jspecify.annotations.NullMarked;
