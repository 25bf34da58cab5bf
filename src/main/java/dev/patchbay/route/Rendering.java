package dev.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Kamelet;
import dev.patchbay.connector.Sink;
import dev.patchbay.delivery.Reply;
import dev.patchbay.plan.PlannedConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Runs a sink's mapping and its real Kamelet in a plain Camel context, with the outside world
 * replaced by a recorder: what would be sent where, without sending it.
 */
public final class Rendering implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DELIVERY = "00000000-0000-7000-8000-000000000000";

  /**
   * One thing a sink would have sent.
   *
   * @param method HTTP method, {@code SQL}, {@code SMTP} or {@code FILE}
   * @param url the vendor's own address, or the file's
   * @param body text; JSON for {@code SQL}: {@code {statement, parameters}}
   */
  public record Request(String method, String url, Map<String, String> headers, String body) {}

  /** What the outside system answers to one HTTP request. */
  public record Answer(int status, Map<String, String> headers, String body) {

    /** The answer where none is given. */
    public static final Answer OK = new Answer(200, Map.of(), "{}");
  }

  /**
   * What came of one event.
   *
   * @param requests in the order they were made
   * @param reply what the outcome table would judge; {@code nothingToSend} when there was nothing
   */
  public record Rendered(List<Request> requests, Reply reply) {}

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final SinkMapping mapping;
  private final Sink sink;
  private final @Nullable Instant now;
  private volatile Instant sentAt = Instant.EPOCH;
  private final RequestRecorder recorder;

  /**
   * Starts a context for one sink.
   *
   * @param values every parameter of the connector that has a value, secrets too
   * @param folder where the user's own mapping files are
   * @param now when it is sent, or {@code null} for the time of the event itself
   */
  public Rendering(
      Connector connector,
      Sink sink,
      Map<String, String> values,
      Path folder,
      @Nullable Instant now)
      throws Exception {
    if (sink.kamelet() == null) {
      throw new IllegalArgumentException(
          "The sink '%s' of '%s' has no Kamelet: an integrator's route sends for it"
              .formatted(sink.name(), connector.name()));
    }
    this.sink = sink;
    this.now = now;
    this.recorder = new RequestRecorder(values);
    this.mapping =
        SinkMapping.compile(
            new PlannedConnection("render", connector, values, Map.of(), null, null, null),
            sink,
            folder);
    context
        .getRegistry()
        .bind("kamelets", Kamelets.class, new Kamelets(List.of(connector.folder())));
    Kamelets.configure(
        context.getComponent("kamelet", org.apache.camel.component.kamelet.KameletComponent.class));
    RequestSigning signing = new RequestSigning(() -> sentAt);
    context.getRegistry().bind("signing", RequestSigning.class, signing);
    context.getRegistry().bind("rows", RowRecorder.class, recorder.rowRecorder(() -> sentAt));
    OutboundHttp.install(context, Set.of(), SystemDefaultDnsResolver.INSTANCE, recorder);
    for (String scheme : Set.of("smtp", "smtps")) {
      context
          .getComponent(scheme, MailComponent.class)
          .getConfiguration()
          .setJavaMailSender(recorder.mailSender());
    }
    String instance = "render-" + sink.name();
    Composer.takeValuesLiterally(context, values.values());
    values.forEach(
        (name, value) ->
            context
                .getPropertiesComponent()
                .addOverrideProperty(
                    Composer.property(String.valueOf(sink.kamelet()), instance, name),
                    recorder.disguised(value)));
    if (sink.sign() != null) {
      signing
          .standIn(sink.sign(), values)
          .ifPresent(
              standIn ->
                  context
                      .getPropertiesComponent()
                      .addOverrideProperty(
                          Composer.property(
                              String.valueOf(sink.kamelet()), instance, Kamelet.SIGNATURE),
                          standIn));
    }
    context.start();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:render").to("kamelet:" + sink.kamelet() + "/" + instance);
          }
        });
  }

  /**
   * Renders one event.
   *
   * @param envelope the event: {@code {id, source, type, subject, time, data}}
   * @param answers used in order; {@link Answer#OK} after the last
   * @throws dev.patchbay.mapping.MappingException when the mapping fails
   */
  public Rendered render(JsonNode envelope, List<Answer> answers) {
    sentAt = now == null ? time(envelope) : now;
    SinkMapping.Made made =
        mapping.apply(
            envelope,
            delivery(envelope),
            new SinkMapping.Views() {
              @Override
              public JsonNode customer(boolean history, boolean ofThread) {
                return Rendering.customer(envelope);
              }

              @Override
              public JsonNode told() {
                return JSON.createArrayNode();
              }
            });
    JsonNode body = made.body();
    return body == null
        ? new Rendered(List.of(), Reply.nothingToSend(made.why()))
        : send(body.toString(), answers);
  }

  /** Gives the Kamelet a body as it is. */
  Rendered send(String body, List<Answer> answers) {
    recorder.begin(answers);
    LastAnswer.clear();
    Exchange result =
        context
            .createProducerTemplate()
            .send(
                "direct:render",
                exchange -> {
                  exchange.getMessage().setBody(body);
                  exchange.getMessage().setHeader(Headers.DELIVERY_ID, DELIVERY);
                });
    return new Rendered(recorder.requests(), Replies.of(result));
  }

  private static Instant time(JsonNode envelope) {
    try {
      return Instant.parse(envelope.path("time").asText());
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private JsonNode delivery(JsonNode envelope) {
    return JSON.createObjectNode()
        .put("id", DELIVERY)
        .put("attempt", 1)
        .put("at", sentAt.toString())
        .put("action", sink.name())
        .put("flow", "render")
        .put("destination", "render");
  }

  private static JsonNode customer(JsonNode envelope) {
    JsonNode person = envelope.path("data").path("person");
    ObjectNode customer = JSON.createObjectNode();
    customer.put("id", new UUID(0, 0).toString());
    customer.set("person", person.isObject() ? person : JSON.createObjectNode());
    JsonNode external = person.path("externalIds");
    customer.set("externalIds", external.isObject() ? external : JSON.createObjectNode());
    JsonNode consent = envelope.path("data").path("consent");
    customer.set("consent", consent.isObject() ? consent : JSON.createObjectNode());
    customer.putObject("attribution");
    return customer;
  }

  @Override
  public void close() {
    context.stop();
    recorder.close();
  }
}
