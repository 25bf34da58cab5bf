package dev.patchbay.lead;

import dev.patchbay.event.Attribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random histories of one customer. */
public final class MadeHistory {

  private static final long MONTH = 30 * 24 * 60;

  private final Random random;
  private final String name;

  public MadeHistory(Random random, String name) {
    this.random = random;
    this.name = name;
  }

  public List<Happening> events(int size) {
    List<Happening> events = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String event = name + "-" + i;
      long minutes = Math.floorMod(random.nextLong(), MONTH) / (random.nextBoolean() ? 1 : 30);
      switch (random.nextInt(10)) {
        case 0, 1 -> events.add(Told.visit(event, minutes, from()));
        case 2 -> events.add(Told.form(event, minutes, from()));
        case 3, 4 -> call(events, event, minutes);
        case 5 -> events.add(Told.followUp(event, minutes, random.nextBoolean()));
        case 6 ->
            events.add(
                Told.deal(
                    event,
                    minutes,
                    "deal-" + random.nextInt(3),
                    List.of("Qualified", "Quote sent", "Won", "Lost", "?").get(random.nextInt(5)),
                    random.nextBoolean() ? null : 1_000L * random.nextInt(100)));
        case 7 -> events.add(Told.sale(event, minutes, name + "s" + random.nextInt(4), 2_500));
        case 8 -> events.add(Told.submission(event, minutes, from()));
        default -> events.add(Told.refund(event, minutes, name + "s" + random.nextInt(4), 500));
      }
    }
    return events;
  }

  private void call(List<Happening> events, String event, long minutes) {
    String id = name + "c" + random.nextInt(6);
    String source = random.nextBoolean() ? "phone" : "tracking";
    String type = List.of("call.started", "call.completed", "call.updated").get(random.nextInt(3));
    boolean ended = !type.equals("call.started");
    events.add(
        Told.call(
            event,
            type,
            source,
            minutes,
            id,
            Told.facts(
                id,
                random.nextInt(4) == 0 ? "outbound" : "inbound",
                ended ? random.nextInt(100) : null,
                ended ? random.nextBoolean() : null,
                ended && random.nextBoolean() ? "https://calls.example.com/" + event : null),
            from()));
  }

  private Attribution from() {
    return switch (random.nextInt(4)) {
      case 0 -> Told.from("google", "cpc", "spring");
      case 1 -> Told.attribution(null, null, null, "click-" + random.nextInt(5), null, null, null);
      case 2 ->
          Told.attribution(
              null, null, null, null, "https://news.example.org/a", "https://example.com/b", null);
      default -> Told.attribution(null, null, null, null, null, null, null);
    };
  }
}
