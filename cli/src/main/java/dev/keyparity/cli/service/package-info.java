/**
 * {@code keyparity service}: which KMS services are guarded, as their service files declare them.
 */
@NullMarked
package dev.keyparity.cli.service;

import org.jspecify.annotations.NullMarked;
