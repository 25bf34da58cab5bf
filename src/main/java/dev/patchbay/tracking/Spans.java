package dev.patchbay.tracking;

/** Spans of time in words. */
public final class Spans {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Spans() {}

  /**
   * Such as {@code 40 ms}, {@code 2.5 s}, {@code 6 min 5 s}, {@code 3 h 20 min}, {@code 9 d 4 h}.
   */
  public static String words(long ms) {
    if (ms < 0) {
      return "-" + words(-ms);
    }
    if (ms < SECOND) {
      return ms + " ms";
    }
    if (ms < MINUTE) {
      long tenths = ms / 100;
      return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
    if (ms < HOUR) {
      return two(ms, MINUTE, " min", SECOND, " s");
    }
    return ms < DAY ? two(ms, HOUR, " h", MINUTE, " min") : two(ms, DAY, " d", HOUR, " h");
  }

  private static String two(long ms, long unit, String name, long part, String partName) {
    long rest = ms % unit / part;
    return ms / unit + name + (rest == 0 ? "" : " " + rest + partName);
  }
}
