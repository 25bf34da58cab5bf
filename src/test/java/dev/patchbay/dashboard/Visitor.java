package dev.patchbay.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser by hand: it keeps cookies, and does nothing else by itself. */
final class Visitor {

  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" content=\"([^\"]*)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final DashboardHub hub;
  final Map<String, String> cookies = new LinkedHashMap<>();

  Visitor(DashboardHub hub) {
    this.hub = hub;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  /** Posts a form with the token of the page it is on. */
  HttpResponse<String> submit(String page, String path, String... form) {
    String[] all = new String[form.length + 2];
    all[0] = "_csrf";
    all[1] = token(page);
    System.arraycopy(form, 0, all, 2, form.length);
    return post(path, all);
  }

  /** Posts names and values as they are. */
  HttpResponse<String> post(String path, String... form) {
    return send(
        request(path, "Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form))));
  }

  /** The token on a page. */
  String token(String page) {
    Matcher found = CSRF.matcher(get(page).body());
    return found.find() ? found.group(1) : "";
  }

  HttpResponse<String> signIn(String name, String password) {
    return submit("/app/sign-in", "/app/sign-in", "name", name, "password", password);
  }

  /** Whether a page that needs somebody can be seen. */
  boolean isIn() {
    return get("/app/me").statusCode() == 200;
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hub.url(path)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      for (String header : answer.headers().allValues("Set-Cookie")) {
        String pair = header.substring(0, header.indexOf(';'));
        int at = pair.indexOf('=');
        if (header.contains("Max-Age=0")) {
          cookies.remove(pair.substring(0, at));
        } else {
          cookies.put(pair.substring(0, at), pair.substring(at + 1));
        }
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String... form) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < form.length; i += 2) {
      body.append(i == 0 ? "" : "&")
          .append(URLEncoder.encode(form[i], StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
    }
    return body.toString();
  }
}
