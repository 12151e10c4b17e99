package dev.keyparity.agent.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the KMS on this host over HTTP for its key names. Any answer of the application will do, a
 * refusal too: the question is whether it serves, not what. A server that answers 404 or 503 is
 * there without the application.
 */
public final class HttpHealth implements HealthProbe {
  private static final Set<Integer> WITHOUT_APPLICATION = Set.of(404, 502, 503, 504);
  private static final int LARGEST_STATUS = 599;

  private final URI question;
  private final @Nullable SSLSocketFactory trust;
  private final Duration deadline;
  private final ExecutorService executor;

  /**
   * @param kmsUrl such as {@code http://kms1:9600/kms}
   * @param trust for https; null for what the Java runtime trusts
   * @param executor runs the question, so that a server that dribbles does not outlast the deadline
   */
  public HttpHealth(
      URI kmsUrl, @Nullable SSLSocketFactory trust, Duration deadline, ExecutorService executor) {
    String base = kmsUrl.toString().replaceAll("/+$", "");
    this.question = URI.create(base + "/v1/keys/names");
    this.trust = trust;
    this.deadline = deadline;
    this.executor = executor;
  }

  @Override
  public Answer ask() {
    Future<Answer> answer = executor.submit(this::askNow);
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Answer.NOT_YET;
    } catch (ExecutionException e) {
      return e.getCause() instanceof ConnectException ? Answer.SILENT : Answer.NOT_YET;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NOT_YET;
    }
  }

  private Answer askNow() throws IOException {
    URL url = question.toURL();
    URLConnection opened = url.openConnection();
    if (!(opened instanceof HttpURLConnection connection)) {
      throw new IOException(question + ": not http (expected: an http or https address)");
    }
    if (trust != null && connection instanceof HttpsURLConnection tls) {
      tls.setSSLSocketFactory(trust);
    }
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) deadline.toMillis());
    connection.setReadTimeout((int) deadline.toMillis());
    // Nothing of the answer is looked at, and the connection is not kept for another.
    connection.setRequestProperty("Connection", "close");
    try {
      int status = connection.getResponseCode();
      return status < 100 || status > LARGEST_STATUS || WITHOUT_APPLICATION.contains(status)
          ? Answer.NOT_YET
          : Answer.ANSWERS;
    } finally {
      connection.disconnect();
    }
  }
}
