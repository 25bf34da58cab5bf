package dev.patchbay.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hub's own clocks, read from its metrics page at one moment.
 *
 * @param buckets upper bound in seconds to how many were that fast, by meter
 */
record HubClocks(Map<String, TreeMap<Double, Double>> buckets) {

  private static final Pattern BUCKET =
      Pattern.compile("(?m)^(\\w+)_bucket\\{.*?le=\"([^\"]+)\".*?\\} (\\S+)$");

  static HubClocks of(String page) {
    Map<String, TreeMap<Double, Double>> buckets = new TreeMap<>();
    Matcher matcher = BUCKET.matcher(page);
    while (matcher.find()) {
      double bound =
          matcher.group(2).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(matcher.group(2));
      buckets
          .computeIfAbsent(matcher.group(1), key -> new TreeMap<>())
          .merge(bound, Double.parseDouble(matcher.group(3)), Double::sum);
    }
    return new HubClocks(buckets);
  }

  /**
   * Milliseconds within which a share of what a meter timed since {@code before} was done; the true
   * value lies in the same bucket. Not a number where nothing was timed.
   */
  double millis(HubClocks before, String meter, double share) {
    TreeMap<Double, Double> now = buckets.getOrDefault(meter, new TreeMap<>());
    TreeMap<Double, Double> then = before.buckets.getOrDefault(meter, new TreeMap<>());
    TreeMap<Double, Double> since = new TreeMap<>();
    now.forEach(
        (bound, count) -> {
          Map.Entry<Double, Double> earlier = then.floorEntry(bound);
          since.put(bound, count - (earlier == null ? 0 : earlier.getValue()));
        });
    double all = since.isEmpty() ? 0 : since.lastEntry().getValue();
    if (all == 0) {
      return Double.NaN;
    }
    double lower = 0;
    double below = 0;
    for (Map.Entry<Double, Double> bucket : since.entrySet()) {
      if (bucket.getValue() >= share * all) {
        double within = bucket.getValue() - below;
        double upper = bucket.getKey().isInfinite() ? lower : bucket.getKey();
        return 1000
            * (within == 0 ? upper : lower + (upper - lower) * (share * all - below) / within);
      }
      lower = bucket.getKey();
      below = bucket.getValue();
    }
    return Double.NaN;
  }
}
