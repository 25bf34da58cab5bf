package dev.patchbay.tracking;

import java.util.List;
import java.util.Locale;

/** How far a lead came; who came to a later stage came to the earlier ones. */
enum FunnelStage {
  CONTACTED("contacted_at"),
  QUALIFIED("qualified_at"),
  QUOTED("quoted_at"),
  WON("won_at");

  private final String column;

  FunnelStage(String column) {
    this.column = column;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Column of the time it was reached. */
  String column() {
    return column;
  }

  /** Condition that a lead came this far or further. */
  String reached() {
    StringBuilder condition = new StringBuilder();
    for (FunnelStage stage : List.of(values()).subList(ordinal(), values().length)) {
      condition.append(condition.isEmpty() ? "" : " or ").append("r.").append(stage.column);
      condition.append(" is not null");
    }
    return condition.toString();
  }
}
