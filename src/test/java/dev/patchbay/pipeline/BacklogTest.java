package dev.patchbay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.inbox.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private final RecordingTable table = new RecordingTable();
  private final Backlog backlog = new Backlog(table, 3, Duration.ofHours(1));

  @Test
  void looksIntoTheTableFirstSoThatARestartFindsWhatWaits() throws Exception {
    Message left = RecordingTable.message();
    table.rows.add(left);

    assertThat(backlog.next(10, Duration.ZERO)).containsExactly(left);
  }

  @Test
  void givesCommittedMessagesInOrderWithoutAskingTheTable() throws Exception {
    backlog.next(10, Duration.ZERO);
    List<Message> messages =
        List.of(RecordingTable.message(), RecordingTable.message(), RecordingTable.message());
    backlog.offer(messages);

    assertThat(backlog.next(2, Duration.ZERO)).isEqualTo(messages.subList(0, 2));
    assertThat(backlog.next(2, Duration.ZERO)).isEqualTo(messages.subList(2, 3));
    assertThat(table.claims).isEqualTo(1);
  }

  @Test
  void readsWhatDoesNotFitAgainWhenItsTurnComes() throws Exception {
    backlog.next(10, Duration.ZERO);
    List<Message> messages =
        List.of(
            RecordingTable.message(),
            RecordingTable.message(),
            RecordingTable.message(),
            RecordingTable.message(),
            RecordingTable.message());
    table.known.addAll(messages);
    backlog.offer(messages.subList(0, 4));

    List<Message> seen = new ArrayList<>(backlog.next(2, Duration.ZERO));
    backlog.offer(messages.subList(4, 5));
    assertThat(backlog.size()).isEqualTo(3);
    while (seen.size() < 5) {
      seen.addAll(backlog.next(2, Duration.ZERO));
    }

    assertThat(seen).as("in their order").isEqualTo(messages);
    assertThat(table.claims).as("none was given up").isEqualTo(1);
  }

  @Test
  void keepsWhatCouldNotBeReadAgain() throws Exception {
    backlog.next(10, Duration.ZERO);
    List<Message> messages =
        List.of(
            RecordingTable.message(),
            RecordingTable.message(),
            RecordingTable.message(),
            RecordingTable.message(),
            RecordingTable.message());
    table.known.addAll(messages);
    backlog.offer(messages);
    backlog.next(3, Duration.ZERO);

    table.failing = true;
    assertThatThrownBy(() -> backlog.next(10, Duration.ZERO)).hasMessage("away");
    table.failing = false;

    assertThat(backlog.next(10, Duration.ZERO)).isEqualTo(messages.subList(3, 5));
  }

  @Test
  void givesBackWhatIsTooMuchEvenByIdAndFindsItAgain() throws Exception {
    backlog.next(10, Duration.ZERO);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 3 + 36 + 5; i++) {
      messages.add(RecordingTable.message());
    }
    table.known.addAll(messages);
    backlog.offer(messages);

    List<Message> seen = new ArrayList<>();
    while (seen.size() < messages.size()) {
      seen.addAll(backlog.next(100, Duration.ZERO));
    }

    assertThat(seen).isEqualTo(messages);
    assertThat(table.claims).as("the last five came by the table").isEqualTo(2);
  }

  @Test
  void findsWhatAClaimTookWhoseAnswerWasLost() throws Exception {
    Backlog quick = new Backlog(table, 3, Duration.ofMillis(1));
    Message taken = RecordingTable.message();
    table.rows.add(taken);
    table.answerLost = true;
    assertThatThrownBy(() -> quick.next(10, Duration.ZERO)).hasMessage("answer lost");
    assertThat(table.rows).as("it is ours in the table").isEmpty();
    table.answerLost = false;

    assertThat(nextOf(quick)).containsExactly(taken);
  }

  @Test
  void doesNotTakeWhatItHasForForgotten() throws Exception {
    Backlog quick = new Backlog(table, 3, Duration.ofMillis(1));
    List<Message> messages =
        List.of(
            RecordingTable.message(),
            RecordingTable.message(),
            RecordingTable.message(),
            RecordingTable.message());
    table.known.addAll(messages);
    table.held.addAll(messages.subList(1, 4));
    quick.offer(messages);
    List<Message> seen = new ArrayList<>();
    while (seen.size() < 4) {
      table.held.removeAll(seen);
      seen.addAll(quick.next(1, Duration.ZERO));
      LockSupport.parkNanos(20_000_000);
    }

    assertThat(table.recalls).as("it was asked about them").isPositive();
    assertThat(seen).isEqualTo(messages);
    assertThat(quick.size()).isZero();
  }

  private static List<Message> nextOf(Backlog backlog) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    List<Message> next = List.of();
    while (next.isEmpty() && System.nanoTime() < end) {
      next = backlog.next(10, Duration.ofMillis(10));
    }
    return next;
  }

  @Test
  void takesPutBackMessagesFirst() throws Exception {
    backlog.next(10, Duration.ZERO);
    Message first = RecordingTable.message();
    Message second = RecordingTable.message();
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
    Message left = RecordingTable.message();
    table.rows.add(left);

    assertThat(backlog.next(10, Duration.ZERO)).containsExactly(left);
  }

  @Test
  void holdsFewLargeMessagesInMemoryAndReadsTheOthersAgainAFewAtATime() throws Exception {
    Backlog small = new Backlog(table, 100, 1_000, Duration.ofHours(1));
    small.next(10, Duration.ZERO);
    List<Message> messages = Stream.generate(() -> RecordingTable.message(400)).limit(7).toList();
    table.known.addAll(messages);
    small.offer(messages);

    List<Message> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    while (seen.size() < messages.size()) {
      List<Message> next = small.next(10, Duration.ZERO);
      seen.addAll(next);
      sizes.add(next.size());
    }

    assertThat(seen).isEqualTo(messages);
    assertThat(sizes).as("half of what memory holds, or one that is larger").containsOnly(1, 2);
    assertThat(table.loads).as("two fitted into memory").isEqualTo(3);
    assertThat(small.next(10, Duration.ZERO)).isEmpty();
    small.offer(messages.subList(0, 2));
    assertThat(small.next(10, Duration.ZERO)).as("what was taken makes room").hasSize(2);
    assertThat(table.loads).isEqualTo(3);
  }

  @Test
  void looksAgainAtOnceWhereAClaimStoppedForItsBytes() throws Exception {
    Backlog small = new Backlog(table, 100, 1_000, Duration.ofHours(1));
    table.rows.add(RecordingTable.message(600));
    small.next(10, Duration.ZERO);
    Message left = RecordingTable.message(600);
    table.rows.add(left);

    assertThat(small.next(10, Duration.ZERO)).containsExactly(left);
  }

  @Test
  void wakesAWaitingReaderWhenAMessageArrives() throws Exception {
    backlog.next(10, Duration.ZERO);
    Message message = RecordingTable.message();
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
}
