package dev.patchbay.lead;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a lead has come.
 *
 * @param stage highest it reached, or what a person said
 * @param by the rule, connection or person that said so; {@code null} while new
 * @param times when each stage was first reached, those that were said only
 * @param quote minor units of {@code currency}, or {@code null}
 * @param sale minor units of {@code currency}, less refunds, or {@code null}
 */
public record Progress(
    Stage stage,
    @Nullable String by,
    Map<Stage, Instant> times,
    @Nullable Long quote,
    @Nullable Long sale,
    @Nullable String currency) {

  static final Progress NONE = new Progress(Stage.NEW, null, Map.of(), null, null, null);

  /** When the stage was first reached, or {@code null}. */
  public @Nullable Instant at(Stage reached) {
    return times.get(reached);
  }
}
