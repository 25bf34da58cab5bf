package dev.patchbay;

import dev.patchbay.connector.Catalog;
import dev.patchbay.credential.Seal;
import dev.patchbay.customer.Customers;
import dev.patchbay.customer.IdentityDesk;
import dev.patchbay.dashboard.DashboardConfiguration;
import dev.patchbay.db.Database;
import dev.patchbay.db.DatabaseOpener;
import dev.patchbay.db.DatabaseSettings;
import dev.patchbay.db.OpenDatabase;
import dev.patchbay.db.Replica;
import dev.patchbay.delivery.DeliverySettings;
import dev.patchbay.delivery.LaneSettings;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.inbox.InboxSettings;
import dev.patchbay.inbox.JdbcInbox;
import dev.patchbay.inbox.Message;
import dev.patchbay.inbox.MessageList;
import dev.patchbay.inbox.MessageStore;
import dev.patchbay.inbox.PollCursors;
import dev.patchbay.inbox.PollHealth;
import dev.patchbay.mapping.Mappings;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.pipeline.Backlog;
import dev.patchbay.pipeline.DatabaseMeters;
import dev.patchbay.pipeline.Following;
import dev.patchbay.pipeline.IdentityRebuild;
import dev.patchbay.pipeline.Pipeline;
import dev.patchbay.pipeline.SheetReader;
import dev.patchbay.pipeline.WaitingMeters;
import dev.patchbay.plan.Plan;
import dev.patchbay.plan.PlannedConnection;
import dev.patchbay.plan.Planner;
import dev.patchbay.signin.SignInConfiguration;
import dev.patchbay.stack.StackFile;
import dev.patchbay.stack.StackReader;
import dev.patchbay.tools.ErasureKeeper;
import dev.patchbay.web.WebConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Puts a hub into a Spring Boot application: everything from the database up to the running routes.
 * On as soon as {@code patchbay.stack} names a stack file.
 */
@AutoConfiguration
@ConditionalOnProperty("patchbay.stack")
@EnableConfigurationProperties(PatchbaySettings.class)
@Import({
  RouteConfiguration.class,
  TrackingConfiguration.class,
  WebConfiguration.class,
  SignInConfiguration.class,
  DashboardConfiguration.class
})
public class PatchbayAutoConfiguration {

  private static final Logger log = LoggerFactory.getLogger(PatchbayAutoConfiguration.class);

  @Bean
  @ConditionalOnMissingBean
  Clock patchbayClock() {
    return Clock.systemUTC();
  }

  @Bean
  @ConditionalOnMissingBean
  RandomGenerator patchbayRandom() {
    return new SecureRandom();
  }

  @Bean
  Ids patchbayIds(Clock clock, RandomGenerator random) {
    return new Ids(clock, random);
  }

  @Bean
  Meters patchbayMeters(MeterRegistry registry) {
    return new Meters(registry);
  }

  @Bean
  StackFile patchbayStack(PatchbaySettings settings) {
    return StackReader.read(settings.stack());
  }

  /** What the library knows, and what the user put beside the stack. */
  @Bean
  Catalog patchbayCatalog(StackFile stack) {
    return Catalog.load(List.of(stack.folder().resolve("connectors")));
  }

  /** The plan; an application whose stack has errors does not start, and says each of them. */
  @Bean
  Plan patchbayPlan(StackFile stack, Catalog catalog, Environment environment) {
    Plan plan =
        Planner.of(catalog, name -> variable(environment, name), Mappings::compile).plan(stack);
    for (Finding finding : catalog.findings()) {
      log.warn("{}", finding);
    }
    if (plan.hasErrors()) {
      throw new StackRefusedException(plan.findings());
    }
    for (Finding finding : plan.findings()) {
      log.warn("{}", finding);
    }
    return plan;
  }

  @Bean(destroyMethod = "close")
  OpenDatabase patchbayDatabase(PatchbaySettings settings, Plan plan) {
    return DatabaseOpener.open(
        new DatabaseSettings(
            settings.db(),
            settings.data(),
            settings.database().allowUnsafe(),
            settings.database().connections()));
  }

  @Bean
  Database database(OpenDatabase open) {
    return open.database();
  }

  @Bean(destroyMethod = "close")
  Replica patchbayReplica(OpenDatabase open, Database database) {
    return Replica.join(database, hostName(), open.isEmbedded());
  }

  @Bean
  MessageStore messageStore() {
    return new MessageStore();
  }

  @Bean
  MessageList messageList() {
    return new MessageList();
  }

  @Bean
  PollHealth pollHealth(Clock clock) {
    return new PollHealth(clock);
  }

  @Bean
  PollCursors pollCursors() {
    return new PollCursors();
  }

  @Bean
  EventLog eventLog() {
    return new EventLog();
  }

  @Bean
  Customers customers(Ids ids, Plan plan) {
    return new Customers(ids, plan::identity, new Following());
  }

  @Bean
  IdentityDesk identityDesk(Customers customers, Ids ids, Clock clock) {
    return new IdentityDesk(customers, ids, clock);
  }

  @Bean
  IdentityRebuild identityRebuild(
      Database database, EventLog events, Customers customers, Clock clock) {
    return new IdentityRebuild(database, events, customers, clock);
  }

  @Bean
  Seal seal(PatchbaySettings settings, RandomGenerator random) {
    String key = settings.secretsKey();
    return key == null || key.isBlank()
        ? Seal.inFolder(settings.data(), random)
        : Seal.withKey(key, random);
  }

  @Bean(destroyMethod = "close")
  ErasureKeeper erasureKeeper(Database database) {
    return new ErasureKeeper(database, Duration.ofSeconds(20));
  }

  @Bean
  Outbox outbox(Ids ids) {
    return new Outbox(ids);
  }

  @Bean
  Backlog backlog(
      Database database, Replica replica, MessageStore store, PatchbaySettings settings) {
    return new Backlog(
        new Backlog.Table() {
          @Override
          public List<Message> claim(int limit, long bytes) {
            return database.inTransaction(
                connection -> store.claim(connection, replica.id(), limit, bytes));
          }

          @Override
          public List<Message> load(List<UUID> messages) {
            return database.inTransaction(
                connection -> store.load(connection, replica.id(), messages));
          }

          @Override
          public List<Message> forgotten(Collection<UUID> known, long bytes) {
            return database.inTransaction(
                connection -> store.others(connection, replica.id(), known, bytes));
          }

          @Override
          public void release(List<UUID> messages) {
            database.inTransaction(
                connection -> {
                  store.release(connection, messages);
                  return messages.size();
                });
          }
        },
        settings.pipeline().memory(),
        settings.pipeline().sweepEvery());
  }

  @Bean(destroyMethod = "close")
  JdbcInbox inbox(Database database, Replica replica, Ids ids, Meters meters, Backlog backlog) {
    JdbcInbox inbox = new JdbcInbox(database, replica.id(), ids, meters, InboxSettings.DEFAULT);
    inbox.onCommitted(backlog::offer);
    return inbox;
  }

  @Bean(destroyMethod = "close")
  Lanes lanes(
      Database database,
      Replica replica,
      EventLog events,
      Meters meters,
      Clock clock,
      RandomGenerator random) {
    return new Lanes(
        database,
        replica,
        events::find,
        condition -> Mappings.compile("outcome table", condition, name -> Optional.empty()),
        meters,
        clock,
        random,
        DeliverySettings.STANDARD);
  }

  @Bean
  Pipeline pipeline(
      Database database,
      Replica replica,
      Plan plan,
      MessageStore messages,
      Customers customers,
      EventLog events,
      Outbox outbox,
      Lanes lanes,
      Meters meters,
      Clock clock,
      JdbcInbox inbox) {
    return new Pipeline(
        database,
        replica.id(),
        () -> plan,
        new SheetReader(plan),
        messages,
        customers,
        events,
        outbox,
        lanes,
        meters,
        clock,
        inbox::isCrowded);
  }

  @Bean
  SmartInitializingSingleton waitingMeters(
      Plan plan, Database database, MessageList messages, Meters meters, Clock clock) {
    List<String> sources =
        plan.connections().values().stream()
            .filter(connection -> connection.connector().source() != null)
            .map(PlannedConnection::name)
            .toList();
    return () -> {
      WaitingMeters.show(sources, database, messages, meters, clock);
      DatabaseMeters.show(plan, database, meters, clock);
    };
  }

  static LaneSettings laneSettings(Plan plan, PlannedConnection destination) {
    LaneSettings settings =
        LaneSettings.of(
            destination.name(),
            destination.connector().sinks(),
            plan.sinksUsed(destination),
            destination.laneRateLimit());
    Integer concurrency = destination.laneConcurrency();
    return concurrency == null
        ? settings
        : new LaneSettings(
            settings.destination(),
            settings.sinks(),
            concurrency,
            2 * concurrency,
            settings.rateLimit());
  }

  /** What a stack means by {@code ${env:NAME}}; programs around a hub may set it as a property. */
  private static Optional<String> variable(Environment environment, String name) {
    return Optional.ofNullable(System.getenv(name))
        .or(() -> Optional.ofNullable(environment.getProperty("patchbay.env." + name)));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
