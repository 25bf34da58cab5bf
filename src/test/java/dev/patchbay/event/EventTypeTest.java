package dev.patchbay.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTypeTest {

  @Test
  void aWordBeforeTheDotNamesAllOfItsKindButDeletions() {
    assertThat(EventType.matches("contact", "contact.updated")).isTrue();
    assertThat(EventType.matches("contact", "contact.removed")).isFalse();
    assertThat(EventType.matches("contact.removed", "contact.removed")).isTrue();
    assertThat(EventType.matches("con", "contact.updated")).isFalse();
  }

  @Test
  void aDeletionIsATypeThatFlowsMayName() {
    assertThat(EventType.isSelector("contact.removed")).isTrue();
    assertThat(EventType.isSelector("contact.deleted")).isFalse();
  }
}
