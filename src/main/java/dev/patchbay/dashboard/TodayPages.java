package dev.patchbay.dashboard;

import dev.patchbay.web.RefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerResponse;

/** Home: whether anything is wrong right now, who waits for an answer, how the day goes. */
final class TodayPages implements PagePart {

  /** Something to look at. */
  record Concern(
      String level,
      String kind,
      @Nullable String connection,
      String text,
      @Nullable String meaning,
      @Nullable String remedy,
      @Nullable Instant since,
      String link) {

    /** The class that colors it. */
    public String color() {
      return level.equals("broken") ? "bad" : level.equals("attention") ? "warn" : "";
    }

    /** Its gravity in a word. */
    public String word() {
      return level.equals("broken") ? "Broken" : level.equals("attention") ? "Look" : "Note";
    }

    /** The same each time the page is shown. */
    public String id() {
      return kind.replace('.', '-') + (connection == null ? "" : "-" + connection);
    }
  }

  /** Who wrote or called. */
  record Lead(
      UUID id,
      String channel,
      String connection,
      Instant receivedAt,
      @Nullable String name,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String source) {

    /** Whatever they are known by. */
    public String who() {
      return name != null ? name : email != null ? email : phone != null ? phone : "Unknown caller";
    }
  }

  /** A lead that waits. */
  record Waiting(Lead lead, long waitingMs, @Nullable Long targetMs, boolean late) {}

  /** All that wait. */
  record WaitingPart(long number, long late, List<Waiting> newest) {}

  /** How fast leads reach the CRM. */
  record Crm(
      List<String> crm,
      long leads,
      @Nullable Long p50Ms,
      @Nullable Long p95Ms,
      @Nullable Long withinMs,
      long late) {}

  /** A number beside what is usual. */
  record Count(long today, @Nullable Double usual, long lowest, long highest, String open) {

    /** What is usual, in words. */
    public String note() {
      if (usual == null) {
        return "no earlier weeks to compare with";
      }
      String about = "usually %.0f by now".formatted(usual);
      if (today < lowest) {
        return about + ": fewer than in any of the last weeks";
      }
      return today > highest ? about + ": more than in any of the last weeks" : about;
    }
  }

  /** How the day goes. */
  record Day(
      LocalDate day,
      Count calls,
      Count leads,
      Count sales,
      @Nullable Long revenue,
      @Nullable String currency) {}

  /** All of it. */
  record Today(
      Instant asOf, List<Concern> concerns, WaitingPart waiting, @Nullable Crm crm, Day day) {

    /** How many need somebody; notes do not. */
    public long wrong() {
      return concerns.stream().filter(concern -> !concern.level().equals("note")).count();
    }

    /** Whether too many leads reach the CRM too late. */
    public boolean slow() {
      return crm != null
          && crm.withinMs() != null
          && crm.p95Ms() != null
          && crm.p95Ms() > crm.withinMs();
    }

    /** What the page says, but for what every second changes. */
    String digest() {
      StringBuilder text = new StringBuilder();
      concerns.forEach(each -> text.append(each.text()).append(each.meaning()));
      waiting
          .newest()
          .forEach(
              each ->
                  text.append(each.lead().id())
                      .append(each.waitingMs() / 60_000)
                      .append(each.late()));
      text.append(waiting.number()).append(crm).append(day);
      return Integer.toHexString(text.toString().hashCode());
    }
  }

  @Override
  public List<PageRoute> routes() {
    return List.of(PageRoute.get("/app", this::today).framed("Today"));
  }

  private PageAnswer today(PageCall call) throws RefusedException {
    Today today = call.read("/api/v1/today", Map.of(), Today.class);
    String digest = today.digest();
    if (call.isPart() && digest.equals(call.text("seen"))) {
      // Nothing is put in place of what somebody may be reading or pointing at.
      return new PageAnswer.Raw(ServerResponse.noContent().build());
    }
    return PageAnswer.html(
        call.isPart() ? "today :: state" : "today", Map.of("today", today, "seen", digest));
  }
}
