package dev.patchbay.pipeline;

import dev.patchbay.inbox.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rows in memory, which can fail. */
final class RecordingTable implements Backlog.Table {
  final List<Message> rows = new ArrayList<>();
  final List<Message> known = new ArrayList<>();
  final List<Message> held = new ArrayList<>();
  int claims;
  volatile boolean failing;
  boolean answerLost;
  int loads;
  int recalls;

  /** A message with an id of its own. */
  static Message message() {
    return message(0);
  }

  /** A message with a body of so many bytes. */
  static Message message(int bytes) {
    return new Message(
        UUID.randomUUID(),
        "website-form",
        null,
        new byte[bytes],
        "application/json",
        Map.of(),
        null,
        Instant.EPOCH);
  }

  @Override
  public List<Message> claim(int limit, long bytes) {
    claims++;
    if (failing) {
      throw new IllegalStateException("away");
    }
    List<Message> claimed = new ArrayList<>(rows.subList(0, Math.min(limit, rows.size())));
    rows.removeAll(claimed);
    held.addAll(claimed);
    if (answerLost) {
      throw new IllegalStateException("answer lost");
    }
    return claimed;
  }

  @Override
  public List<Message> forgotten(Collection<UUID> others, long bytes) {
    recalls++;
    return held.stream().filter(message -> !others.contains(message.id())).toList();
  }

  @Override
  public List<Message> load(List<UUID> messages) {
    loads++;
    if (failing) {
      throw new IllegalStateException("away");
    }
    return known.stream().filter(message -> messages.contains(message.id())).toList();
  }

  @Override
  public void release(List<UUID> messages) {
    known.stream().filter(message -> messages.contains(message.id())).forEach(rows::add);
  }
}
