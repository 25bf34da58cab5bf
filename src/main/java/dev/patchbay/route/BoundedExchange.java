package dev.patchbay.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Bounds one HTTP exchange: a vendor that dribbles its answer is cut off in time, one that never
 * stops is cut off in size, and the address guard knows whose address is dialed.
 */
final class BoundedExchange implements ExecChainHandler {

  private static final Deadlines DEADLINES = new Deadlines("patchbay-http-deadline");

  private final GuardedDialing dialing;

  BoundedExchange(GuardedDialing dialing) {
    this.dialing = dialing;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Allowance allowance = Allowance.current();
    Duration left = Allowance.left();
    if (left.isNegative() || left.isZero()) {
      throw late(allowance);
    }
    HttpHost target = scope.route.getTargetHost();
    dialing.begin(target, DefaultSchemePortResolver.INSTANCE.resolve(target));
    Deadlines.Running exchange =
        DEADLINES.begin(
            left,
            () -> {
              if (scope.execRuntime instanceof Cancellable running) {
                running.cancel();
              }
            });
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      bound(response, scope, allowance);
      LastAnswer.set(new LastAnswer(response.getCode(), headers(response)));
      return response;
    } catch (IOException e) {
      if (exchange.isLate()) {
        InterruptedIOException timeout = late(allowance);
        // No cause: that we closed the connection is not why.
        timeout.addSuppressed(e);
        throw timeout;
      }
      throw e;
    } finally {
      exchange.close();
      dialing.end();
    }
  }

  private static InterruptedIOException late(Allowance allowance) {
    return new InterruptedIOException("No whole answer within " + allowance.time());
  }

  private static void bound(
      ClassicHttpResponse response, ExecChain.Scope scope, Allowance allowance) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return;
    }
    InputStream content = entity.getContent();
    if (content == null) {
      return;
    }
    int answerBytes = allowance.bytes();
    byte[] start = content.readNBytes(answerBytes);
    if (start.length == answerBytes && content.read() >= 0) {
      scope.execRuntime.discardEndpoint();
    } else {
      content.close();
    }
    response.setEntity(
        new ByteArrayEntity(start, ContentType.parseLenient(entity.getContentType())));
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : response.getHeaders()) {
      if (header.getValue() != null) {
        headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
      }
    }
    return headers;
  }
}
