package dev.keyparity.daemon.identity;

import io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * A client's TLS context in which every connection is a full handshake. The JDK looks up a session
 * to resume by host and port, and a resumed session shows no certificate: an expired or exchanged
 * one would go unnoticed. Engines made without host and port have nothing to look up.
 *
 * <p>Types of the overridden signatures that are used for nothing else are named in full.
 */
final class UnresumedSslContext extends SslContext {
  private final SslContext context;

  UnresumedSslContext(SslContext context) {
    this.context = context;
  }

  @Override
  public boolean isClient() {
    return context.isClient();
  }

  @Override
  public List<String> cipherSuites() {
    return context.cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in SslContext, so it must be answered
  public io.netty.handler.ssl.ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return context.applicationProtocolNegotiator();
  }

  @Override
  public SSLEngine newEngine(io.netty.buffer.ByteBufAllocator alloc) {
    return context.newEngine(alloc);
  }

  @Override
  public SSLEngine newEngine(
      io.netty.buffer.ByteBufAllocator alloc, String peerHost, int peerPort) {
    return context.newEngine(alloc);
  }

  @Override
  public SSLSessionContext sessionContext() {
    return context.sessionContext();
  }
}
