package dev.patchbay.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One grant or withdrawal.
 *
 * @param event that tells of it
 * @param time when it was said
 * @param connection that heard it
 * @param channel {@code email}, {@code sms}, {@code phone} or {@code ads}
 * @param answer {@code granted} or {@code denied}
 * @param wording what they were asked or told, or {@code null}
 * @param address the e-mail address or number it is about, or {@code null} when it names none
 * @param others what else it names its speaker by, as {@code kind:value}
 */
public record ConsentWord(
    UUID event,
    Instant time,
    String connection,
    String channel,
    String answer,
    @Nullable String wording,
    @Nullable String address,
    List<String> others) {

  private static final String DENIED = "denied";

  private static final String QUERY =
      """
      select said.id, said.time, said.source, said.channel, said.answer,
             said.data -> 'consent' ->> 'wording', said.data -> 'person' ->> 'email',
             said.data -> 'person' ->> 'phone',
             array(select x.key || ':' || x.value
                   from jsonb_each_text(said.data -> 'person' -> 'externalIds') x order by 1),
             said.data -> 'attribution' ->> 'visitorId'
      from (
        select e.id, e.time, e.source, c.key as channel, c.value as answer, e.data
        from event e cross join lateral jsonb_each_text(e.data -> 'consent') c
        where e.customer = ? and c.key in ('email', 'sms', 'phone', 'ads')
          and e.data -> 'test' is distinct from 'true'
        union all
        select e.id, e.time, e.source, 'email', 'denied', e.data
        from event e
        where e.customer = ? and e.data -> 'consent' is null
          and e.type in ('subscriber.unsubscribed', 'subscriber.complained')
          and e.data -> 'test' is distinct from 'true'
      ) said""";

  /** Of the same moment the refusal is the last word. */
  private static final Comparator<ConsentWord> IN_TIME =
      Comparator.comparing(ConsentWord::time)
          .thenComparing(ConsentWord::isDenied)
          .thenComparing(ConsentWord::event)
          .thenComparing(ConsentWord::channel);

  static List<ConsentWord> of(Connection sql, UUID customer) throws SQLException {
    List<ConsentWord> words = new ArrayList<>();
    try (PreparedStatement query = sql.prepareStatement(QUERY)) {
      query.setObject(1, customer);
      query.setObject(2, customer);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          words.add(read(row));
        }
      }
    }
    words.sort(IN_TIME);
    return words;
  }

  /** The last word of each address, of which one refusal is enough, by channel. */
  static Map<String, String> lastOf(List<ConsentWord> inTime) {
    Map<String, Map<String, ConsentWord>> last = new LinkedHashMap<>();
    for (ConsentWord word : inTime) {
      Map<String, ConsentWord> bySpeaker =
          last.computeIfAbsent(word.channel, channel -> new HashMap<>());
      if (word.address != null) {
        bySpeaker.put(word.address, word);
        // What was said without an address is answered by the same speaker's word with one.
        word.others.forEach(each -> bySpeaker.computeIfPresent(each, (key, before) -> word));
      } else if (word.others.isEmpty()) {
        bySpeaker.put("", word);
      } else {
        word.others.forEach(each -> bySpeaker.put(each, word));
      }
    }
    Map<String, String> consent = new LinkedHashMap<>();
    last.forEach(
        (channel, words) ->
            consent.put(
                channel,
                words.values().stream().anyMatch(ConsentWord::isDenied)
                    ? DENIED
                    : words.values().iterator().next().answer));
    return consent;
  }

  /** Whether it is a refusal. */
  public boolean isDenied() {
    return answer.equals(DENIED);
  }

  private static ConsentWord read(ResultSet row) throws SQLException {
    String channel = row.getString(4);
    String email = row.getString(7);
    String phone = row.getString(8);
    String address =
        switch (channel) {
          case "email" -> email;
          case "ads" -> email == null ? phone : email;
          default -> phone;
        };
    List<String> others = new ArrayList<>(Arrays.asList((String[]) row.getArray(9).getArray()));
    add(others, "email:", email, address);
    add(others, "phone:", phone, address);
    add(others, "visitor:", row.getString(10), address);
    return new ConsentWord(
        row.getObject(1, UUID.class),
        row.getTimestamp(2).toInstant(),
        row.getString(3),
        channel,
        row.getString(5),
        row.getString(6),
        address,
        List.copyOf(others));
  }

  private static void add(
      List<String> others, String kind, @Nullable String value, @Nullable String address) {
    if (value != null && !value.equals(address)) {
      others.add(kind + value);
    }
  }

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "ConsentWord[" + event + ", " + channel + ", " + answer + "]";
  }
}
