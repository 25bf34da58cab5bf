package dev.patchbay.lead;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Splits the credit of one conversion among the touches before it, by six models side by side. */
final class AttributionModels {

  /** A touch this much older counts half in time decay. */
  private static final double HALF_LIFE_MS = Duration.ofDays(7).toMillis();

  private static final double END = 0.4;
  private static final long PARTS = 1L << 20;

  private AttributionModels() {}

  /** When a touch was, and whether nothing tells where it came from. */
  record Point(Instant at, boolean direct) {}

  /** The credits of {@code touches}, at least one, in order, of one conversion. */
  static List<Weights> of(List<Point> touches) {
    int size = touches.size();
    int lastKnown = size - 1;
    for (int i = 0; i < size; i++) {
      if (!touches.get(i).direct()) {
        lastKnown = i;
      }
    }
    if (touches.stream().allMatch(Point::direct)) {
      lastKnown = size - 1;
    }
    double[] linear = new double[size];
    double[] decay = new double[size];
    double[] position = new double[size];
    for (int i = 0; i < size; i++) {
      linear[i] = 1;
      // Measured from the latest touch: only how ages compare matters.
      long age = Duration.between(touches.get(i).at(), touches.get(size - 1).at()).toMillis();
      decay[i] = Math.pow(2, -age / HALF_LIFE_MS);
      position[i] = position(i, size);
    }
    double[] evenly = exact(linear);
    double[] decaying = exact(decay);
    double[] positioned = exact(position);
    List<Weights> weights = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      weights.add(
          new Weights(
              i == 0 ? 1 : 0,
              i == size - 1 ? 1 : 0,
              i == lastKnown ? 1 : 0,
              evenly[i],
              decaying[i],
              positioned[i]));
    }
    return weights;
  }

  private static double position(int i, int size) {
    if (size <= 2) {
      return 1;
    }
    return i == 0 || i == size - 1 ? END : (1 - 2 * END) / (size - 2);
  }

  /** Shares in proportion to {@code values} that sum to exactly 1. */
  private static double[] exact(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double[] shares = new double[values.length];
    double before = 0;
    long given = 0;
    for (int i = 0; i < values.length; i++) {
      before += values[i];
      long upTo = i == values.length - 1 ? PARTS : Math.round(PARTS * (before / sum));
      shares[i] = (double) (upTo - given) / PARTS;
      given = upTo;
    }
    return shares;
  }
}
