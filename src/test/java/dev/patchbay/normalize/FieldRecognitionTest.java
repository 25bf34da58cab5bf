package dev.patchbay.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.Answer;
import dev.patchbay.event.Attribution;
import dev.patchbay.event.Consent;
import dev.patchbay.event.EventData;
import dev.patchbay.event.Form;
import dev.patchbay.event.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldRecognitionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Email                        | Ana@Example.com   | ana@example.com | -            | -   | -
          Work e-mail *                | ana@example.com   | ana@example.com | -            | -   | -
          Correo electrónico           | ana@example.com   | ana@example.com | -            | -   | -
          Adresse e-mail               | ana@example.com   | ana@example.com | -            | -   | -
          E-Mail-Adresse               | ana@example.com   | ana@example.com | -            | -   | -
          Qual é o seu e-mail?         | ana@example.com   | ana@example.com | -            | -   | -
          E-mailadres                  | ana@example.com   | ana@example.com | -            | -   | -
          Indirizzo email              | ana@example.com   | ana@example.com | -            | -   | -
          Where can we write to you?   | ana@example.com   | ana@example.com | -            | -   | -
          Email                        | not-an-email      | -               | -            | -   | -
          Do you prefer email or phone?| Email             | -               | -            | -   | -
          Your friend's email          | bo@example.com    | -               | -            | -   | -
          Phone                        | (212) 555-0123    | -               | +12125550123 | -   | -
          Best number to reach you     | 212-555-0123      | -               | +12125550123 | -   | -
          Teléfono                     | 212 555 0123      | -               | +12125550123 | -   | -
          Numéro de téléphone          | +33 1 99 00 12 34 | -               | +33199001234 | -   | -
          Telefonnummer                | +49 30 23125 000  | -               | +493023125000| -   | -
          Telemóvel                    | 2125550123        | -               | +12125550123 | -   | -
          Telefoonnummer               | 2125550123        | -               | +12125550123 | -   | -
          Cellulare                    | 2125550123        | -               | +12125550123 | -   | -
          Emergency contact phone      | 2125550123        | -               | -            | -   | -
          Phone model                  | Model 12 Pro      | -               | -            | -   | -
          Order number                 | 2125550123        | -               | -            | -   | -
          What's your name?            | Ana Silva         | -               | -            | Ana | Silva
          Full Name                    | Silva, Ana        | -               | -            | Ana | Silva
          Nombre completo              | Ana Silva         | -               | -            | Ana | Silva
          Nom et prénom                | Ana Silva         | -               | -            | Ana | Silva
          Vor- und Nachname            | Ana Silva         | -               | -            | Ana | Silva
          Nome completo                | Ana Silva         | -               | -            | Ana | Silva
          Volledige naam               | Ana Silva         | -               | -            | Ana | Silva
          Nome e cognome               | Ana Silva         | -               | -            | Ana | Silva
          What is your first name?     | Ana               | -               | -            | Ana | -
          Vorname                      | Ana               | -               | -            | Ana | -
          Prénom                       | Ana               | -               | -            | Ana | -
          Achternaam                   | Silva             | -               | -            | -   | Silva
          Apellidos                    | Silva Reis        | -               | -            | -   | Silva Reis
          Name of your dog             | Rex               | -               | -            | -   | -
          Company name                 | Ana Silva         | -               | -            | -   | -
          Username                     | Ana               | -               | -            | -   | -
          Name (First)                 | Ana               | -               | -            | Ana | -
          Name (Last)                  | Silva             | -               | -            | -   | Silva
          Name 2                       | Ana Silva         | -               | -            | Ana | Silva
          name-3                       | Ana Silva         | -               | -            | Ana | Silva
          Contact person name          | Ana Silva         | -               | -            | Ana | Silva
          2                            | Ana Silva         | -               | -            | -   | -
          """)
  void readsThePersonFromAQuestionInManyLanguages(
      String label, String value, String email, String phone, String first, String last) {
    Person person = recognized(List.of(new Answer(label, null, "text", value))).person();

    assertThat(person == null ? null : person.email()).isEqualTo(email);
    assertThat(person == null ? null : person.phone()).isEqualTo(phone);
    assertThat(person == null ? null : person.firstName()).isEqualTo(first);
    assertThat(person == null ? null : person.lastName()).isEqualTo(last);
  }

  @Test
  void takesANumberedQuestionOnlyWhereItIsTheOnlyOne() {
    Person two =
        recognized(
                List.of(
                    new Answer("Name 1", null, null, "Ana"),
                    new Answer("Name 2", null, null, "Bo"),
                    new Answer("Address1", null, null, "1 Main St"),
                    new Answer("Address2", null, null, "Apt 2")))
            .person();
    Person plain =
        recognized(
                List.of(
                    new Answer("Name 2", null, null, "Bo"), new Answer("Name", null, null, "Ana")))
            .person();

    assertThat(two.firstName()).isNull();
    assertThat(two.address().street()).isEqualTo("1 Main St");
    assertThat(plain.firstName()).isEqualTo("Ana");
  }

  @Test
  void readsTypesAndRefsWhereLabelsSayNothing() {
    Person person =
        recognized(
                List.of(
                    new Answer("Field 1", null, "email", "ana@example.com"),
                    new Answer(null, "your-name", null, "Ana Silva"),
                    new Answer(null, "PHONE_NUMBER", null, "+12125550123"),
                    new Answer(null, "POSTAL_CODE", null, "10001"),
                    new Answer(null, "companyName", null, "Silva Roofing")))
            .person();

    assertThat(person).isNotNull();
    assertThat(person.email()).isEqualTo("ana@example.com");
    assertThat(person.firstName()).isEqualTo("Ana");
    assertThat(person.phone()).isEqualTo("+12125550123");
    assertThat(person.company()).isEqualTo("Silva Roofing");
    assertThat(person.address()).isNotNull();
    assertThat(person.address().postalCode()).isEqualTo("10001");
  }

  @ParameterizedTest
  @CsvSource({
    "Nome, Ana, Cognome, Silva",
    "Name, Silva, Vorname, Ana",
    "Nom, Silva, Prénom, Ana",
    "Nombre, Ana, Apellidos, Silva",
    "Name, Ana Silva, First name, Ana",
    "Name, Ana, Last name, Silva",
    "Name, Ana Silva, Last name, Silva"
  })
  void putsTheTwoPartsOfANameTogether(String a, String aValue, String b, String bValue) {
    Person person =
        recognized(List.of(new Answer(a, null, null, aValue), new Answer(b, null, null, bValue)))
            .person();

    assertThat(person).isNotNull();
    assertThat(person.firstName()).isEqualTo("Ana");
    assertThat(person.lastName()).isEqualTo("Silva");
  }

  @Test
  void leavesOutWhatIsAmbiguous() {
    EventData data =
        recognized(
            List.of(
                new Answer("Email 1", null, null, "ana@example.com"),
                new Answer("Email 2", null, null, "bo@example.com")));

    assertThat(data.person()).isNull();
  }

  @Test
  void takesARepeatedAddressOnce() {
    EventData data =
        recognized(
            List.of(
                new Answer("Email", null, null, "ana@example.com"),
                new Answer("Confirm email", null, null, "Ana@example.com")));

    assertThat(data.person()).isNotNull();
    assertThat(data.person().email()).isEqualTo("ana@example.com");
  }

  @Test
  void letsAnOverrideWinOverTheMappingAndTheMappingOverLabels() {
    EventData known =
        form(List.of(
                new Answer("Email", "f1", null, "label@example.com"),
                new Answer("Phone", "f2", null, "2125550100"),
                new Answer("Best number", "f3", null, "2125550123")))
            .withPerson(
                new Person("mapped@example.com", "+12125550111", null, null, null, null, null));

    EventData data =
        FieldRecognition.complete(known, Map.of("phone", "Best number", "company", "f1x"), "US");

    assertThat(data.person()).isNotNull();
    assertThat(data.person().email()).isEqualTo("mapped@example.com");
    assertThat(data.person().phone()).isEqualTo("+12125550123");
  }

  @Test
  void findsAnOverrideByRef() {
    EventData known =
        form(
            List.of(
                new Answer("Reach me", "tel-1", null, "2125550123"),
                new Answer("Phone", null, null, "2125550100")));

    EventData data = FieldRecognition.complete(known, Map.of("phone", "tel-1"), "US");

    assertThat(data.person()).isNotNull();
    assertThat(data.person().phone()).isEqualTo("+12125550123");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          I agree to the terms and privacy policy                           | legal    | true | -       | -       | -
          You accept that we will share your answers with city management.  | legal    | yes  | -       | -       | -
          I agree to be contacted about my inquiry                          | checkbox | true | -       | -       | -
          Text me appointment reminders                                     | checkbox | true | -       | -       | -
          Subscribe to our newsletter                                       | checkbox | true | granted | -       | -
          Subscribe to our newsletter                                       | checkbox | false| -       | -       | -
          May we send you marketing emails?                                 | yes_no   | no   | denied  | -       | -
          I agree to receive marketing text messages                        | consent  | yes  | -       | granted | -
          I agree to receive promotional emails, texts and calls            | consent  | on   | granted | granted | granted
          I do not want to receive marketing emails                         | checkbox | true | denied  | -       | -
          Accepts marketing                                                 | -        | true | granted | -       | -
          Quiero recibir ofertas por correo electrónico                     | checkbox | sí   | granted | -       | -
          Je souhaite recevoir des offres par e-mail                        | checkbox | oui  | granted | -       | -
          Ich möchte Angebote per E-Mail erhalten                           | checkbox | ja   | granted | -       | -
          Quero receber novidades por e-mail                                | checkbox | sim  | granted | -       | -
          Ik wil de nieuwsbrief ontvangen                                   | checkbox | ja   | granted | -       | -
          Which special offers are you interested in?                       | choice   | Roof | -       | -       | -
          """)
  void takesOnlyWordingAboutMarketingAsConsent(
      String label, String type, String value, String email, String sms, String phone) {
    Consent consent = recognized(List.of(new Answer(label, null, type, value))).consent();

    assertThat(consent == null ? null : consent.email()).isEqualTo(email);
    assertThat(consent == null ? null : consent.sms()).isEqualTo(sms);
    assertThat(consent == null ? null : consent.phone()).isEqualTo(phone);
    if (consent != null) {
      assertThat(consent.wording()).isEqualTo(label);
    }
  }

  @Test
  void readsATickedSentenceAsConsent() {
    Consent consent =
        recognized(
                List.of(
                    new Answer(
                        "Stay in touch",
                        null,
                        "checkboxes",
                        "Yes, send me the newsletter by email")))
            .consent();

    assertThat(consent).isNotNull();
    assertThat(consent.email()).isEqualTo("granted");
  }

  @Test
  void readsHiddenFieldsThenThePageAddress() {
    Attribution attribution =
        recognized(
                List.of(
                    new Answer(null, "utm_source", "hidden", "google"),
                    new Answer("UTM Campaign", null, "hidden", "fall"),
                    new Answer("Referrer", null, null, "My neighbor"),
                    new Answer(
                        null,
                        "landing_page",
                        "hidden",
                        "https://a.example/?utm_source=other&utm_medium=cpc&gclid=g1")))
            .attribution();

    assertThat(attribution).isNotNull();
    assertThat(attribution.source()).isEqualTo("google");
    assertThat(attribution.campaign()).isEqualTo("fall");
    assertThat(attribution.medium()).as("campaigns of two visits are not mixed").isNull();
    assertThat(attribution.gclid()).isEqualTo("g1");
    assertThat(attribution.referrer()).isNull();
  }

  @Test
  void readsTheFormsAddressWhereNothingElseSays() {
    EventData known =
        new EventData(
            null,
            null,
            new Form("f", "n", "https://a.example/c?utm_source=x&fbclid=f1", null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    Attribution attribution = FieldRecognition.complete(known, Map.of(), null).attribution();

    assertThat(attribution).isNotNull();
    assertThat(attribution.source()).isEqualTo("x");
    assertThat(attribution.fbclid()).isEqualTo("f1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          How can we help you?   | text      | The roof leaks | The roof leaks
          Nachricht              | text      | The roof leaks | The roof leaks
          Anything               | long_text | The roof leaks | The roof leaks
          Favorite color         | text      | Blue           | -
          """)
  void readsTheMessage(String label, String type, String value, String message) {
    Form form = recognized(List.of(new Answer(label, null, type, value))).form();

    assertThat(form).isNotNull();
    assertThat(form.message()).isEqualTo(message);
  }

  private static EventData recognized(List<Answer> answers) {
    return FieldRecognition.complete(form(answers), Map.of(), "US");
  }

  private static EventData form(@Nullable List<Answer> answers) {
    Form form = new Form("f", null, null, answers == null ? null : new ArrayList<>(answers), null);
    return new EventData(
        null, null, form, null, null, null, null, null, null, null, null, null, null, null, null,
        null);
  }
}
