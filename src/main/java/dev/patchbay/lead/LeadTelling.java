package dev.patchbay.lead;

import dev.patchbay.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells one history: finds what is in it, and what belongs together. */
final class LeadTelling {

  private final History history;
  private final LeadRules rules;
  private final List<Happening> events;
  private final List<StitchedCall> calls;
  private final List<Inquiry> inquiries;
  private final Grouping grouping;
  private final Touchpoints touchpoints;
  private final List<Visit> visits;
  private final Map<Inquiry, LeadStory> stories = new IdentityHashMap<>();

  LeadTelling(History history, LeadRules rules) {
    this.history = history;
    this.rules = rules;
    this.events = inOrder(history.events());
    this.calls = new CallStitching(rules).of(events);
    this.inquiries = new Inquiries(history.corrections(), rules).of(events, calls);
    this.grouping = Grouping.of(inquiries, history.customer() != null, rules);
    this.visits = Visits.of(events, grouping, rules);
    this.touchpoints = new Touchpoints(visits, inquiries, events, rules);
  }

  private static List<Happening> inOrder(List<Happening> told) {
    Map<UUID, Happening> once = new LinkedHashMap<>();
    for (Happening event : told) {
      // What the hub itself told is made of these rows, and must not change them.
      if (!event.isTest() && !event.source().equals(Event.HUB)) {
        once.put(event.id(), event);
      }
    }
    return once.values().stream().sorted(Happening.ORDER).toList();
  }

  Leads tell() {
    for (Inquiry lead : grouping.leads()) {
      stories.put(lead, new LeadStory(lead, rules));
    }
    grouping.repeats().forEach((repeat, lead) -> story(lead).add(repeat));
    for (StitchedCall call : calls) {
      LeadStory story = call.facts().isOutbound() ? storyAt(call.at()) : null;
      if (story != null) {
        story.add(call);
      }
    }
    assignFollowUps();
    assignDeals();
    List<Purchase> sales = sales();
    List<Touch> touches = new ArrayList<>();
    List<Lead> leads = new ArrayList<>(inquiries.size());
    for (Inquiry inquiry : inquiries) {
      Lead lead = LeadRow.of(inquiry, stories.get(inquiry), this);
      leads.add(lead);
      if (stories.containsKey(inquiry)) {
        touches.addAll(touchpoints.credit(lead.id(), false, lead.at(), null, null));
      }
    }
    for (Purchase sale : sales) {
      touches.addAll(touchpoints.credit(sale.id(), true, sale.at(), sale.net(), sale.currency()));
    }
    return new Leads(
        leads,
        touches,
        sales,
        visits,
        Submission.of(events, inquiries, rules),
        events.stream().map(PageSpeed::of).filter(Objects::nonNull).toList(),
        events.stream().map(Spending::of).filter(Objects::nonNull).toList());
  }

  History history() {
    return history;
  }

  LeadRules rules() {
    return rules;
  }

  Grouping grouping() {
    return grouping;
  }

  Touchpoints touchpoints() {
    return touchpoints;
  }

  private LeadStory story(Inquiry lead) {
    LeadStory story = stories.get(lead);
    if (story == null) {
      throw new IllegalStateException("Lead without a story");
    }
    return story;
  }

  private @Nullable LeadStory storyAt(Instant at) {
    Inquiry lead = grouping.leadAt(at);
    return lead == null ? null : story(lead);
  }

  private void assignFollowUps() {
    for (Happening event : events) {
      LeadStory story = event.is("follow_up.made") ? storyAt(event.at()) : null;
      if (story != null) {
        story.addFollowUp(event);
      }
    }
  }

  /** A deal stays with the lead it was opened for, though another lead has come since. */
  private void assignDeals() {
    Map<String, Inquiry> owners = new HashMap<>();
    for (Happening event : events) {
      if (event.is("deal.stage_changed")) {
        String deal = event.source() + '\0' + event.thread();
        Inquiry owner = owners.get(deal);
        if (owner == null) {
          owner = grouping.leadAt(event.at());
          if (owner != null) {
            owners.put(deal, owner);
          }
        }
        if (owner != null) {
          story(owner).addDeal(event);
        }
      }
    }
  }

  private List<Purchase> sales() {
    List<Purchase> sales = new ArrayList<>();
    for (Purchase purchase : Purchases.of(events)) {
      Inquiry lead = grouping.leadAt(purchase.at());
      boolean recent = lead != null && !purchase.at().isAfter(lead.at().plus(rules.lookback()));
      Purchase sale =
          new Purchase(
              purchase.id(),
              purchase.connection(),
              purchase.subject(),
              purchase.at(),
              purchase.amount(),
              purchase.currency(),
              purchase.refunded(),
              lead != null && recent ? lead.id() : null,
              touchpoints.at(purchase.at(), Origin.NOWHERE),
              purchase.events());
      sales.add(sale);
      if (lead != null && recent) {
        story(lead).add(sale);
      }
    }
    sales.sort(Comparator.comparing(Purchase::at).thenComparing(Purchase::id));
    return sales;
  }
}
