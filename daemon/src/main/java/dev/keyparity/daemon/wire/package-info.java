/**
 * How this module's values travel: errors as gRPC statuses with a detail in the trailers, signed
 * documents and signatures as messages.
 *
 * <p>Invariants: what one side puts in, the other side gets out, codes and all; an error without
 * detail (a proxy's, or the transport's own) still becomes a named one. This package knows no
 * service and no method.
 */
@NullMarked
package dev.keyparity.daemon.wire;

import org.jspecify.annotations.NullMarked;
