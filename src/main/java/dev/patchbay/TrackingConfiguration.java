package dev.patchbay;

import dev.patchbay.db.Database;
import dev.patchbay.delivery.Lanes;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.EventLog;
import dev.patchbay.metrics.Meters;
import dev.patchbay.outbox.Outbox;
import dev.patchbay.pipeline.Backlog;
import dev.patchbay.pipeline.IdentityKeeper;
import dev.patchbay.pipeline.IdentityRebuild;
import dev.patchbay.pipeline.LeadDesk;
import dev.patchbay.pipeline.MergeTelling;
import dev.patchbay.pipeline.Retention;
import dev.patchbay.pipeline.UnansweredAlarm;
import dev.patchbay.pipeline.WeeklyTelling;
import dev.patchbay.plan.Plan;
import dev.patchbay.tracking.Corrections;
import dev.patchbay.tracking.Projector;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What makes calls and leads, touches and sales out of what is stored. */
@Configuration(proxyBeanMethods = false)
class TrackingConfiguration {

  /** Messages that wait to be processed; at a small business's pace there are none or one. */
  private static final int BUSY = 500;

  private static BooleanSupplier busy(Backlog backlog) {
    return () -> backlog.size() >= BUSY;
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Projector projector(
      Database database, EventLog events, Plan plan, Backlog backlog, Meters meters, Clock clock) {
    return new Projector(database, events, plan::leads, busy(backlog), meters, clock);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  UnansweredAlarm unansweredAlarm(
      Database database, Plan plan, EventLog events, Outbox outbox, Lanes lanes, Clock clock) {
    return new UnansweredAlarm(database, () -> plan, events, outbox, lanes, clock);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  MergeTelling mergeTelling(
      Database database, Plan plan, EventLog events, Outbox outbox, Lanes lanes, Clock clock) {
    return new MergeTelling(database, () -> plan, events, outbox, lanes, clock);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  WeeklyTelling weeklyTelling(
      Database database, Plan plan, EventLog events, Outbox outbox, Lanes lanes, Clock clock) {
    return new WeeklyTelling(database, () -> plan, events, outbox, lanes, clock);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  IdentityKeeper identityKeeper(Database database, Plan plan, IdentityRebuild rebuild) {
    return new IdentityKeeper(database, plan::identity, rebuild);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Retention retention(Database database, Plan plan, Backlog backlog, Meters meters, Clock clock) {
    return new Retention(database, () -> plan, busy(backlog), meters, clock);
  }

  @Bean
  Corrections corrections(
      Ids ids, Plan plan, EventLog events, Outbox outbox, Lanes lanes, Clock clock) {
    return new Corrections(ids, new LeadDesk(() -> plan, events, outbox, lanes, clock));
  }
}
