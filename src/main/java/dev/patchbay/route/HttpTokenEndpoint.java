package dev.patchbay.route;

import dev.patchbay.credential.TokenEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/** Asks token endpoints over the one configuration of outgoing HTTP. */
public final class HttpTokenEndpoint implements TokenEndpoint, AutoCloseable {

  private final CloseableHttpClient client;

  /**
   * An endpoint that may call public addresses and {@code allowedHosts}.
   *
   * @param allowedHosts hosts outside the public internet, {@code host} or {@code host:port}
   */
  public HttpTokenEndpoint(Set<String> allowedHosts) {
    this.client = OutboundHttp.client(allowedHosts);
  }

  @Override
  public Answer post(URI address, Map<String, String> headers, Map<String, String> form)
      throws IOException {
    HttpPost request = new HttpPost(address);
    request.setHeader("Accept", "application/json");
    headers.forEach(request::setHeader);
    List<NameValuePair> fields =
        form.entrySet().stream()
            .<NameValuePair>map(field -> new BasicNameValuePair(field.getKey(), field.getValue()))
            .toList();
    request.setEntity(new UrlEncodedFormEntity(fields, StandardCharsets.UTF_8));
    return client.execute(
        request,
        response -> {
          HttpEntity body = response.getEntity();
          return new Answer(response.getCode(), body == null ? "" : EntityUtils.toString(body));
        });
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
