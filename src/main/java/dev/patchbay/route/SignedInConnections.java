package dev.patchbay.route;

import dev.patchbay.credential.AccessTokens;
import dev.patchbay.credential.SignIn;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.BufferedHttpEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Puts access tokens into requests as they leave. A Kamelet's token property holds a stand-in,
 * which is replaced in the request's headers by the token of the hour; so Kamelets stay plain, and
 * a token that changes needs no route to be made anew.
 *
 * <p>Where a token is refused before its time, another is asked for once and the request is sent
 * again: the first was turned away before it did anything.
 */
public final class SignedInConnections implements ExecChainHandler {

  private static final String STAND_IN = "patchbay-token-";
  private static final int UNAUTHORIZED = 401;

  private final AccessTokens tokens;
  private final Map<String, SignIn> standIns = new ConcurrentHashMap<>();

  private record Use(Header header, String standIn, SignIn signIn) {}

  /** Connections whose tokens come from {@code tokens}. */
  public SignedInConnections(AccessTokens tokens) {
    this.tokens = tokens;
  }

  /** What stands in a connection's properties where its token is wanted. */
  String standIn(SignIn signIn) {
    String standIn = STAND_IN + UUID.randomUUID();
    standIns.put(standIn, signIn);
    return standIn;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Optional<Use> use = use(request);
    if (use.isEmpty()) {
      return chain.proceed(request, scope);
    }
    repeatable(request);
    String token = tokens.current(use.get().signIn());
    ClassicHttpRequest again = ClassicRequestBuilder.copy(request).build();
    fill(request, use.get(), token);
    ClassicHttpResponse response = chain.proceed(request, scope);
    if (response.getCode() != UNAUTHORIZED) {
      return response;
    }
    response.close();
    fill(again, use.get(), tokens.insteadOf(use.get().signIn(), token));
    return chain.proceed(again, scope);
  }

  /** A body that can be read once is kept: it may have to be sent again. */
  private static void repeatable(ClassicHttpRequest request) throws IOException {
    HttpEntity body = request.getEntity();
    if (body != null && !body.isRepeatable()) {
      request.setEntity(new BufferedHttpEntity(body));
    }
  }

  private static void fill(ClassicHttpRequest request, Use use, String token) {
    request.setHeader(
        use.header().getName(), use.header().getValue().replace(use.standIn(), token));
  }

  private Optional<Use> use(ClassicHttpRequest request) {
    for (Header header : request.getHeaders()) {
      @Nullable String value = header.getValue();
      int at = value == null ? -1 : value.indexOf(STAND_IN);
      if (value != null && at >= 0) {
        String standIn = value.substring(at, Math.min(value.length(), at + STAND_IN.length() + 36));
        SignIn signIn = standIns.get(standIn);
        if (signIn != null) {
          return Optional.of(new Use(header, standIn, signIn));
        }
      }
    }
    return Optional.empty();
  }
}
