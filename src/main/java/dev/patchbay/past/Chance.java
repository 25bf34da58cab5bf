package dev.patchbay.past;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** What comes by chance in one person's story. */
final class Chance {

  private static final double SPREAD = 0.8;

  final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean of(double share) {
    return random.nextDouble() < share;
  }

  /** Around a median, seldom much more. */
  double around(double median) {
    return median * Math.exp(random.nextGaussian() * SPREAD);
  }

  /** Milliseconds around a median in units of {@code unit}. */
  long after(double median, long unit) {
    return Math.max(1, (long) (around(median) * unit));
  }

  <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  String hex(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}
