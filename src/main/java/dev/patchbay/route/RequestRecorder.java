package dev.patchbay.route;

import dev.patchbay.route.Rendering.Answer;
import dev.patchbay.route.Rendering.Request;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Stands where the outside world would be: takes HTTP requests, mails, SQL statements and rows. */
final class RequestRecorder implements ExecChainHandler, AutoCloseable {

  private final Map<String, String> values;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final RecordingDatabase database = new RecordingDatabase(requests);

  RequestRecorder(Map<String, String> values) {
    this.values = values;
  }

  synchronized void begin(List<Answer> planned) {
    requests.clear();
    answers.clear();
    answers.addAll(planned);
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** A parameter's value, or the recorder's database in place of the real one. */
  String disguised(String value) {
    return value.startsWith("jdbc:") ? database.standIn(value) : value;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : request.getHeaders()) {
      headers.merge(header.getName(), header.getValue(), (one, two) -> one + ", " + two);
    }
    HttpEntity entity = request.getEntity();
    if (entity != null && entity.getContentType() != null) {
      headers.putIfAbsent("Content-Type", entity.getContentType());
    }
    try {
      String body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
      requests.add(new Request(request.getMethod(), request.getUri().toString(), headers, body));
    } catch (URISyntaxException | org.apache.hc.core5.http.ParseException e) {
      throw new IOException("Reading the request", e);
    }
    return response(next());
  }

  private synchronized Answer next() {
    Answer answer = answers.poll();
    return answer == null ? Answer.OK : answer;
  }

  private static ClassicHttpResponse response(Answer answer) {
    BasicClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
    answer.headers().forEach(response::addHeader);
    if (!answer.body().isEmpty()) {
      response.setEntity(new StringEntity(answer.body(), ContentType.APPLICATION_JSON));
      if (!response.containsHeader("Content-Type")) {
        response.addHeader("Content-Type", "application/json");
      }
    }
    return response;
  }

  JavaMailSender mailSender() {
    return new DefaultJavaMailSender() {
      @Override
      public void send(MimeMessage mail) throws MessagingException {
        mail.saveChanges();
        Map<String, String> headers = new LinkedHashMap<>();
        Enumeration<jakarta.mail.Header> all = mail.getAllHeaders();
        while (all.hasMoreElements()) {
          jakarta.mail.Header header = all.nextElement();
          headers.put(header.getName(), header.getValue());
        }
        try {
          requests.add(
              new Request("SMTP", mailServer(), headers, String.valueOf(mail.getContent())));
        } catch (IOException e) {
          throw new MessagingException("Reading the mail", e);
        }
      }
    };
  }

  RowRecorder rowRecorder(InstantSource clock) {
    return new RowRecorder() {
      @Override
      public Instant now() {
        return clock.instant();
      }

      @Override
      public void record(Path file, String text) {
        requests.add(new Request("FILE", file.toString(), Map.of(), text));
      }
    };
  }

  private String mailServer() {
    String host = values.getOrDefault("host", "");
    String port = values.get("port");
    return "smtp://" + host + (port == null ? "" : ":" + port);
  }

  @Override
  public void close() {
    database.close();
  }
}
