package dev.patchbay.tracking;

import dev.patchbay.db.SqlArrays;
import dev.patchbay.event.Ids;
import dev.patchbay.eventlog.Changes;
import dev.patchbay.lead.CorrectedField;
import dev.patchbay.lead.Correction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say of leads: kept as facts, so that it survives whatever is computed again. */
public final class Corrections {

  private static final int LONGEST = 1_000;

  /** What else a correction brings about, in its transaction. */
  @FunctionalInterface
  public interface Follower {
    /** Follows a correction that was just noted; {@code value} is {@code null} when taken back. */
    void follow(
        Connection sql, UUID lead, UUID correction, CorrectedField field, @Nullable String value)
        throws SQLException;
  }

  private final Ids ids;
  private final Follower follower;

  /** New corrections get their ids from {@code ids}, and are followed by {@code follower}. */
  public Corrections(Ids ids, Follower follower) {
    this.ids = ids;
    this.follower = follower;
  }

  /** Why a correction was not taken; the message says what is wrong and what would be right. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Notes what {@code by} says of a lead, and that its row is to be made again. The newest word on
   * a field counts.
   *
   * @param lead id of a row of calls and leads
   * @param field one of {@link CorrectedField}'s names
   * @param value the new value as text, or {@code null} to take back what was said before
   * @param why the reason, or {@code null}
   * @return the correction's id
   * @throws RefusedException when there is no such lead or field, or the field cannot hold the
   *     value
   */
  public UUID add(
      Connection sql,
      UUID lead,
      String field,
      @Nullable String value,
      String by,
      @Nullable String why,
      Instant now)
      throws SQLException {
    CorrectedField corrected =
        CorrectedField.of(field)
            .orElseThrow(
                () ->
                    new RefusedException(
                        "A lead has no field '%s' to correct. Take one of %s."
                            .formatted(shown(field), names())));
    if (value != null && !corrected.takes(value)) {
      throw new RefusedException(
          "'%s' cannot be '%s'. %s".formatted(field, shown(value), remedy(corrected)));
    }
    if (by.isBlank() || by.length() > LONGEST || (why != null && why.length() > LONGEST)) {
      throw new RefusedException(
          "Say who corrects it, and why in at most %d characters.".formatted(LONGEST));
    }
    note(sql, lead);
    UUID id = ids.next();
    try (PreparedStatement insert =
        sql.prepareStatement(
            """
            insert into correction (id, event, field, value, by_whom, why, at)
            values (?, ?, ?, to_jsonb(?::text), ?, ?, ?::timestamptz)
            """)) {
      insert.setObject(1, id);
      insert.setObject(2, lead);
      insert.setString(3, corrected.field());
      insert.setString(4, value);
      insert.setString(5, by);
      insert.setString(6, why);
      insert.setString(7, now.toString());
      insert.executeUpdate();
    }
    follower.follow(sql, lead, id, corrected, value);
    return id;
  }

  /** The events that a lead's row is made of, as the views show it. */
  public static List<UUID> events(Connection sql, UUID lead) throws SQLException {
    List<UUID> events = new ArrayList<>();
    try (PreparedStatement query =
        sql.prepareStatement("select event from lead_event where lead = ? order by event")) {
      query.setObject(1, lead);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          events.add(row.getObject(1, UUID.class));
        }
      }
    }
    return events;
  }

  /** What was said of these events, by event. */
  static Map<UUID, List<Correction>> of(Connection sql, Collection<UUID> events)
      throws SQLException {
    Map<UUID, List<Correction>> said = new HashMap<>();
    if (events.isEmpty()) {
      return said;
    }
    try (PreparedStatement query =
        sql.prepareStatement(
            """
            select id, event, field, value #>> '{}', by_whom, at
            from correction where event = any(?)
            """)) {
      query.setArray(1, SqlArrays.uuids(sql, events));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          UUID event = row.getObject(2, UUID.class);
          said.computeIfAbsent(event, key -> new ArrayList<>())
              .add(
                  new Correction(
                      row.getObject(1, UUID.class),
                      event,
                      row.getString(3),
                      row.getString(4),
                      row.getString(5),
                      row.getTimestamp(6).toInstant()));
        }
      }
    }
    return said;
  }

  private static void note(Connection sql, UUID lead) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("select customer from lead where id = ? for update")) {
      query.setObject(1, lead);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new RefusedException(
              "There is no lead %s. Look it up in the list.".formatted(lead));
        }
        UUID customer = row.getObject(1, UUID.class);
        if (customer == null) {
          Changes.ofEvents(sql, List.of(lead));
        } else {
          Changes.ofCustomers(sql, List.of(customer));
        }
      }
    }
  }

  private static String remedy(CorrectedField field) {
    return switch (field) {
      case STATUS -> "Take new, contacted, qualified, quoted, won or lost; spam is a field.";
      case SPAM -> "Take true or false.";
      case QUOTE_AMOUNT, SALE_AMOUNT -> "Give whole minor units, such as 12500 for 125.00.";
      case CURRENCY -> "Take a code of ISO 4217, such as USD.";
      case SOURCE, MEDIUM, CAMPAIGN, KEYWORD -> "Give up to 500 characters on one line.";
    };
  }

  private static String names() {
    List<String> names = new ArrayList<>();
    for (CorrectedField field : CorrectedField.values()) {
      names.add(field.field());
    }
    return String.join(", ", names);
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
