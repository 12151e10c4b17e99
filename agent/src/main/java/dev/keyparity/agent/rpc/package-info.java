/**
 * The agent over gRPC: messages in, effects and reports out.
 *
 * <p>Invariants: who may call what is decided by one interceptor; errors become statuses in one
 * place; a mutating request with a field nobody here understands is refused; every reply says who
 * this agent is, how far its record has come and which leadership it is bound to. No decision is
 * taken here: this package turns messages into calls and answers into messages.
 */
@NullMarked
package dev.keyparity.agent.rpc;

import org.jspecify.annotations.NullMarked;
