/** {@code keyparity doctor}: what stands between this operator and an answer. */
@NullMarked
package dev.keyparity.cli.doctor;

import org.jspecify.annotations.NullMarked;
