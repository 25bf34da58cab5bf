package dev.patchbay.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.EventData;
import dev.patchbay.event.EventType;
import dev.patchbay.event.Removal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JourneyStepsTest {

  @Test
  void saysInPlainWordsThatAToolDeletedSomebodyAndWhy() {
    assertThat(removed(Removal.DELETED)).isEqualTo("Deleted in crm");
    assertThat(removed(Removal.PRIVACY)).isEqualTo("Deleted in crm for privacy");
    assertThat(removed(Removal.MERGED)).isEqualTo("Merged into another record in crm");
    assertThat(removed(null)).isEqualTo("Deleted in crm");
  }

  private static String removed(@Nullable String reason) {
    EventData data = EventData.of(null, new Removal(reason));
    return JourneySteps.of(EventType.REMOVED, "crm", data).title();
  }
}
