package dev.patchbay.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "patchbay-http-deadline");
            thread.setDaemon(true);
            return thread;
          });

  private final GuardedDialing dialing;

  BoundedExchange(GuardedDialing dialing) {
    this.dialing = dialing;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    HttpHost target = scope.route.getTargetHost();
    dialing.begin(target, DefaultSchemePortResolver.INSTANCE.resolve(target));
    Allowance allowance = Allowance.current();
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> cut =
        CLOCK.schedule(
            () -> {
              late.set(true);
              if (scope.execRuntime instanceof Cancellable running) {
                running.cancel();
              }
            },
            allowance.time().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      bound(response, scope, allowance);
      LastAnswer.set(new LastAnswer(response.getCode(), headers(response)));
      return response;
    } catch (IOException e) {
      if (late.get()) {
        InterruptedIOException timeout =
            new InterruptedIOException("No whole answer within " + allowance.time());
        timeout.initCause(e);
        throw timeout;
      }
      throw e;
    } finally {
      cut.cancel(false);
      dialing.end();
    }
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
