package dev.keyparity.cli.link;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.KeyparityException;
import io.grpc.ManagedChannel;

/** Opens channels to coordinators, and puts their failures into words. */
public interface ChannelSource {
  /** The operator's name, as the certificate that every channel shows has it. */
  String operator();

  ManagedChannel open(HostPort address);

  /**
   * @param peer whom we called: {@code coordinator h1:7418}
   */
  KeyparityException explain(Throwable failure, String peer);
}
