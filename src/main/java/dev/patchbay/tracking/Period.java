package dev.patchbay.tracking;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The time that a view is over: as asked for, else the last 90 days with today. */
record Period(Instant from, Instant to) {

  private static final int USUAL_DAYS = 90;

  static Period of(Map<String, String> given, Question question) {
    LocalDate today = question.now().atZone(question.zone()).toLocalDate();
    return new Period(
        time(given, "from", today.minusDays(USUAL_DAYS - 1), question.zone()),
        time(given, "to", today.plusDays(1), question.zone()));
  }

  private static Instant time(
      Map<String, String> given, String name, LocalDate usual, ZoneId zone) {
    String text = given.get(name);
    return text == null
        ? usual.atStartOfDay(zone).toInstant()
        : (Instant) Parameter.time(name, "").read(text, zone);
  }

  /** These parameters, the period made plain, so that links mean the same tomorrow. */
  Map<String, String> in(Map<String, String> given) {
    Map<String, String> with = new LinkedHashMap<>(given);
    with.put("from", from.toString());
    with.put("to", to.toString());
    return with;
  }

  /** Only those parameters that a list knows. */
  static Map<String, String> known(RowList<?> list, Map<String, String> given) {
    List<String> names = list.parameters().stream().map(Parameter::name).toList();
    Map<String, String> known = new LinkedHashMap<>(given);
    known.keySet().retainAll(names);
    return known;
  }

  /** The two parameters of a period. */
  static Stream<Parameter> parameters() {
    return Stream.of(
        Parameter.time("from", "From this day or instant on; 90 days ago where none is given."),
        Parameter.time("to", "Before this day or instant; the end of today where none is given."));
  }
}
