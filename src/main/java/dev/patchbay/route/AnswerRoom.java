package dev.patchbay.route;

/**
 * How many bytes of an answer this thread reads. Answers of sinks only matter by their start; a
 * record or a page of a list is wanted whole.
 */
final class AnswerRoom {

  /** What is read of an answer where nobody asks for more. */
  static final int STANDARD = 64 * 1024;

  private static final ThreadLocal<Integer> ROOM = ThreadLocal.withInitial(() -> STANDARD);

  private AnswerRoom() {}

  static int bytes() {
    return ROOM.get();
  }

  static void make(int bytes) {
    ROOM.set(bytes);
  }

  static void reset() {
    ROOM.remove();
  }
}
