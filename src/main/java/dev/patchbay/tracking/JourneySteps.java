package dev.patchbay.tracking;

import dev.patchbay.event.Answer;
import dev.patchbay.event.Attribution;
import dev.patchbay.event.Call;
import dev.patchbay.event.Consent;
import dev.patchbay.event.Deal;
import dev.patchbay.event.EventData;
import dev.patchbay.event.EventType;
import dev.patchbay.event.FollowUp;
import dev.patchbay.event.Form;
import dev.patchbay.event.Loyalty;
import dev.patchbay.event.Page;
import dev.patchbay.event.Removal;
import dev.patchbay.event.Sale;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in words what events tell. */
final class JourneySteps {

  /**
   * An event in words.
   *
   * @param title names nobody
   * @param details may name people
   */
  record Told(String kind, String title, List<String> details) {}

  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("subscriber.subscribed", "Subscribed"),
          Map.entry("subscriber.unsubscribed", "Unsubscribed"),
          Map.entry("subscriber.bounced", "A mail to them bounced"),
          Map.entry("subscriber.complained", "Complained of a mail"),
          Map.entry("contact.updated", "Contact changed"),
          Map.entry(EventType.WITHDRAWN, "Called spam"),
          Map.entry(EventType.RESTORED, "No spam after all"),
          Map.entry("loyalty.joined", "Joined the loyalty program"),
          Map.entry("loyalty.earned", "Earned points"),
          Map.entry("loyalty.redeemed", "Redeemed a reward"));

  private JourneySteps() {}

  /**
   * An event in words.
   *
   * @param connection that told it
   */
  static Told of(String type, String connection, EventData data) {
    switch (type) {
      case EventType.REMOVED -> {
        Removal removal = data.removal() == null ? new Removal(null) : data.removal();
        return new Told("contact", removal.in(connection), List.of());
      }
      case "visit.started" -> {
        return new Told("visit", "Visited " + page(data) + origin(data.attribution()), List.of());
      }
      case "form.submitted" -> {
        return new Told("sent", "Pressed send on a form of " + page(data.page()), List.of());
      }
      case "page.measured" -> {
        return new Told("page", speed(data.page()), List.of());
      }
      case "lead.submitted" -> {
        return form(data);
      }
      case "call.started", "call.completed", "call.updated" -> {
        return call(type, data);
      }
      case "follow_up.made" -> {
        return followUp(data.followUp());
      }
      case "deal.stage_changed" -> {
        return deal(data.deal());
      }
      case "sale.completed", "sale.refunded" -> {
        return sale(type, data.sale());
      }
      case "consent.granted", "consent.withdrawn" -> {
        return consent(type, data.consent());
      }
      default -> {
        return plain(type, data);
      }
    }
  }

  private static Told plain(String type, EventData data) {
    String kind = type.substring(0, Math.max(0, type.indexOf('.')));
    String title = PLAIN.getOrDefault(type, type);
    Loyalty loyalty = data.loyalty();
    if (loyalty != null && loyalty.points() != null) {
      title += ": " + loyalty.points() + " points";
    }
    return new Told(kind, title, List.of());
  }

  private static String page(EventData data) {
    Attribution from = data.attribution();
    Page page = data.page();
    String address = shown(from == null ? null : from.landingPage());
    return address == null ? page(page) : address;
  }

  private static String page(@Nullable Page page) {
    String address = page == null ? null : shown(page.url());
    return address == null ? "the site" : address;
  }

  /** An address as people say it; a query may name people and is never shown. */
  private static @Nullable String shown(@Nullable String url) {
    return url == null
        ? null
        : url.replaceFirst("^[a-z]+://(www\\.)?", "").replaceFirst("[?#].*", "");
  }

  static String origin(@Nullable Attribution from) {
    if (from == null) {
      return "";
    }
    String words =
        Stream.of(from.source(), from.medium(), from.campaign(), from.keyword())
            .filter(word -> word != null && !word.isBlank())
            .collect(Collectors.joining(" / "));
    String click =
        from.gclid() != null || from.gbraid() != null || from.wbraid() != null
            ? "by an ad click"
            : from.fbclid() != null || from.msclkid() != null ? "by an ad click" : "";
    return (words.isEmpty() ? "" : ", from " + words) + (click.isEmpty() ? "" : ", " + click);
  }

  private static String speed(@Nullable Page page) {
    if (page == null) {
      return "Page measured";
    }
    List<String> times = new ArrayList<>();
    time(times, "painted after ", page.lcpMs());
    time(times, "form usable after ", page.formUsableMs());
    time(times, "answered a tap in ", page.inpMs());
    String address = shown(page.url());
    return (address == null ? "Page" : address)
        + (times.isEmpty() ? " measured" : ": " + String.join(", ", times));
  }

  private static void time(List<String> times, String what, @Nullable Double ms) {
    if (ms != null) {
      times.add(what + String.format(Locale.ROOT, "%.1f s", ms / 1000));
    }
  }

  private static Told form(EventData data) {
    Form form = data.form();
    List<String> details = new ArrayList<>();
    String name = form == null ? null : form.name();
    if (form != null) {
      List<Answer> answers = form.answers();
      for (Answer answer : answers == null ? List.<Answer>of() : answers) {
        if (answer.value() != null) {
          details.add((answer.label() == null ? "" : answer.label() + ": ") + answer.value());
        }
      }
      if (form.message() != null && details.stream().noneMatch(d -> d.endsWith(form.message()))) {
        details.add(form.message());
      }
    }
    return new Told(
        "form",
        "Sent " + (name == null ? "a form" : "the form " + name) + origin(data.attribution()),
        details);
  }

  private static Told call(String type, EventData data) {
    Call call = data.call();
    if (call == null) {
      return new Told("call", "Call", List.of());
    }
    boolean outbound = "outbound".equals(call.direction());
    StringBuilder title = new StringBuilder(outbound ? "Was called" : "Called");
    if (type.equals("call.started")) {
      title.append(", ringing");
    } else if (Boolean.TRUE.equals(call.voicemail())) {
      title.append(", left a voicemail");
    } else if (Boolean.TRUE.equals(call.answered())) {
      title.append(", answered");
      if (call.agent() != null) {
        title.append(" by ").append(call.agent());
      }
    } else if (Boolean.FALSE.equals(call.answered())) {
      title.append(", nobody answered");
    }
    if (call.durationSeconds() != null) {
      title.append(", ").append(Spans.words(call.durationSeconds() * 1000L));
    }
    title.append(origin(data.attribution()));
    List<String> details = new ArrayList<>();
    if (call.from() != null || call.to() != null) {
      details.add(
          (call.from() == null ? "withheld" : call.from())
              + " to "
              + (call.to() == null ? "unknown" : call.to()));
    }
    if (call.recordingUrl() != null) {
      details.add("Recording: " + call.recordingUrl());
    }
    return new Told("call", title.toString(), details);
  }

  private static Told followUp(@Nullable FollowUp followUp) {
    if (followUp == null) {
      return new Told("follow_up", "Follow-up", List.of());
    }
    boolean automatic = Boolean.TRUE.equals(followUp.automatic());
    return new Told(
        "follow_up",
        (automatic ? "Automatic reply" : "Follow-up")
            + (followUp.kind() == null ? "" : " by " + followUp.kind())
            + (followUp.by() == null || automatic ? "" : ", " + followUp.by()),
        List.of());
  }

  private static Told deal(@Nullable Deal deal) {
    if (deal == null) {
      return new Told("deal", "Deal changed", List.of());
    }
    String title =
        Boolean.TRUE.equals(deal.won())
            ? "Deal won"
            : Boolean.TRUE.equals(deal.lost()) ? "Deal lost" : "Deal";
    return new Told(
        "deal",
        title
            + (deal.stage() == null ? "" : " at stage " + deal.stage())
            + money(deal.amount(), deal.currency()),
        List.of());
  }

  private static Told sale(String type, @Nullable Sale sale) {
    String title = type.equals("sale.refunded") ? "Got money back" : "Bought";
    return new Told(
        type.equals("sale.refunded") ? "refund" : "sale",
        title + (sale == null ? "" : money(sale.amount(), sale.currency())),
        List.of());
  }

  private static Told consent(String type, @Nullable Consent consent) {
    List<String> said = new ArrayList<>();
    if (consent != null) {
      add(said, "e-mail", consent.email());
      add(said, "sms", consent.sms());
      add(said, "phone", consent.phone());
      add(said, "ads", consent.ads());
    }
    return new Told(
        "consent",
        (type.endsWith("granted") ? "Gave consent" : "Took consent back")
            + (said.isEmpty() ? "" : ": " + String.join(", ", said)),
        List.of());
  }

  private static void add(List<String> said, String channel, @Nullable String answer) {
    if (answer != null) {
      said.add(channel + " " + answer);
    }
  }

  /** Such as {@code : 12.50 USD}. */
  static String money(@Nullable Long amount, @Nullable String currency) {
    if (amount == null) {
      return "";
    }
    return ": "
        + BigDecimal.valueOf(amount, Currencies.digits(currency)).toPlainString()
        + (currency == null ? "" : " " + currency);
  }
}
