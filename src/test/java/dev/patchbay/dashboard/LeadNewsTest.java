package dev.patchbay.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeadNewsTest {

  private final AtomicLong told = new AtomicLong(7);
  private final AtomicInteger asked = new AtomicInteger();
  private final LeadNews news =
      new LeadNews(
          () -> {
            asked.incrementAndGet();
            return told.get();
          });

  private static final class Heard implements LeadNews.Listener {
    private final List<Long> news = new ArrayList<>();
    private int signs;
    private boolean parted;
    private boolean ended;
    private boolean away;

    @Override
    public synchronized void news(long told) throws IOException {
      if (away) {
        throw new IOException("gone");
      }
      news.add(told);
    }

    @Override
    public synchronized void stillHere() {
      signs++;
    }

    @Override
    public void enough() {
      parted = true;
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  @AfterEach
  void stop() {
    news.close();
  }

  @Test
  void asksOnceForAllAndTellsEachOnce() {
    List<Heard> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Heard heard = new Heard();
      all.add(heard);
      assertThat(news.listen("somebody " + i, heard)).isTrue();
    }
    news.look();
    told.set(8);
    int before = asked.get();
    news.look();
    assertThat(asked.get() - before).as("one question, or two with the watch's own").isLessThan(3);
    assertThat(all)
        .allSatisfy(heard -> assertThat(heard.news).endsWith(8L).doesNotHaveDuplicates());
  }

  @Test
  void saysThatItIsStillHereWhenNothingCame() {
    Heard heard = new Heard();
    news.listen("ana", heard);
    for (int i = 0; i < 65; i++) {
      news.look();
    }
    assertThat(heard.signs).isBetween(6, 7);
    assertThat(heard.news).containsExactly(7L);
  }

  @Test
  void endsEachAfterAMinuteSoThatItIsAskedAgainWhoItIs() {
    Heard first = new Heard();
    news.listen("ana", first);
    for (int i = 0; i < 60; i++) {
      news.look();
    }
    Heard second = new Heard();
    news.listen("ben", second);
    for (int i = 0; i < 70; i++) {
      news.look();
    }
    assertThat(first.ended).isTrue();
    assertThat(second.ended).isFalse();
    assertThat(news.listening()).isEqualTo(1);
  }

  @Test
  void forgetsWhoWentAway() {
    Heard gone = new Heard();
    Heard here = new Heard();
    gone.away = true;
    news.listen("ana", gone);
    news.listen("ben", here);
    told.set(9);
    news.look();
    assertThat(news.listening()).isEqualTo(1);
    assertThat(gone.ended).isTrue();
    assertThat(here.news).contains(9L);
  }

  @Test
  void endsTheOldestOfTooManyAndAllWithTheHub() {
    List<Heard> of = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Heard heard = new Heard();
      of.add(heard);
      news.listen("ana", heard);
    }
    Heard other = new Heard();
    news.listen("ben", other);
    news.look();
    assertThat(news.listening()).isEqualTo(7);
    assertThat(of.stream().map(heard -> heard.parted).toList())
        .containsExactly(true, true, false, false, false, false, false, false);
    assertThat(of.get(0).ended).isTrue();
    assertThat(other.ended).isFalse();
    news.close();
    assertThat(other.ended).isTrue();
    assertThat(news.listening()).isZero();
    assertThat(news.listen("ben", new Heard())).isFalse();
  }
}
