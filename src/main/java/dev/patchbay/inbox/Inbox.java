package dev.patchbay.inbox;

import java.util.concurrent.CompletableFuture;

/** Guaranteed delivery: takes raw messages in. */
public interface Inbox {

  /**
   * Stores a message together with others that arrive at the same moment.
   *
   * @return completes after the commit; fails with {@link InboxUnavailableException} when the queue
   *     is full or the database is away, and then the sender must come again
   */
  CompletableFuture<Receipt> receive(Incoming incoming);
}
