/**
 * keyparity as it is installed on the hosts of a KMS service, on one machine: agents and
 * coordinators as processes of their own, what an operator writes and types, and the coordinators'
 * API as a program sees it.
 *
 * <p>Nothing in here reaches into a coordinator or an agent: it starts them, and looks from
 * outside.
 */
@NullMarked
package dev.keyparity.testbed.lab.estate;

import org.jspecify.annotations.NullMarked;
