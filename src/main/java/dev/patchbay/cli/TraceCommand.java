package dev.patchbay.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.patchbay.access.Audit;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.StackReader;
import dev.patchbay.tracking.CustomerFinder;
import dev.patchbay.tracking.Journey;
import dev.patchbay.tracking.JourneyQuery;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells one customer's way, from the ad's click to the sale, with each attempt beneath. */
@Command(
    name = "trace",
    description = {
      "Tells one customer's way: visits, forms and calls, what was sent where and after how many"
          + " attempts, follow-ups, deals, sales.",
      "Works beside a running hub, or asks one over HTTP with --url. The audit notes it."
    },
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

  private static final int MOST = 5;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL);

  @Spec private @Nullable CommandSpec spec;

  @Mixin private HubDatabase hub = new HubDatabase();

  @Parameters(
      paramLabel = "WHO",
      description = "An e-mail, phone number, vendor's id, customer's id, or how a name begins.")
  private String who = "";

  @Option(names = "--url", description = "A hub to ask instead, such as http://127.0.0.1:8080.")
  private @Nullable URI url;

  @Option(
      names = "--token",
      description =
          "Its token, with the scopes read and read:personal. Default: PATCHBAY_API_TOKEN.")
  private @Nullable String token;

  @Option(
      names = "--stack",
      description =
          "Stack file whose time zone and region count. Default: ${DEFAULT-VALUE}, if there.")
  private Path stack = Path.of("stack.yaml");

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    StackFile written = Files.isReadable(stack) ? StackReader.read(stack) : null;
    String region = written == null ? "US" : written.region();
    List<Journey> journeys = url == null ? stored(region) : asked(url);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (journeys.isEmpty()) {
      spec.commandLine().getErr().println("Nobody is known by that.");
      return PatchbayCommand.FAILED;
    }
    ZoneId zone = written == null ? ZoneId.systemDefault() : written.timezone();
    for (Journey journey : journeys) {
      if (json) {
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(journey));
      } else {
        new JourneyText(out, zone).print(journey);
        out.println();
      }
    }
    return 0;
  }

  private List<Journey> stored(String region) {
    Clock clock = Clock.systemUTC();
    return hub.with(
        database ->
            database.inTransaction(
                sql -> {
                  List<Journey> journeys = new ArrayList<>();
                  for (UUID customer : CustomerFinder.find(sql, who, region, MOST)) {
                    journeys.add(
                        new JourneyQuery(new EventLog()).of(sql, customer, clock.instant()));
                  }
                  for (Journey journey : journeys) {
                    new Audit(clock)
                        .append(
                            sql,
                            HubDatabase.operator(),
                            "view",
                            "journey of " + journey.customer(),
                            null,
                            1);
                  }
                  return journeys;
                }));
  }

  private List<Journey> asked(URI hub) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    JsonNode found =
        get(client, hub, "/api/v1/customers?q=" + URLEncoder.encode(who, StandardCharsets.UTF_8));
    List<Journey> journeys = new ArrayList<>();
    for (JsonNode customer : found.path("rows")) {
      if (journeys.size() < MOST) {
        journeys.add(
            JSON.treeToValue(get(client, hub, customer.path("journey").asText()), Journey.class));
      }
    }
    return journeys;
  }

  private JsonNode get(HttpClient client, URI hub, String path)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.resolve(path)).timeout(Duration.ofSeconds(30));
    String secret = token == null ? System.getenv("PATCHBAY_API_TOKEN") : token;
    if (secret != null) {
      request.header("Authorization", "Bearer " + secret);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    JsonNode body = JSON.readTree(answer.body());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "The hub answers %d: %s %s"
              .formatted(
                  answer.statusCode(),
                  body.path("message").asText(),
                  body.path("remedy").asText()));
    }
    return body;
  }
}
