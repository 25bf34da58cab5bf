package dev.patchbay.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the database holds people: every table and column there is, and what a customer's export
 * and erasure do with it. The one place outside a table's own package that names it; a test fails
 * for a column that is not here.
 */
final class PersonalTables {

  /**
   * A table with rows of people.
   *
   * @param whose condition that picks one person's rows, over the temporary tables {@code
   *     their_customer}, {@code their_event}, {@code their_message}, {@code their_delivery}, {@code
   *     their_sighting} and {@code their_text}
   * @param exported columns that an export holds
   * @param internal columns that tell nothing of the person
   * @param erase what erasure runs after {@code delete from} or {@code update} and before {@code
   *     where}; empty for nothing
   */
  record PersonalTable(
      String name, String whose, List<String> exported, List<String> internal, String erase) {}

  private static final String MINE = "customer in (select id from their_customer)";

  /** In the order of an export; erased in the reverse order. */
  static final List<PersonalTable> ALL =
      List.of(
          table(
              "customer",
              "id in (select id from their_customer)",
              "id created_at updated_at person fields merged_into",
              "disputed moves",
              "update customer set person = '{}', fields = '{}'"),
          table(
              "identifier",
              MINE,
              "kind value customer message first_seen",
              "",
              "delete from identifier"),
          table(
              "sighting",
              "id in (select id from their_sighting)",
              "id connection identifiers person first_at last_at message customer",
              "born follows",
              "delete from sighting"),
          table(
              "merge",
              "survivor in (select id from their_customer)"
                  + " or absorbed in (select id from their_customer)",
              "id survivor absorbed at by_whom evidence undone_at",
              "",
              "update merge set evidence = '{}'"),
          table(
              "identity_decision",
              "exists (select 1 from their_text t where strpos("
                  + "lower(array_to_string(identifiers || others, ' ')), t.text) > 0)",
              "id kind identifiers others by_whom why at undone_at undone_by",
              "",
              "delete from identity_decision"),
          table(
              "identity_review",
              "sighting in (select id from their_sighting)"
                  + " or exists (select 1 from their_text t"
                  + " where strpos(lower(identifier || ' ' || other), t.text) > 0)",
              "id kind identifier other sighting state found_at decided_at decided_by",
              "",
              "delete from identity_review"),
          table(
              "event",
              "id in (select id from their_event)",
              "id message type source subject time received_at customer data sighting",
              "seq",
              // The data is blanked event by event: what is no person's is kept.
              "update event set subject = null, sighting = null"),
          table(
              "message",
              "id in (select id from their_message)",
              "id connection vendor_id body content_type headers url received_at state findings"
                  + " processed_at emptied_at",
              "dedupe_key body_sha256 replica tries events",
              "update message set body = '', body_sha256 = '', headers = '{}', url = null,"
                  + " vendor_id = null, findings = null, content_type = '',"
                  + " state = case when state = 0 then 1 else state end,"
                  + " dedupe_key = case when exists (select 1 from their_text t"
                  + " where strpos(lower(dedupe_key), t.text) > 0)"
                  + " then 'erased:' || id else dedupe_key end"),
          table(
              "delivery",
              "id in (select id from their_delivery)",
              "id event customer destination source flow action state attempts due_at received_at"
                  + " enqueued_at first_attempt_at finished_at error_kind error_text",
              "seq claimed_by retry_since attempts_before",
              "update delivery set error_text = null"),
          table(
              "attempt",
              "delivery in (select id from their_delivery)",
              "delivery number started_at ended_at verdict status error_kind error_text retry_at",
              "",
              "update attempt set error_text = null"),
          table(
              "lead",
              MINE + " or id in (select id from their_event)",
              "id customer channel connection at received_at name email phone company first_time"
                  + " duplicate_of duplicate_rule status status_by spam_score spam_reasons"
                  + " direction answered voicemail duration_s recording_url agent tracking_number"
                  + " form_name message source medium campaign keyword content landing_page"
                  + " referrer click_kind click_id contacted_at qualified_at quoted_at won_at"
                  + " lost_at quote_amount sale_amount currency capture_ms pipeline_ms write_ms"
                  + " delivery_ms touch_ms touch_due_at events changed_at corrected",
              "",
              "delete from lead"),
          table(
              "lead_event",
              "event in (select id from their_event)",
              "event lead customer",
              "",
              "delete from lead_event"),
          table(
              "touch",
              MINE + " or event in (select id from their_event)",
              "conversion number conversion_kind conversion_at customer event at source medium"
                  + " campaign keyword landing_page click_kind amount currency",
              "first last last_non_direct linear time_decay position_based",
              "delete from touch"),
          table(
              "sale",
              MINE + " or id in (select id from their_event)",
              "id customer connection subject at amount currency refunded lead source medium"
                  + " campaign",
              "",
              "delete from sale"),
          table(
              "visit",
              MINE + " or event in (select id from their_event)",
              "event customer at source medium campaign keyword landing_page click_kind device"
                  + " lead visitor",
              "",
              "delete from visit"),
          table(
              "submission",
              MINE + " or event in (select id from their_event)",
              "event customer at source medium campaign keyword landing_page click_kind page form"
                  + " device lead visitor",
              "",
              "delete from submission"),
          table(
              "page_speed",
              MINE + " or event in (select id from their_event)",
              "event customer at page device kind lcp_ms inp_ms cls fcp_ms ttfb_ms form_usable_ms",
              "",
              "delete from page_speed"),
          table(
              "correction",
              "event in (select id from their_event)",
              "id event field value by_whom why at",
              "",
              "delete from correction"),
          table(
              "erasure",
              MINE,
              "event customer at",
              "",
              // They say what is still to be told, and go once it was.
              ""));

  /** Tables that hold nothing of people, and why. */
  static final Map<String, String> NOBODY = nobody();

  private PersonalTables() {}

  private static Map<String, String> nobody() {
    Map<String, String> nobody = new LinkedHashMap<>();
    nobody.put("replica", "running hubs");
    nobody.put("lane", "state of destinations; texts are about the vendor's answer as a whole");
    nobody.put("day_count", "counts by day and connection");
    nobody.put("poll_cursor", "positions in vendors' lists");
    nobody.put("access_token", "sealed tokens of connections");
    nobody.put("changed", "ids of customers whose derived rows are to be made again");
    nobody.put("spend", "what campaigns cost");
    nobody.put("identity_basis", "by which rules customers were told apart");
    nobody.put("retention", "how far old payloads are emptied");
    nobody.put("projection", "how far read tables are");
    nobody.put("saved_view", "filters that people who run the hub keep; none by a name");
    nobody.put("suppressed", "keyed hashes");
    nobody.put("api_token", "hashes of tokens of people who run the hub");
    nobody.put("person", "people who run the hub");
    nobody.put("welcome_link", "hashes of links for people who run the hub");
    nobody.put("session", "browsers of people who run the hub");
    nobody.put("sign_in_try", "counts by hashes, forgotten after a day");
    nobody.put("audit", "acts of people who run the hub, by ids");
    nobody.put("audit_head", "where the audit ends");
    nobody.put("flyway_schema_history", "the schema's own history");
    return Map.copyOf(nobody);
  }

  private static PersonalTable table(
      String name, String whose, String exported, String internal, String erase) {
    return new PersonalTable(name, whose, words(exported), words(internal), erase);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }
}
