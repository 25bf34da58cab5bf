package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.inbox.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

  private final RecordingTable table = new RecordingTable();
  private final Backlog backlog = new Backlog(table, 2, Duration.ofHours(1));
  private final List<Message> messages =
      Stream.generate(RecordingTable::message).limit(12).toList();

  @Test
  void givesAllInTheirOrder() throws Exception {
    try (ReadAhead ahead = filled()) {
      List<Message> seen = new ArrayList<>();
      while (seen.size() < messages.size()) {
        seen.addAll(ahead.next(Duration.ZERO));
      }

      assertThat(seen).isEqualTo(messages);
      assertThat(ahead.next(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void givesWhatCouldNotBeProcessedAgainBeforeWhatWasFoundMeanwhile() throws Exception {
    try (ReadAhead ahead = filled()) {
      List<Message> failed = ahead.next(Duration.ZERO);
      ahead.again(failed);

      List<Message> seen = new ArrayList<>();
      while (seen.size() < messages.size()) {
        seen.addAll(ahead.next(Duration.ZERO));
      }

      assertThat(seen).isEqualTo(messages);
    }
  }

  @Test
  void leavesWhatItFoundInTheBacklogWhenItEnds() throws Exception {
    List<Message> seen = new ArrayList<>();
    try (ReadAhead ahead = filled()) {
      seen.addAll(ahead.next(Duration.ZERO));
    }
    while (seen.size() < messages.size()) {
      seen.addAll(backlog.next(12, Duration.ZERO));
    }

    assertThat(seen).isEqualTo(messages);
  }

  @Test
  void tellsThatTheTableIsAwayAndGoesOnWhereItWas() throws Exception {
    try (ReadAhead ahead = filled()) {
      List<Message> seen = new ArrayList<>(ahead.next(Duration.ZERO));
      table.failing = true;
      assertThatThrownBy(
              () -> {
                while (true) {
                  seen.addAll(ahead.next(Duration.ZERO));
                }
              })
          .hasMessage("away");
      table.failing = false;
      while (seen.size() < messages.size()) {
        seen.addAll(ahead.next(Duration.ZERO));
      }

      assertThat(seen).isEqualTo(messages);
    }
  }

  private ReadAhead filled() throws Exception {
    backlog.next(10, Duration.ZERO);
    table.known.addAll(messages);
    backlog.offer(messages);
    return new ReadAhead(backlog, 2);
  }
}
