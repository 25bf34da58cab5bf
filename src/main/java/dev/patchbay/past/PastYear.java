package dev.patchbay.past;

import dev.patchbay.event.Event;
import dev.patchbay.event.Ids;
import dev.patchbay.event.Spend;
import dev.patchbay.past.Past.Way;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All events of a year, in the order in which they were received. Pure: the same description, seed
 * and size give the same events.
 */
public final class PastYear implements Iterator<PastEvent> {

  private static final int SAMPLE = 4000;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Past past;
  private final long seed;
  private final Calendar calendar;
  private final Ways ways;
  private final Diary diary;
  private final Journeys journeys;
  private final int begins;
  private long[] today = new long[0];
  private int day;
  private int place;
  private int begun;
  private long told;

  private PastYear(Past past, long seed, int begins) {
    this.past = past;
    this.seed = seed;
    this.begins = begins;
    this.calendar = new Calendar(past);
    this.ways = new Ways(past, calendar);
    this.diary = new Diary(past, calendar);
    this.journeys = new Journeys(past, calendar, ways, diary);
  }

  /**
   * The year.
   *
   * @param seed same seed, same year
   * @param events about how many, give or take a few percent; at least a few thousand
   */
  public static PastYear of(Past past, long seed, int events) {
    PastYear sample = new PastYear(past, seed, SAMPLE);
    for (int day = 0; day < past.days(); day++) {
      sample.begin(day);
      for (long moment : sample.today) {
        sample.beginOne(moment);
      }
    }
    long reports = past.ways().stream().filter(way -> way.clickCents() > 0).count() * past.days();
    double each = (double) (sample.diary.size() - reports) / SAMPLE;
    return new PastYear(past, seed, (int) Math.max(1, (events - reports) / each));
  }

  @Override
  public boolean hasNext() {
    advance();
    return diary.size() > 0;
  }

  @Override
  public PastEvent next() {
    advance();
    if (diary.size() == 0) {
      throw new NoSuchElementException("The year is over");
    }
    return event(diary.next());
  }

  /** Lets people come until what is next to be told can no longer be preceded. */
  private void advance() {
    while (day <= past.days()) {
      if (place < today.length) {
        if (diary.hasBefore(today[place])) {
          return;
        }
        beginOne(today[place++]);
      } else if (day < past.days()) {
        begin(day++);
        place = 0;
      } else {
        return;
      }
    }
  }

  private void begin(int of) {
    int before = of == 0 ? 0 : calendar.comeBy(of - 1, begins);
    today = new long[calendar.comeBy(of, begins) - before];
    RandomGenerator hours = new Chance(seed ^ GOLDEN * (of + 1)).random;
    for (int i = 0; i < today.length; i++) {
      today[i] = calendar.moment(of, hours);
    }
    java.util.Arrays.sort(today);
    for (int i = 0; i < ways.all().size(); i++) {
      spend(ways.all().get(i), i, of);
    }
  }

  private void beginOne(long moment) {
    journeys.begin(moment, new Chance(seed * GOLDEN + begun++));
  }

  /** What a campaign cost on a day. */
  private void spend(Way way, int number, int of) {
    long noon = calendar.begin() + of * Calendar.DAY + Calendar.DAY / 2;
    if (way.clickCents() == 0 || !ways.isThere(way, noon)) {
      return;
    }
    Chance chance = new Chance(seed + GOLDEN * (of * 1000L + number + 1000));
    double weights = ways.all().stream().mapToDouble(Way::weight).sum();
    // People who come by it, and those who click and leave before the script has run.
    long clicks =
        Math.round(
            today.length * way.weight() / weights * (1.1 + 0.2 * chance.random.nextDouble()));
    Spend spend =
        new Spend(
            way.campaign(),
            calendar.date(of).toString(),
            Math.round(clicks * way.clickCents()),
            "USD",
            clicks,
            clicks * chance.between(20, 60));
    diary.tell(
        "ad.spend_reported",
        past.connections().spend(),
        way.campaign() + "/" + spend.day(),
        noon,
        () -> Telling.spend(Ways.reported(way), spend));
  }

  private PastEvent event(Step step) {
    long number = told++;
    UUID message =
        new UUID(
            (step.received() << 16) | 0x7000L | (number & 0x0FFFL),
            0x8000000000000000L | ((seed * GOLDEN + number) & 0x3FFFFFFFFFFFFFFFL));
    @Nullable String subject = step.subject();
    Event event =
        new Event(
            Ids.derived(message, "0"),
            step.type(),
            step.source(),
            subject,
            Instant.ofEpochMilli(step.happened()),
            step.data().get());
    return new PastEvent(message, Instant.ofEpochMilli(step.received()), event);
  }
}
