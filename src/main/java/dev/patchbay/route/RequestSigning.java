package dev.patchbay.route;

import dev.patchbay.connector.Signature;
import dev.patchbay.inbox.SignatureMaker;
import dev.patchbay.inbox.SignedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Signs requests as they leave, over the very bytes that are sent. A Kamelet's property {@code
 * signature} holds a stand-in, which a header carries to here and which is replaced by the headers
 * of a real signature.
 */
public final class RequestSigning implements ExecChainHandler {

  private static final String STAND_IN = "patchbay-signature-";

  private final InstantSource clock;
  private final Map<String, Signer> signers = new ConcurrentHashMap<>();

  private record Signer(Signature spec, Map<String, String> values) {}

  /** Signs with the time of {@code clock}. */
  public RequestSigning(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What stands in a connection's property where its signature is wanted; empty when the connection
   * has no key to sign with.
   */
  Optional<String> standIn(Signature spec, Map<String, String> values) {
    if (spec.keys().stream().noneMatch(values::containsKey)) {
      return Optional.empty();
    }
    String standIn = STAND_IN + UUID.randomUUID();
    signers.put(standIn, new Signer(spec, Map.copyOf(values)));
    return Optional.of(standIn);
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    for (Header header : request.getHeaders()) {
      Signer signer = header.getValue() == null ? null : signers.get(header.getValue());
      if (signer != null) {
        request.removeHeader(header);
        sign(request, signer);
      }
    }
    return chain.proceed(request, scope);
  }

  private void sign(ClassicHttpRequest request, Signer signer) throws IOException {
    HttpEntity entity = request.getEntity();
    byte[] body = new byte[0];
    if (entity != null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      entity.writeTo(bytes);
      body = bytes.toByteArray();
      request.setEntity(
          new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : request.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    String url;
    try {
      url = request.getUri().toString();
    } catch (URISyntaxException e) {
      throw new IOException("The request has no address that can be signed", e);
    }
    SignatureMaker.sign(
            signer.spec(),
            signer.values(),
            new SignedRequest(request.getMethod(), url, headers, body),
            clock.instant())
        .headers()
        .forEach(request::setHeader);
  }
}
