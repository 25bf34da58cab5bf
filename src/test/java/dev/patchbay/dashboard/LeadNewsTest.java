package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.dashboard.LeadNews.News;
import dev.patchbay.db.DatabaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeadNewsTest {

  private final AtomicLong told = new AtomicLong(7);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicBoolean away = new AtomicBoolean();
  private final LeadNews news =
      new LeadNews(
          () -> {
            asked.incrementAndGet();
            if (away.get()) {
              throw new DatabaseException(new java.sql.SQLException("away", "08006"));
            }
            return told.get();
          });

  @AfterEach
  void stop() {
    news.close();
  }

  @Test
  void tellsAtOnceWhoHeardNothingYetOrSomethingElse() {
    assertThat(news.next("ana", -1)).isCompletedWithValueMatching(one -> one.told() == 7);
    assertThat(news.next("ana", 6)).isCompletedWithValueMatching(News::isNews);
    assertThat(news.next("ana", 7)).isNotDone();
    assertThat(news.listening()).isEqualTo(1);
  }

  @Test
  void asksOnceForAllAndTellsEachOnce() {
    List<CompletableFuture<News>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(news.next("somebody " + i, 7));
    }
    told.set(8);
    int before = asked.get();
    news.look();
    assertThat(asked.get() - before).as("one question, or two with the watch's own").isLessThan(3);
    assertThat(all)
        .allSatisfy(
            one -> assertThat(one.join()).returns(8L, News::told).returns(true, News::isNews));
    assertThat(news.listening()).isZero();
  }

  @Test
  void nothingIsMissedBetweenAnAnswerAndTheNextQuestion() {
    long heard = news.next("ana", -1).join().told();
    told.set(8);
    News next = news.next("ana", heard).join();
    assertThat(next.told()).isEqualTo(8);
    assertThat(next.isNews()).isTrue();
  }

  @Test
  void answersAfterTwentySecondsSoThatWhoWaitsIsAskedAgainWhoTheyAre() {
    CompletableFuture<News> first = news.next("ana", 7);
    for (int i = 0; i < 20; i++) {
      news.look();
    }
    CompletableFuture<News> second = news.next("ben", 7);
    for (int i = 0; i < 20; i++) {
      news.look();
    }
    assertThat(first).isCompletedWithValueMatching(one -> !one.isNews() && one.told() == 7);
    assertThat(second).isNotDone();
  }

  @Test
  void sendsTheOldestOfTooManyAwayAndAllWithTheHub() {
    List<CompletableFuture<News>> of = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      of.add(news.next("ana", 7));
    }
    CompletableFuture<News> other = news.next("ben", 7);
    assertThat(news.listening()).isEqualTo(7);
    assertThat(of.stream().map(CompletableFuture::isDone).toList())
        .containsExactly(true, true, false, false, false, false, false, false);
    assertThat(of.get(0).join().again()).isGreaterThan(Duration.ofMinutes(1));
    assertThat(other).isNotDone();
    news.close();
    assertThat(other).isCompletedWithValueMatching(one -> !one.isNews());
    assertThat(news.listening()).isZero();
    assertThat(news.next("ben", 7)).isCompletedWithValueMatching(one -> !one.isNews());
  }

  @Test
  void asksAgainWhenTheDatabaseIsAway() {
    CompletableFuture<News> waits = news.next("ana", 7);
    away.set(true);
    assertThat(news.next("ben", 5))
        .isCompletedWithValueMatching(one -> !one.isNews() && one.told() == 5);
    news.look();
    assertThat(waits).isNotDone();
    away.set(false);
    told.set(9);
    news.look();
    assertThat(waits).isCompletedWithValueMatching(one -> one.told() == 9);
  }

  @Test
  void isWrittenAsAnEventStreamThatEnds() {
    assertThat(new News(8, true, Duration.ofMillis(100)).text())
        .isEqualTo("retry: 100\nid: 8\nevent: news\ndata: 8\n\n");
    assertThat(new News(8, false, Duration.ofSeconds(1)).text())
        .isEqualTo("retry: 1000\nid: 8\n\n");
  }
}
