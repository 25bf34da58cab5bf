package dev.patchbay.stack;

import dev.patchbay.yaml.YamlScalar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How leads are counted, as written; {@code null} where nothing is.
 *
 * @param numbers tracking numbers with their places, each with the campaign's words by name
 * @param stages {@code contacted} and so on, to names of deal stages with their places
 */
public record WrittenLeads(
    @Nullable Duration within,
    @Nullable Duration sameCall,
    @Nullable Duration answerWithin,
    @Nullable OpeningHours answerDuring,
    List<Number> numbers,
    Map<String, List<YamlScalar>> stages,
    @Nullable Integer quarantine,
    List<String> spamWords,
    @Nullable Duration lookback) {

  /** Where nothing is written. */
  static final WrittenLeads NONE =
      new WrittenLeads(null, null, null, null, List.of(), Map.of(), null, List.of(), null);

  /**
   * A tracking number.
   *
   * @param campaign {@code source}, {@code medium}, {@code campaign}, {@code keyword}
   */
  public record Number(String number, int line, int column, Map<String, String> campaign) {}
}
