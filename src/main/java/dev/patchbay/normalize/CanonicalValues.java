package dev.patchbay.normalize;

import dev.patchbay.diagnostic.Finding;
import dev.patchbay.event.Address;
import dev.patchbay.event.Attribution;
import dev.patchbay.event.Call;
import dev.patchbay.event.Consent;
import dev.patchbay.event.Deal;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Person;
import dev.patchbay.event.Removal;
import dev.patchbay.event.Sale;
import dev.patchbay.event.Spend;
import dev.patchbay.mapping.EmailAddresses;
import dev.patchbay.mapping.PhoneNumbers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings values to their one canonical form; what has none is left out. */
final class CanonicalValues {

  private static final Set<String> REGIONS = Set.of(Locale.getISOCountries());
  private static final Set<String> CONSENT = Set.of("granted", "denied");
  private static final Set<String> REMOVALS =
      Set.of(Removal.DELETED, Removal.PRIVACY, Removal.MERGED);
  private static final Set<String> DIRECTIONS = Set.of("inbound", "outbound");

  private final @Nullable String region;
  private final List<Finding> findings;

  CanonicalValues(@Nullable String region, List<Finding> findings) {
    this.region = region;
    this.findings = findings;
  }

  EventData of(EventData data) {
    return new EventData(
        known(person(data.person()), data.removal()),
        attribution(data.attribution()),
        data.form(),
        call(data.call()),
        sale(data.sale()),
        consent(data.consent()),
        data.loyalty(),
        deal(data.deal()),
        data.followUp(),
        data.page(),
        spend(data.spend()),
        data.announced(),
        null,
        null,
        removal(data.removal()),
        data.test());
  }

  private @Nullable Person person(@Nullable Person person) {
    if (person == null) {
      return null;
    }
    Address address = address(person.address());
    String country = address == null ? null : address.country();
    String home = country != null && REGIONS.contains(country) ? country : region;
    String email = EmailAddresses.normalize(person.email());
    if (email == null && person.email() != null) {
      dropped("person.email", "an e-mail address");
    }
    String phone = phone(person.phone(), home, "person.phone");
    boolean empty =
        email == null
            && phone == null
            && person.firstName() == null
            && person.lastName() == null
            && person.company() == null
            && address == null
            && person.externalIds() == null;
    return empty
        ? null
        : new Person(
            email,
            phone,
            person.firstName(),
            person.lastName(),
            person.company(),
            address,
            person.externalIds());
  }

  /** Of a record that is gone no more is taken over than what finds its person. */
  private static @Nullable Person known(@Nullable Person person, @Nullable Removal removal) {
    return person == null || removal == null
        ? person
        : new Person(person.email(), person.phone(), null, null, null, null, person.externalIds());
  }

  private @Nullable Removal removal(@Nullable Removal removal) {
    return removal == null ? null : new Removal(word(removal.reason(), REMOVALS, "removal.reason"));
  }

  private static @Nullable Address address(@Nullable Address address) {
    if (address == null || address.country() == null) {
      return address;
    }
    String upper = address.country().toUpperCase(Locale.ROOT);
    return new Address(
        address.street(),
        address.city(),
        address.region(),
        address.postalCode(),
        REGIONS.contains(upper) ? upper : address.country());
  }

  private @Nullable Attribution attribution(@Nullable Attribution from) {
    if (from == null || from.trackingNumber() == null) {
      return from;
    }
    return new Attribution(
        from.source(),
        from.medium(),
        from.campaign(),
        from.term(),
        from.content(),
        from.gclid(),
        from.gbraid(),
        from.wbraid(),
        from.fbclid(),
        from.fbc(),
        from.fbp(),
        from.msclkid(),
        from.referrer(),
        from.landingPage(),
        from.keyword(),
        phone(from.trackingNumber(), region, "attribution.trackingNumber"),
        from.visitorId());
  }

  private @Nullable Call call(@Nullable Call call) {
    return call == null
        ? null
        : new Call(
            call.id(),
            word(call.direction(), DIRECTIONS, "call.direction"),
            phone(call.from(), region, "call.from"),
            phone(call.to(), region, "call.to"),
            call.startedAt(),
            call.durationSeconds(),
            call.answered(),
            call.voicemail(),
            call.firstTime(),
            call.recordingUrl(),
            call.transcript(),
            call.agent());
  }

  private @Nullable Consent consent(@Nullable Consent consent) {
    return consent == null
        ? null
        : new Consent(
            word(consent.email(), CONSENT, "consent.email"),
            word(consent.sms(), CONSENT, "consent.sms"),
            word(consent.phone(), CONSENT, "consent.phone"),
            word(consent.ads(), CONSENT, "consent.ads"),
            consent.wording(),
            consent.at());
  }

  private static @Nullable Deal deal(@Nullable Deal deal) {
    return deal == null
        ? null
        : new Deal(
            deal.id(),
            deal.stage(),
            deal.previousStage(),
            deal.amount(),
            upper(deal.currency()),
            deal.owner(),
            deal.won(),
            deal.lost());
  }

  private static @Nullable Spend spend(@Nullable Spend spend) {
    return spend == null
        ? null
        : new Spend(
            spend.campaign(),
            spend.day(),
            spend.amount(),
            upper(spend.currency()),
            spend.clicks(),
            spend.impressions());
  }

  private static @Nullable Sale sale(@Nullable Sale sale) {
    return sale == null
        ? null
        : new Sale(
            sale.id(),
            sale.amount(),
            upper(sale.currency()),
            sale.lines(),
            sale.tender(),
            sale.location(),
            sale.refundOf(),
            sale.status(),
            sale.orderId());
  }

  private @Nullable String phone(@Nullable String written, @Nullable String home, String path) {
    String number = PhoneNumbers.e164(written, home);
    if (number == null && written != null) {
      dropped(path, "a phone number");
    }
    return number;
  }

  private @Nullable String word(@Nullable String written, Set<String> known, String path) {
    if (written == null) {
      return null;
    }
    String word = written.toLowerCase(Locale.ROOT);
    if (known.contains(word)) {
      return word;
    }
    dropped(path, String.join(" or ", known.stream().sorted().toList()));
    return null;
  }

  private static @Nullable String upper(@Nullable String currency) {
    return currency == null ? null : currency.toUpperCase(Locale.ROOT);
  }

  private void dropped(String path, String expected) {
    findings.add(
        new Finding(
            null,
            0,
            0,
            Finding.Level.INFO,
            "event.dropped-value",
            "data." + path + " is left out: it is not " + expected + ".",
            null));
  }
}
