package dev.patchbay.lead;

import static dev.patchbay.lead.Told.at;
import static dev.patchbay.lead.Told.call;
import static dev.patchbay.lead.Told.correction;
import static dev.patchbay.lead.Told.deal;
import static dev.patchbay.lead.Told.facts;
import static dev.patchbay.lead.Told.followUp;
import static dev.patchbay.lead.Told.form;
import static dev.patchbay.lead.Told.from;
import static dev.patchbay.lead.Told.history;
import static dev.patchbay.lead.Told.id;
import static dev.patchbay.lead.Told.refund;
import static dev.patchbay.lead.Told.sale;
import static dev.patchbay.lead.Told.visit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeadsTest {

  private static final long DAY = 24 * 60;

  private static Leads tell(Happening... events) {
    return Leads.of(history(List.of(events)), LeadRules.USUAL);
  }

  @Test
  void countsAFormAndACallOfOnePersonWithinADayAsOneLead() {
    Leads leads =
        tell(
            form("f", 0),
            call("c", "call.completed", "phone", 60, "77", facts("77", "inbound", 90, true, null)));

    assertThat(leads.leads()).extracting(Lead::status).containsExactly("contacted", "duplicate");
    Lead repeat = leads.leads().get(1);
    assertThat(repeat.duplicateOf()).isEqualTo(id("f"));
    assertThat(repeat.duplicateRule())
        .isEqualTo("same person within 24 h of the form of 2026-03-03T15:00");
    assertThat(leads.leads()).extracting(Lead::firstTime).containsExactly(true, false);
  }

  @Test
  void countsTheNextWindowAsALeadOfItsOwn() {
    Leads leads = tell(form("f", 0), form("again", 10), form("later", DAY + 1));

    assertThat(leads.leads()).extracting(Lead::status).containsExactly("new", "duplicate", "new");
    assertThat(leads.leads()).extracting(Lead::firstTime).containsExactly(true, false, false);
  }

  @Test
  void makesOneCallOfWhatThePhoneSystemAndTheTrackingToolTell() {
    Leads leads =
        tell(
            call(
                "tracked",
                "call.completed",
                "tracking",
                0,
                "t1",
                facts("t1", "inbound", 60, null, "https://calls.example.com/t1"),
                Told.attribution(null, null, null, null, null, null, "+13125550111")),
            call(
                "phoned",
                "call.completed",
                "phone",
                1,
                "p1",
                facts("p1", "inbound", 75, true, null)),
            call(
                "other",
                "call.completed",
                "phone",
                5,
                "p2",
                facts("p2", "inbound", 10, false, null)));

    assertThat(leads.leads()).hasSize(2);
    Lead call = leads.leads().get(0);
    assertThat(call.id()).isEqualTo(id("tracked"));
    assertThat(call.events()).containsExactly(id("tracked"), id("phoned"));
    assertThat(call.call())
        .isEqualTo(
            new CallFacts(
                "inbound", true, null, 75, "https://calls.example.com/t1", null, "+13125550111"));
    assertThat(call.status()).isEqualTo("contacted");
  }

  @Test
  void keepsCallsOfTwoDirectionsOrOfOneSystemApart() {
    Leads leads =
        tell(
            call("a", "call.completed", "phone", 0, "1", facts("1", "inbound", 5, false, null)),
            call("b", "call.completed", "phone", 1, "2", facts("2", "inbound", 5, false, null)),
            call("c", "call.completed", "tool", 1, "3", facts("3", "outbound", 90, true, null)));

    assertThat(leads.leads()).extracting(Lead::id).containsExactly(id("a"), id("b"));
    assertThat(leads.leads().get(0).status()).isEqualTo("contacted");
    assertThat(leads.leads().get(0).events()).containsExactly(id("a"), id("c"));
  }

  @Test
  void believesNoMachineThatTakesMessages() {
    Call machine =
        new Call("1", "inbound", null, null, null, 30, true, null, null, null, null, null);
    Call message =
        new Call("9", "inbound", null, null, null, 30, false, true, null, null, null, null);
    Leads leads =
        tell(
            call("a", "call.completed", "phone", 0, "1", machine),
            call("b", "call.completed", "tool", 0, "9", message));

    assertThat(leads.leads()).hasSize(1);
    assertThat(leads.leads().get(0).call().answered()).isFalse();
    assertThat(leads.leads().get(0).status()).isEqualTo("new");
  }

  @Test
  void risesByFollowUpsDealsAndSalesAndNeverFalls() {
    Leads leads =
        tell(
            form("f", 0),
            followUp("auto", 1, true),
            followUp("mail", 30, false),
            deal("d1", 60, "D", "Quote sent", 120_000L),
            deal("d2", 90, "D", "Qualified", null),
            sale("s", 2 * DAY, "S", 110_000),
            refund("r", 3 * DAY, "S", 10_000),
            deal("d3", 4 * DAY, "D", "Closed lost", null));

    Lead lead = leads.leads().get(0);
    assertThat(lead.status()).isEqualTo("won");
    assertThat(lead.statusBy()).isEqualTo("till");
    assertThat(lead.progress().times())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Stage.CONTACTED, at(30),
                Stage.QUALIFIED, at(90),
                Stage.QUOTED, at(60),
                Stage.WON, at(2 * DAY),
                Stage.LOST, at(4 * DAY)));
    assertThat(lead.progress().quote()).isEqualTo(120_000);
    assertThat(lead.progress().sale()).isEqualTo(100_000);
    assertThat(lead.progress().currency()).isEqualTo("USD");
    assertThat(leads.sales()).extracting(Purchase::net).containsExactly(100_000L);
    assertThat(leads.sales()).extracting(Purchase::lead).containsExactly(id("f"));
  }

  @Test
  void leavesADealWithTheLeadItWasOpenedFor() {
    Leads leads =
        tell(
            form("first", 0),
            deal("open", 10, "D", "Qualified", null),
            form("second", 3 * DAY),
            deal("won", 5 * DAY, "D", "Won", 500L));

    assertThat(leads.leads()).extracting(Lead::status).containsExactly("won", "new");
  }

  @Test
  void takesTheLastWayThatIsKnownWhereALeadTellsNone() {
    Leads leads =
        tell(
            visit("ad", 0, from("Google", "cpc", "spring")),
            visit("direct", 3 * DAY, Told.attribution(null, null, null, null, null, null, null)),
            form("f", 3 * DAY + 5));

    Lead lead = leads.leads().get(0);
    assertThat(lead.origin().source()).isEqualTo("google");
    assertThat(lead.origin().campaign()).isEqualTo("spring");
    assertThat(lead.origin().landingPage()).isEqualTo("example.com/spring");
    assertThat(leads.visits()).extracting(Visit::lead).containsExactly(id("f"), id("f"));
    assertThat(leads.touches()).extracting(Touch::event).containsExactly(id("ad"), id("direct"));
    assertThat(leads.touches())
        .extracting(touch -> touch.weights().lastNonDirect())
        .containsExactly(1.0, 0.0);
  }

  @Test
  void countsAClickOnceThoughTheFormRepeatsIt() {
    var click = Told.attribution(null, null, null, "Cj0-1", null, null, null);
    Leads leads = tell(visit("ad", 0, click), form("f", 200, click));

    assertThat(leads.touches()).extracting(Touch::event).containsExactly(id("ad"));
    assertThat(leads.leads().get(0).origin().source()).isEqualTo("google");
    assertThat(leads.leads().get(0).origin().medium()).isEqualTo("cpc");
  }

  @Test
  void readsTheCampaignOffTheNumberThatWasDialed() {
    LeadRules rules =
        rules(Map.of("+13125550111", new NumberCampaign("Flyer", "print", "roof-week", null)));
    Leads leads =
        Leads.of(
            history(
                List.of(
                    call(
                        "c",
                        "call.completed",
                        "phone",
                        0,
                        "1",
                        new Call(
                            "1",
                            "inbound",
                            "+13125550142",
                            "+13125550111",
                            null,
                            40,
                            true,
                            null,
                            null,
                            null,
                            null,
                            null)))),
            rules);

    Origin origin = leads.leads().get(0).origin();
    assertThat(origin.source()).isEqualTo("flyer");
    assertThat(origin.campaign()).isEqualTo("roof-week");
  }

  @Test
  void letsPeopleCorrectStatusValuesSourceAndSpam() {
    Leads leads =
        Leads.of(
            history(
                List.of(form("f", 0), form("again", 5), followUp("mail", 30, false)),
                correction("1", "f", 50, "status", "won"),
                correction("2", "f", 60, "status", "lost"),
                correction("3", "f", 60, "quote_amount", "5000"),
                correction("4", "f", 60, "source", "radio"),
                correction("5", "again", 60, "spam", "true"),
                correction("6", "f", 70, "quote_amount", null)),
            LeadRules.USUAL);

    Lead lead = leads.leads().get(0);
    assertThat(lead.status()).isEqualTo("lost");
    assertThat(lead.statusBy()).isEqualTo("dana");
    assertThat(lead.progress().at(Stage.LOST)).isEqualTo(at(60));
    assertThat(lead.progress().quote()).isNull();
    assertThat(lead.origin().source()).isEqualTo("radio");
    assertThat(lead.corrected()).isTrue();
    assertThat(leads.leads().get(1).status()).isEqualTo("spam");
    assertThat(leads.leads().get(1).statusBy()).isEqualTo("dana");
  }

  @Test
  void leavesCallersNobodyKnowsApart() {
    History loose =
        new History(null, Known.NOTHING, List.of(form("f", 0), form("g", 1)), List.of());

    Leads leads = Leads.of(loose, LeadRules.USUAL);

    assertThat(leads.leads()).extracting(Lead::status).containsExactly("new", "new");
    assertThat(leads.leads().get(0).customer()).isNull();
  }

  @Test
  void measuresTheClocksOfALead() {
    Happening form = form("f", 0);
    Happening sent =
        new Happening(
            form.id(),
            form.type(),
            form.source(),
            form.subject(),
            form.at(),
            form.receivedAt(),
            form.data(),
            List.of(
                new Sent("newsletter", at(1), at(1)),
                new Sent("crm", form.receivedAt().plusMillis(300), at(2))));
    LeadRules rules =
        new LeadRules(
            LeadRules.WITHIN,
            LeadRules.SAME_CALL,
            Duration.ofMinutes(5),
            null,
            java.time.ZoneOffset.UTC,
            Map.of(),
            Map.of(),
            LeadRules.QUARANTINE,
            List.of(),
            LeadRules.LOOKBACK,
            Map.of("crm", "crm"));

    Lead lead = Leads.of(history(List.of(sent, followUp("mail", 10, false))), rules).leads().get(0);

    assertThat(lead.clocks())
        .isEqualTo(
            new Clocks(
                5_000L,
                300L,
                114_700L,
                115_000L,
                595_000L,
                form.receivedAt().plus(Duration.ofMinutes(5))));
  }

  static LeadRules rules(Map<String, NumberCampaign> numbers) {
    LeadRules usual = LeadRules.USUAL;
    return new LeadRules(
        usual.within(),
        usual.sameCall(),
        usual.answerWithin(),
        usual.answerDuring(),
        usual.zone(),
        numbers,
        usual.stages(),
        usual.quarantine(),
        usual.spamWords(),
        usual.lookback(),
        usual.categories());
  }
}
