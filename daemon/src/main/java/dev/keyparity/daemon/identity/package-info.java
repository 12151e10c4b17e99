/**
 * Who a process is and whom it talks to: SPIFFE names in certificates, mutual TLS 1.3 for gRPC that
 * follows its files, one interceptor that decides who may call what, signatures made with the TLS
 * key, and a small CA.
 *
 * <p>Invariants: a peer is its certificate's single SPIFFE URI in our own trust domain, never a DNS
 * name; TLS 1.3 only, both sides show a certificate; a method nobody listed may be called by
 * nobody; a call on a connection whose certificate has expired or is no longer trusted is refused.
 * Private keys do not leave their objects. Only {@link dev.keyparity.daemon.identity.MiniCa} loads
 * Bouncy Castle. This package knows no method by name.
 */
@NullMarked
package dev.keyparity.daemon.identity;

import org.jspecify.annotations.NullMarked;
