/**
 * {@code keyparity survey} and {@code validate}: what each host can open, and whether each decrypts
 * what another encrypted. Both only read.
 */
@NullMarked
package dev.keyparity.cli.survey;

import org.jspecify.annotations.NullMarked;
