package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.inbox.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private final RecordingTable table = new RecordingTable();
  private final Backlog backlog = new Backlog(table, 3, Duration.ofHours(1));

  @Test
  void looksIntoTheTableFirstSoThatARestartFindsWhatWaits() throws Exception {
    Message left = message();
    table.rows.add(left);

    assertThat(backlog.next(10, Duration.ZERO)).containsExactly(left);
  }

  @Test
  void givesCommittedMessagesInOrderWithoutAskingTheTable() throws Exception {
    backlog.next(10, Duration.ZERO);
    List<Message> messages = List.of(message(), message(), message());
    backlog.offer(messages);

    assertThat(backlog.next(2, Duration.ZERO)).isEqualTo(messages.subList(0, 2));
    assertThat(backlog.next(2, Duration.ZERO)).isEqualTo(messages.subList(2, 3));
    assertThat(table.claims).isEqualTo(1);
  }

  @Test
  void givesBackWhatDoesNotFitAndFindsItAgain() throws Exception {
    backlog.next(10, Duration.ZERO);
    List<Message> messages = List.of(message(), message(), message(), message(), message());
    table.known.addAll(messages);
    backlog.offer(messages);

    List<Message> seen = new ArrayList<>(backlog.next(10, Duration.ZERO));
    seen.addAll(backlog.next(10, Duration.ZERO));

    assertThat(seen).isEqualTo(messages);
  }

  @Test
  void takesPutBackMessagesFirst() throws Exception {
    backlog.next(10, Duration.ZERO);
    Message first = message();
    Message second = message();
    backlog.offer(List.of(first, second));
    List<Message> batch = backlog.next(1, Duration.ZERO);
    backlog.again(batch);

    assertThat(backlog.next(10, Duration.ZERO)).containsExactly(first, second);
  }

  @Test
  void looksAgainAfterTheTableFailed() throws Exception {
    table.failing = true;
    assertThatThrownBy(() -> backlog.next(10, Duration.ZERO)).hasMessage("away");
    table.failing = false;
    Message left = message();
    table.rows.add(left);

    assertThat(backlog.next(10, Duration.ZERO)).containsExactly(left);
  }

  @Test
  void wakesAWaitingReaderWhenAMessageArrives() throws Exception {
    backlog.next(10, Duration.ZERO);
    Message message = message();
    CompletableFuture<List<Message>> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return backlog.next(10, Duration.ofSeconds(30));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    backlog.offer(List.of(message));

    assertThat(reader.get(10, java.util.concurrent.TimeUnit.SECONDS)).containsExactly(message);
  }

  private static Message message() {
    return new Message(
        UUID.randomUUID(),
        "website-form",
        null,
        new byte[0],
        "application/json",
        Map.of(),
        null,
        Instant.EPOCH);
  }

  private static final class RecordingTable implements Backlog.Table {
    final List<Message> rows = new ArrayList<>();
    final List<Message> known = new ArrayList<>();
    int claims;
    boolean failing;

    @Override
    public List<Message> claim(int limit) {
      claims++;
      if (failing) {
        throw new IllegalStateException("away");
      }
      List<Message> claimed = new ArrayList<>(rows.subList(0, Math.min(limit, rows.size())));
      rows.removeAll(claimed);
      return claimed;
    }

    @Override
    public void release(List<UUID> messages) {
      known.stream().filter(message -> messages.contains(message.id())).forEach(rows::add);
    }
  }
}
