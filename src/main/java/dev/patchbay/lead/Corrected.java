package dev.patchbay.lead;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people last said of one form or call, per field. */
record Corrected(Map<CorrectedField, Correction> fields) {

  static Corrected of(List<Correction> corrections, Collection<Happening> events) {
    if (corrections.isEmpty()) {
      return new Corrected(Map.of());
    }
    Set<UUID> ids = events.stream().map(Happening::id).collect(Collectors.toSet());
    Map<CorrectedField, Correction> fields = new EnumMap<>(CorrectedField.class);
    corrections.stream()
        .filter(correction -> ids.contains(correction.event()))
        .sorted(Correction.ORDER)
        .forEach(
            correction ->
                CorrectedField.of(correction.field())
                    .ifPresent(field -> fields.put(field, correction)));
    return new Corrected(fields);
  }

  boolean isEmpty() {
    return fields.values().stream().allMatch(correction -> correction.value() == null);
  }

  @Nullable String text(CorrectedField field) {
    Correction correction = fields.get(field);
    return correction == null ? null : correction.value();
  }

  @Nullable Long number(CorrectedField field) {
    String text = text(field);
    return text == null ? null : Long.valueOf(text);
  }

  @Nullable Boolean spam() {
    String text = text(CorrectedField.SPAM);
    return text == null ? null : Boolean.valueOf(text);
  }

  @Nullable Correction said(CorrectedField field) {
    Correction correction = fields.get(field);
    return correction == null || correction.value() == null ? null : correction;
  }

  Instant latest(Instant floor) {
    Instant latest = floor;
    for (Correction correction : fields.values()) {
      if (correction.at().isAfter(latest)) {
        latest = correction.at();
      }
    }
    return latest;
  }
}
