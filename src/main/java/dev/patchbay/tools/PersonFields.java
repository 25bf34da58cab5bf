package dev.patchbay.tools;

import dev.patchbay.event.Address;
import dev.patchbay.event.Consent;
import dev.patchbay.event.EventData;
import dev.patchbay.event.EventType;
import dev.patchbay.event.Person;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an event says of a person, as flat canonical fields that two tools can be compared by. */
final class PersonFields {

  static final String CONSENT = "consent.";
  private static final String ADDRESS = "address";
  private static final String GRANTED = "granted";
  private static final String DENIED = "denied";

  private PersonFields() {}

  /** The fields that an event of this type tells, without those that it leaves open. */
  static Map<String, String> of(String type, EventData data) {
    Map<String, String> fields = new TreeMap<>();
    if (type.equals(EventType.REMOVED)) {
      // It names whom it is about, and says nothing of them.
      return fields;
    }
    Person person = data.person();
    if (person != null) {
      put(fields, "email", person.email());
      put(fields, "phone", person.phone());
      put(fields, "firstName", person.firstName());
      put(fields, "lastName", person.lastName());
      put(fields, "company", person.company());
      Address address = person.address();
      if (address != null) {
        put(fields, "address.street", address.street());
        put(fields, "address.city", address.city());
        put(fields, "address.region", address.region());
        put(fields, "address.postalCode", address.postalCode());
        put(fields, "address.country", address.country());
      }
    }
    Consent consent = data.consent();
    if (consent != null) {
      put(fields, "consent.email", consent.email());
      put(fields, "consent.sms", consent.sms());
      put(fields, "consent.phone", consent.phone());
      put(fields, "consent.ads", consent.ads());
    }
    if (consent == null) {
      switch (type) {
        case "subscriber.subscribed" -> fields.put("consent.email", GRANTED);
        case "subscriber.unsubscribed", "subscriber.complained" ->
            fields.put("consent.email", DENIED);
        default -> {}
      }
    }
    return fields;
  }

  /** Whether {@code keeps}, in a sheet's words, covers this field. */
  static boolean isKept(Collection<String> keeps, String field) {
    return keeps.contains(field) || (keeps.contains(ADDRESS) && field.startsWith(ADDRESS + '.'));
  }

  /** Whether a mapping falls back to what is known of the customer where an event is silent. */
  static boolean isFilledIn(String field) {
    return !field.startsWith(CONSENT) && !field.startsWith(ADDRESS);
  }

  /**
   * Whether two tools would call these the same: case, and how much white space there is, do not
   * count, since tools change both on their own.
   */
  static boolean same(String a, String b) {
    return a.equals(b) || folded(a).equals(folded(b));
  }

  /** The value as {@link #same} compares it. */
  static String folded(String value) {
    return value.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      fields.put(name, value);
    }
  }
}
