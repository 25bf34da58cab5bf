package dev.patchbay.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ResolutionTest {

  private final Said said = new Said();
  private IdentityRules rules =
      new IdentityRules(
          Map.of(),
          Set.of("crm", "till", "calls"),
          Set.of("+13125550100"),
          Set.of("spam@example.com"),
          Set.of("catering"),
          12,
          Set.of("+13125550111"));

  @Test
  void oneClaimJoinsWhatItNames() {
    said.by("calls").phone("+12125550101").claim();
    said.by("form").email("ana@example.com").name("Ana", "Ruiz").claim();
    said.by("form").email("ana@example.com").phone("+12125550101").name("Ana", "Ruiz").claim();

    assertThat(people()).containsExactly("email:ana@example.com phone:+12125550101");
  }

  @Test
  void aHouseholdPhoneJoinsNoTwoPeopleOfDifferentNames() {
    said.by("form").email("ana@example.com").phone("+12125550101").name("Ana", "Ruiz").claim();
    said.by("form").email("bo@example.com").phone("+12125550101").name("Bo", "Ruiz").claim();

    assertThat(people())
        .containsExactly("email:ana@example.com phone:+12125550101", "email:bo@example.com");
    assertThat(doubts()).containsExactly("NAMES email:bo@example.com phone:+12125550101");
  }

  @Test
  void aTypedWrongAddressGivesNobodysRecordAway() {
    said.by("crm").id("crm", "1").email("ana@example.com").name("Ana", "Ruiz").claim();
    Claim eve =
        said.by("form").email("ana@example.com").phone("+12125550109").name("Eve", "Stone").claim();

    assertThat(people()).containsExactly("crm:1 email:ana@example.com", "phone:+12125550109");
    assertThat(personOf(eve)).isEqualTo("phone:+12125550109");
  }

  @Test
  void anUncheckedClaimAloneJoinsNoTwoCheckedPeople() {
    said.by("crm").id("crm", "1").email("ana@example.com").name("Ana", "Ruiz").claim();
    said.by("till").id("till", "7").phone("+12125550109").claim();
    said.by("form").email("ana@example.com").phone("+12125550109").claim();

    assertThat(people())
        .containsExactly("crm:1 email:ana@example.com", "phone:+12125550109 till:7");
    assertThat(doubts()).containsExactly("UNCHECKED email:ana@example.com phone:+12125550109");

    said.by("form").email("ana@example.com").phone("+12125550109").name("Ana", "Ruiz").claim();
    assertThat(people()).containsExactly("crm:1 email:ana@example.com phone:+12125550109 till:7");
    assertThat(doubts()).isEmpty();
  }

  @Test
  void whatACheckedSourceSaysStandsAgainstANameSomebodyTyped() {
    said.by("form").email("ana@example.com").name("Some", "Body").claim();
    said.by("crm")
        .id("crm", "1")
        .email("ana@example.com")
        .phone("+12125550101")
        .name("Ana", "Ruiz")
        .claim();

    assertThat(people()).containsExactly("crm:1 email:ana@example.com phone:+12125550101");
  }

  @Test
  void sharedPhonesAndRoleMailboxesJoinNobody() {
    for (int i = 0; i < 3; i++) {
      said.by("form").email("p" + i + "@example.com").phone("+13125550100").claim();
      said.by("form").email("info@hotel.example").phone("+1212555020" + i).claim();
    }
    said.by("calls").phone("+13125550100").claim();
    said.by("form").email("catering@hotel.example").claim();
    said.by("form").email("info@hotel.example").claim();

    assertThat(people())
        .containsExactly(
            "email:catering@hotel.example",
            "email:info@hotel.example",
            "email:p0@example.com",
            "email:p1@example.com",
            "email:p2@example.com",
            "phone:+12125550200",
            "phone:+12125550201",
            "phone:+12125550202",
            "phone:+13125550100");
  }

  @Test
  void blockedAddressesAndOwnNumbersAreNobody() {
    Claim spam = said.by("form").email("spam@example.com").phone("+12125550109").claim();
    Claim own = said.by("calls").phone("+13125550111").claim();
    said.by("form").email("ana@example.com").phone("+13125550111").claim();

    assertThat(people()).containsExactly("email:ana@example.com");
    assertThat(resolution().nobodys()).containsExactlyInAnyOrder(spam, own);
  }

  @Test
  void aPhoneThatManyAddressesUseIsShared() {
    for (int i = 0; i < 3; i++) {
      said.by("form").email("p" + i + "@example.com").phone("+12125550101").claim();
    }
    assertThat(people()).hasSize(1);

    said.by("form").email("p3@example.com").phone("+12125550101").claim();
    said.by("calls").phone("+12125550101").claim();
    assertThat(people())
        .containsExactly(
            "email:p0@example.com",
            "email:p1@example.com",
            "email:p2@example.com",
            "email:p3@example.com",
            "phone:+12125550101");
  }

  @Test
  void nobodyComesToHaveMoreThanTheMost() {
    rules = new IdentityRules(Map.of(), Set.of(), Set.of(), Set.of(), Set.of(), 3, Set.of());
    for (int i = 0; i < 5; i++) {
      said.by("form").email("ana@example.com").phone("+1212555010" + i).claim();
    }

    assertThat(people())
        .containsExactly("email:ana@example.com phone:+12125550100 phone:+12125550101");
    assertThat(doubts()).hasSize(3).allMatch(doubt -> doubt.startsWith("MOST"));
  }

  @Test
  void aBrowserIsThatOfTheFirstKnownPersonWhoUsedIt() {
    Claim visit = said.by("site").visitor("v-1").claim();
    said.by("form").visitor("v-1").email("bo@example.com").claim();
    said.earlier(Duration.ofHours(1));
    said.by("form").visitor("v-1").email("ana@example.com").claim();

    assertThat(people())
        .containsExactly("email:ana@example.com visitor:v-1", "email:bo@example.com");
    assertThat(personOf(visit)).isEqualTo("email:ana@example.com visitor:v-1");
  }

  @Test
  void aPersonsWordStandsAboveTheRules() {
    said.by("form").email("ana@example.com").phone("+12125550101").name("Ana", "Ruiz").claim();
    said.by("form").email("bo@example.com").name("Bo", "Larsen").claim();

    said.decide(Decision.Kind.SAME, "email:ana@example.com email:bo@example.com", "");
    said.decide(Decision.Kind.DIFFERENT, "email:ana@example.com", "phone:+12125550101");

    assertThat(people()).containsExactly("email:ana@example.com email:bo@example.com");
  }

  @Test
  void whatAPersonHeldApartStaysApartFromTheRest() {
    Claim claim =
        said.by("form").email("ana@example.com").phone("+12125550101").name("Ana", "Ruiz").claim();
    said.by("calls").phone("+12125550101").claim();
    said.decide(Decision.Kind.DIFFERENT, "email:ana@example.com", "phone:+12125550101");

    assertThat(people()).containsExactly("email:ana@example.com", "phone:+12125550101");
    assertThat(personOf(claim)).isEqualTo("email:ana@example.com");
    assertThat(doubts()).isEmpty();
  }

  @Test
  void aPersonMaySayThatAnIdentifierIsSharedBlockedOrPersonal() {
    said.by("form").email("ana@example.com").phone("+12125550101").claim();
    said.by("form").email("bo@example.com").phone("+12125550101").claim();
    said.by("form").email("info@hotel.example").phone("+12125550102").claim();
    said.by("form").email("eve@example.com").claim();

    said.decide(Decision.Kind.SHARED, "phone:+12125550101", "");
    said.decide(Decision.Kind.PERSONAL, "email:info@hotel.example", "");
    said.decide(Decision.Kind.BLOCKED, "email:eve@example.com", "");

    assertThat(people())
        .containsExactly(
            "email:ana@example.com",
            "email:bo@example.com",
            "email:info@hotel.example phone:+12125550102");
  }

  @Test
  void theEndOfARecordIsOfWhoeverIsKnownByItBeforeOrAfter() {
    Claim early = said.by("crm").id("crm", "1").follows().claim();
    assertThat(resolution().nobodys()).containsExactly(early);
    assertThat(people()).isEmpty();

    said.by("crm").id("crm", "1").email("ana@example.com").claim();

    assertThat(people()).containsExactly("crm:1 email:ana@example.com");
    assertThat(personOf(early)).isEqualTo("crm:1 email:ana@example.com");
    assertThat(resolution().nobodys()).isEmpty();
  }

  @Test
  void theEndOfARecordJoinsNobodyAndMakesNothingKnown() {
    said.by("crm").id("crm", "1").claim();
    said.by("form").email("bo@example.com").claim();
    Claim end =
        said.by("crm")
            .id("crm", "1")
            .email("bo@example.com")
            .phone("+12125550109")
            .follows()
            .claim();

    assertThat(people()).containsExactly("crm:1", "email:bo@example.com");
    assertThat(personOf(end)).isEqualTo("crm:1");
    assertThat(resolution().isTorn(end)).isFalse();
    assertThat(doubts()).isEmpty();
  }

  @Test
  void theEndOfARecordThatOnlyAnAddressFindsIsOfWhoseAddressItIs() {
    said.by("form").email("ana@example.com").claim();
    Claim end = said.by("till").id("till", "9").email("ana@example.com").follows().claim();

    assertThat(people()).containsExactly("email:ana@example.com");
    assertThat(personOf(end)).isEqualTo("email:ana@example.com");
  }

  @Test
  void theEndOfARecordMakesNobodyOfWhatAGuardRefused() {
    said.by("form").email("ana@example.com").phone("+12125550101").name("Ana", "Ruiz").claim();
    said.by("form").email("bo@example.com").phone("+12125550101").name("Bo", "Ruiz").claim();
    List<String> before = people();
    said.by("till").phone("+12125550101").follows().claim();
    said.by("till").email("spam@example.com").follows().claim();

    assertThat(people()).isEqualTo(before);
  }

  @Test
  void whatTelephoneNetworksSayIsNoName() {
    said.by("calls").id("calls", "9").phone("+12125550101").name("WIRELESS", "CALLER").claim();
    said.by("calls").phone("+12125550101").name("Chicago", "IL").claim();
    said.by("form").email("ana@example.com").phone("+12125550101").name("Ana", "Ruiz").claim();

    assertThat(people()).containsExactly("calls:9 email:ana@example.com phone:+12125550101");
  }

  private Resolution resolution() {
    return Resolution.of(said.claims(), said.decisions(), rules);
  }

  private List<String> people() {
    return resolution().groups().stream()
        .map(ResolutionTest::text)
        .sorted()
        .collect(Collectors.toList());
  }

  private String personOf(Claim claim) {
    return resolution().groups().stream()
        .filter(group -> group.claims().stream().map(Claim::id).toList().contains(claim.id()))
        .map(ResolutionTest::text)
        .findFirst()
        .orElse("nobody");
  }

  private List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    for (Doubt doubt : resolution().doubts()) {
      doubts.add(doubt.kind() + " " + doubt.identifier().text() + " " + doubt.other().text());
    }
    return doubts;
  }

  /** What is known by evidence: the identifiers that a claim of the group names. */
  private static String text(Group group) {
    return group.identifiers().stream()
        .map(Identifier::text)
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
