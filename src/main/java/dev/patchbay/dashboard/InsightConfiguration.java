package dev.patchbay.dashboard;

import dev.patchbay.plan.Plan;
import java.time.Clock;
import org.springframework.context.annotation.Bean;

/** The pages of figures: funnel, sources, landing pages, counts, and the rows they open to. */
class InsightConfiguration {

  @Bean
  PagePart funnelPages(Plan plan, Clock clock) {
    return new FunnelPages(new Times(plan.timezone(), clock));
  }

  @Bean
  PagePart sourcePages(Plan plan, Clock clock) {
    return new SourcePages(new Times(plan.timezone(), clock));
  }

  @Bean
  PagePart speedPages(Plan plan, Clock clock) {
    return new SpeedPages(new Times(plan.timezone(), clock));
  }

  @Bean
  PagePart countPages(Plan plan, Clock clock) {
    return new CountPages(new Times(plan.timezone(), clock));
  }

  @Bean
  PagePart suppressionPages(Plan plan, Clock clock) {
    return new SuppressionPages(new Times(plan.timezone(), clock));
  }

  @Bean
  PagePart reportPages() {
    return new ReportPages();
  }

  @Bean
  PagePart rowPages(Plan plan, Clock clock) {
    return new RowPages(new Times(plan.timezone(), clock));
  }
}
