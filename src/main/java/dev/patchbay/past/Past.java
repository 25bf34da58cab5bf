package dev.patchbay.past;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.yaml.YamlDocument;
import dev.patchbay.yaml.YamlNode;
import dev.patchbay.yaml.YamlReader;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an example says of its past year, in {@code past.yaml}. Days are written as {@code
 * 2026-03-01} and times as {@code 2026-03-01T23:10}, both by the business's clocks.
 *
 * @param timezone of the business
 * @param from first day
 * @param days how many
 * @param months twelve, January first: how busy each is
 * @param weekdays seven, Monday first: how busy each is
 * @param hours twenty-four: how busy each is
 * @param hired when calls are answered
 * @param lunch when few are, in the form of opening hours
 * @param connections who tells what
 * @param capture connections to how long after something happened they tell of it: seconds, or
 *     {@code nightly}
 * @param rates how often things happen, as shares
 * @param pace how long things take
 * @param money what things cost, in cents
 * @param stages the CRM's own names for how far a deal is
 * @param crmId the kind of the CRM's own ids of people, or {@code null} where it tells none
 * @param shops places of sale
 * @param agents who answers
 * @param pages of the site
 * @param ways how people come
 * @param speeds destinations to the usual time of a delivery in ms
 * @param troubles what went wrong with deliveries, and when
 */
public record Past(
    String timezone,
    String from,
    int days,
    List<Double> months,
    List<Double> weekdays,
    List<Double> hours,
    String hired,
    String lunch,
    Connections connections,
    Map<String, String> capture,
    Rates rates,
    Pace pace,
    Money money,
    Stages stages,
    @Nullable String crmId,
    List<String> shops,
    List<String> agents,
    List<SitePage> pages,
    List<Way> ways,
    Map<String, Integer> speeds,
    List<Trouble> troubles) {

  /** Its name in the folder of an example. */
  public static final String FILE = "past.yaml";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Refuses what lacks a part. */
  public Past {
    Objects.requireNonNull(timezone, "timezone");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(rates, "rates");
    Objects.requireNonNull(pages, "pages");
    Objects.requireNonNull(ways, "ways");
    capture = Objects.requireNonNullElse(capture, Map.of());
    speeds = Objects.requireNonNullElse(speeds, Map.of());
    troubles = Objects.requireNonNullElse(troubles, List.of());
  }

  /**
   * Who tells what; {@code null} for what nobody tells.
   *
   * @param calls the tracking tool
   * @param exchange the phone system, which tells of the same calls
   * @param invoices of won deals
   * @param till of those who just come and buy
   */
  public record Connections(
      String website,
      String form,
      String calls,
      String exchange,
      String crm,
      String invoices,
      @Nullable String till,
      @Nullable String loyalty,
      String spend,
      String mailings) {}

  /**
   * Shares, 0 to 1.
   *
   * @param form of visits to a fast page that end in a form
   * @param call likewise in a call
   * @param again of visits without either after which people come again
   * @param measured of visits whose page was measured
   * @param answered of calls in hours
   * @param lunch likewise at lunch
   * @param closed likewise out of hours
   * @param callback of missed calls that somebody returns
   * @param followUp of leads that somebody follows up
   * @param auto of forms that get an automatic reply
   * @param qualified of those followed up
   * @param quoted of those qualified
   * @param won of those quoted
   * @param refund of sales
   * @param member of buyers who join the loyalty program
   * @param regular of buyers who come again and again
   * @param consent of forms that agree to mails
   * @param leaves of those who unsubscribe later
   * @param withheld of calls without a number
   * @param otherEmail of buyers who give another address than before
   * @param spam of forms
   */
  public record Rates(
      double form,
      double call,
      double again,
      double measured,
      double answered,
      double lunch,
      double closed,
      double callback,
      double followUp,
      double auto,
      double qualified,
      double quoted,
      double won,
      double refund,
      double member,
      double regular,
      double consent,
      double leaves,
      double withheld,
      double otherEmail,
      double spam) {}

  /**
   * How long things take, as medians.
   *
   * @param touchMinutes from lead to first touch, in hours when somebody is there
   * @param stepHours from each stage of a deal to the next
   * @param returnDays from one visit to the next, and from one purchase to the next
   * @param halvingMs each so much more than two seconds that a page takes halves its conversions
   */
  public record Pace(double touchMinutes, double stepHours, double returnDays, double halvingMs) {}

  /** Cents, as medians: of a won deal, and of a purchase. */
  public record Money(double deal, double purchase) {}

  /** The CRM's names. */
  public record Stages(
      String contacted, String qualified, String quoted, String won, String lost) {}

  /**
   * A page of the site.
   *
   * @param url whole
   * @param lcpMs usual time to the largest paint
   * @param usableMs usual time until its form could be used
   * @param slowFrom first day on which it was slow, or {@code null}
   * @param slowMs then both times are about this long
   */
  public record SitePage(
      String url, double lcpMs, double usableMs, @Nullable String slowFrom, double slowMs) {}

  /**
   * How some people come.
   *
   * @param by {@code web}, {@code call}, {@code mail} or {@code till}
   * @param weight share of all who come, relative to the others
   * @param click kind of the click id, such as {@code gclid}, or {@code null}
   * @param page url of the landing page, for {@code web}
   * @param number the tracking number shown, or {@code null}
   * @param clickCents what a visit costs; 0 for nothing
   * @param connection that tells of the mails
   * @param form name of the form, for mails
   * @param until last day, or {@code null} for all year
   * @param unreadFrom first day on which nobody reads those mails any more, or {@code null}
   */
  public record Way(
      String by,
      double weight,
      @Nullable String source,
      @Nullable String medium,
      @Nullable String campaign,
      @Nullable List<String> keywords,
      @Nullable String click,
      @Nullable String page,
      @Nullable String number,
      double clickCents,
      @Nullable String connection,
      @Nullable String form,
      @Nullable String from,
      @Nullable String until,
      @Nullable String unreadFrom) {}

  /**
   * A time when deliveries did not get through.
   *
   * @param to destination
   * @param action sink, or {@code null} for any
   * @param from begin, by receipt
   * @param until end
   * @param lateHours how much later than usual they got through at most; 0 for when it ended
   * @param dead share that never got through
   * @param status what the tool answered
   * @param kind kind of the error
   */
  public record Trouble(
      String to,
      @Nullable String action,
      String from,
      String until,
      double lateHours,
      double dead,
      int status,
      String kind) {}

  /** Reads that of an example's folder. */
  public static Past read(Path folder) {
    YamlDocument document = YamlReader.read(folder.resolve(FILE), FILE);
    YamlNode value = document.value();
    if (value == null) {
      throw new IllegalStateException(FILE + " cannot be read: " + document.findings());
    }
    try {
      return JSON.treeToValue(value.toJson(), Past.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          FILE + " is not as dev.patchbay.past.Past: " + e.getOriginalMessage(), e);
    }
  }

  ZoneId zone() {
    return ZoneId.of(timezone);
  }

  SitePage page(String url) {
    return pages.stream()
        .filter(page -> page.url().equals(url))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(FILE + " has no page " + url));
  }
}
