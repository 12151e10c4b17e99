/**
 * What operators declare: the service file, which is the whole truth of one KMS service.
 *
 * <p>Invariant: a {@link dev.keyparity.coordinator.inventory.ServiceSpec} that exists is valid.
 * This package knows no store and no wire; it must never hold a secret.
 */
@NullMarked
package dev.keyparity.coordinator.inventory;

import org.jspecify.annotations.NullMarked;
