package dev.keyparity.coordinator.kms;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Clients of Hadoop KMS hosts over one HTTP client of the JDK. Thread-safe. */
public final class HadoopKmsClients implements KmsClients {
  private final HttpClient http;
  private final KmsAuthentication authentication;
  private final Duration deadline;
  private final RandomGenerator random;

  /**
   * @param deadline of each question, from connecting to the last byte
   * @param caFile PEM; whom to believe where a KMS speaks TLS; the Java runtime's own CAs if empty
   * @throws KeyparityException UNREADABLE or CONFIG_INVALID for the CA file
   */
  public HadoopKmsClients(
      KmsAuthentication authentication,
      Duration deadline,
      Optional<Path> caFile,
      RandomGenerator random) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(deadline)
            // A KMS that sends us elsewhere is not the host we ask.
            .followRedirects(HttpClient.Redirect.NEVER);
    caFile.ifPresent(file -> builder.sslContext(trusting(file)));
    this.http = builder.build();
    this.authentication = authentication;
    this.deadline = deadline;
    this.random = random;
  }

  @Override
  public KmsClient of(String host, URI kms) {
    return new HadoopKmsClient(host, new KmsHttp(http, kms, authentication, deadline), random);
  }

  private static SSLContext trusting(Path caFile) {
    try (InputStream pem = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + count++, ca);
      }
      if (count == 0) {
        throw new GeneralSecurityException("no certificate in it");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE, "kms.ca_file: %s cannot be read".formatted(caFile), "", e);
    } catch (GeneralSecurityException e) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "kms.ca_file: %s: %s (expected: PEM certificates)".formatted(caFile, e.getMessage()),
          "",
          e);
    }
  }
}
