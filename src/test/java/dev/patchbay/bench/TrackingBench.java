package dev.patchbay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import dev.patchbay.db.OpenDatabase;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.fault.HubProcess;
import dev.patchbay.fault.PackagedProgram;
import dev.patchbay.past.LoadedYear;
import dev.patchbay.past.Past;
import dev.patchbay.tracking.AttributionView;
import dev.patchbay.tracking.CountLedger;
import dev.patchbay.tracking.CustomerFinder;
import dev.patchbay.tracking.Funnel;
import dev.patchbay.tracking.JourneyQuery;
import dev.patchbay.tracking.LeadList;
import dev.patchbay.tracking.LedgerLeads;
import dev.patchbay.tracking.PageSpeedView;
import dev.patchbay.tracking.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the views over a made-up year, as large as is asked, in a database of its own, and then
 * every page of the packaged program over it.
 */
@EnabledIfSystemProperty(named = "bench", matches = "tracking")
class TrackingBench {

  private static final int EVENTS = Integer.getInteger("bench.events", 100_000);
  private static final String STORY = System.getProperty("bench.story", "harbor-coffee");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z_]+)}");
  private static final Set<String> DATABASES =
      Set.of("PBX_URL", "WAREHOUSE_URL", "ACCOUNTS_URL", "CRM_DATABASE_URL");
  private static final int WARM_UPS = 5;
  private static final int RUNS = 40;
  private static final Map<String, String> QUARTER =
      Map.of("from", "2026-07-01", "to", "2026-10-01");

  /** A folder to keep the year in, and to find it in the next time; made anew where not given. */
  private static final @Nullable String KEPT = System.getProperty("bench.data");

  @TempDir Path folder;

  private final BenchReport report = new BenchReport();
  private final Question question =
      new Question(
          ZoneId.of(Past.read(Path.of("examples", STORY)).timezone()), "US", LoadedYear.TODAY);
  private final JourneyQuery journeys = new JourneyQuery(new EventLog());
  private final CountLedger ledger =
      new CountLedger(new LedgerLeads(Set.of("crm"), Set.of("ads-audience")));

  /** A question that a person at a view asks; {@code number} tells the asking apart. */
  @FunctionalInterface
  private interface Asked {
    Object ask(Connection sql, int number) throws SQLException;
  }

  @Test
  void measures() {
    Path data = KEPT == null ? folder.resolve("data") : Path.of(KEPT).toAbsolutePath();
    boolean isKept = Files.isDirectory(data.resolve("postgres"));
    try (OpenDatabase open = DatabaseOpener.open(new DatabaseSettings(null, data, true, 4))) {
      Database database = open.database();
      if (!isKept) {
        load(database);
      }
      sizes(database);
      lists(database);
      journeys(database);
      views(database);
    }
    pages(data);
    String machine =
        "%s, %d processors, load average %.1f"
            .formatted(
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    System.out.println(machine + "\n" + report.table());
    report.write(Path.of("target", "bench-tracking.json"));
    if (Boolean.getBoolean("bench.strict")) {
      assertThat(report.missed()).as("figures that miss their target").isEmpty();
    }
  }

  private void load(Database database) {
    LoadedYear year =
        LoadedYear.load(
            database, STORY, LoadedYear.year(STORY, 1, EVENTS), 1000, TrackingBench::tell);
    double loading = year.loading().toMillis() / 1000.0;
    double projecting = year.projecting().toMillis() / 1000.0;
    report.add("events of a year of " + STORY, "", year.stored());
    report.add("  stored, with people and deliveries", "/s", year.stored() / loading);
    report.add("  told as leads and journeys", "/s", year.stored() / projecting);
    report.add("  both together", "s", loading + projecting);
  }

  private static void tell(long stored) {
    if (stored % 100_000 == 0) {
      System.out.println(stored + " events stored");
    }
  }

  private void sizes(Database database) {
    for (String table :
        List.of(
            "event",
            "customer",
            "delivery",
            "lead",
            "touch",
            "sale",
            "visit",
            "submission",
            "page_speed")) {
      report.add(
          "  rows of " + table,
          "",
          Double.parseDouble(rows(database, "select count(*) from " + table).get(0)));
    }
    report.add(
        "  database",
        "MB",
        Double.parseDouble(
            rows(database, "select pg_database_size(current_database()) / 1048576.0").get(0)));
  }

  private void lists(Database database) {
    list(database, "first page", Map.of());
    list(database, "of a source", Map.of("source", "google"));
    list(database, "waiting for an answer", Map.of("waiting", "yes"));
    list(database, "won, of a quarter", with(QUARTER, "status", "won"));
    List<String> emails =
        rows(database, "select email from lead where email is not null order by id limit 45");
    measure(
        database,
        "list, search by e-mail",
        100,
        (sql, number) ->
            LeadList.ROWS.page(
                sql, Map.of("q", emails.get(number % emails.size())), question, null, null, 50));
    String middle =
        database.inTransaction(
            sql -> {
              String next = null;
              for (int page = 0; page < 40; page++) {
                next = LeadList.ROWS.page(sql, Map.of(), question, null, next, 500).next();
                if (next == null) {
                  break;
                }
              }
              return next;
            });
    measure(
        database,
        "list, a page 20,000 leads deep",
        100,
        (sql, number) -> LeadList.ROWS.page(sql, Map.of(), question, null, middle, 50));
    measure(
        database,
        "list, statuses counted",
        100,
        (sql, number) -> LeadList.statuses(sql, QUARTER, question));
  }

  private void list(Database database, String what, Map<String, String> given) {
    measure(
        database,
        "list of 50, " + what,
        100,
        (sql, number) -> LeadList.ROWS.page(sql, given, question, null, null, 50));
  }

  private void journeys(Database database) {
    String grouped =
        "select customer from event where customer is not null group by customer having count(*) ";
    journey(database, "of 5 to 20 events", ids(database, grouped + "between 5 and 20 limit 45"));
    journey(database, "of over 100 events", ids(database, grouped + "> 100 limit 45"));
    List<String> phones =
        rows(database, "select phone from lead where phone is not null order by id limit 45");
    measure(
        database,
        "customer found by phone",
        50,
        (sql, number) -> CustomerFinder.find(sql, phones.get(number % phones.size()), "US", 5));
  }

  private void journey(Database database, String what, List<UUID> whose) {
    if (!whose.isEmpty()) {
      measure(
          database,
          "journey " + what,
          50,
          (sql, number) -> journeys.of(sql, whose.get(number % whose.size()), LoadedYear.TODAY));
    }
  }

  private void views(Database database) {
    for (String by : List.of("source", "campaign", "week")) {
      measure(
          database,
          "funnel of a quarter by " + by,
          1000,
          (sql, number) -> Funnel.view(sql, with(QUARTER, "by", by), question));
    }
    measure(
        database,
        "attribution of a quarter by campaign",
        1000,
        (sql, number) -> AttributionView.view(sql, QUARTER, question));
    measure(
        database,
        "pages of a quarter",
        1000,
        (sql, number) -> PageSpeedView.view(sql, QUARTER, question));
    measure(
        database,
        "count ledger of a quarter",
        1000,
        (sql, number) -> ledger.view(sql, QUARTER, question));
  }

  /**
   * What people see of that year: the packaged program on the same data, with nobody to talk to.
   */
  private void pages(Path data) {
    Path stack = Path.of("examples", STORY, "stack.yaml").toAbsolutePath();
    int port = HubProcess.freePort();
    try (HubProcess hub =
        new HubProcess(
            PackagedProgram.get().command("run", stack, "--port", port, "--data", data),
            folder,
            data,
            port)) {
      secrets(stack).forEach(hub::with);
      hub.with("PATCHBAY_API_OPEN_ON_LOOPBACK", "true");
      report.add("hub ready on that year", "s", hub.start().awaitReady(PATIENCE).toMillis() / 1e3);
      new PageTimes(port, report).measure();
      report.add("hub, memory", "MB", ProcessMemory.residentMb(hub.pid()));
    }
  }

  /** Something for each variable of a stack: nobody listens at the addresses. */
  private Map<String, String> secrets(Path stack) {
    Map<String, String> secrets = new TreeMap<>();
    Matcher names = VARIABLE.matcher(text(stack));
    while (names.find()) {
      String name = names.group(1);
      secrets.put(
          name,
          switch (name.substring(name.lastIndexOf('_') + 1)) {
            case "PORT" -> "9";
            case "FOLDER" -> folder.resolve(name).toString();
            case "URL" ->
                DATABASES.contains(name)
                    ? "jdbc:postgresql://127.0.0.1:9/none"
                    : "http://127.0.0.1:9";
            default -> "made-up";
          });
    }
    return secrets;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void measure(Database database, String name, double targetMs, Asked asked) {
    double[] took = new double[RUNS];
    for (int run = -WARM_UPS; run < RUNS; run++) {
      int number = run + WARM_UPS;
      long begin = System.nanoTime();
      database.inTransaction(sql -> asked.ask(sql, number));
      if (run >= 0) {
        took[run] = (System.nanoTime() - begin) / 1e6;
      }
    }
    Arrays.sort(took);
    report.add(name + ": median", "ms", took[RUNS / 2]);
    report.atMost("  p95", "ms", took[RUNS * 95 / 100], targetMs);
  }

  private static Map<String, String> with(Map<String, String> given, String name, String value) {
    Map<String, String> all = new TreeMap<>(given);
    all.put(name, value);
    return all;
  }

  private static List<UUID> ids(Database database, String query) {
    return rows(database, query).stream().map(UUID::fromString).toList();
  }

  private static List<String> rows(Database database, String query) {
    return database.inTransaction(
        sql -> {
          List<String> all = new ArrayList<>();
          try (Statement statement = sql.createStatement();
              ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
              all.add(rows.getString(1));
            }
          }
          return all;
        });
  }
}
