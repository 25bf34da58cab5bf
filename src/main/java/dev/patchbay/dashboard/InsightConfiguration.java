package dev.patchbay.dashboard;

import org.springframework.context.annotation.Bean;

/** The pages of figures: funnel, sources, landing pages, counts, and the rows they open to. */
class InsightConfiguration {

  @Bean
  PagePart funnelPages(Times times) {
    return new FunnelPages(times);
  }

  @Bean
  PagePart sourcePages(Times times) {
    return new SourcePages(times);
  }

  @Bean
  PagePart speedPages(Times times) {
    return new SpeedPages(times);
  }

  @Bean
  PagePart countPages(Times times) {
    return new CountPages(times);
  }

  @Bean
  PagePart suppressionPages(Times times) {
    return new SuppressionPages(times);
  }

  @Bean
  PagePart reportPages() {
    return new ReportPages();
  }

  @Bean
  PagePart rowPages(Times times) {
    return new RowPages(times);
  }
}
