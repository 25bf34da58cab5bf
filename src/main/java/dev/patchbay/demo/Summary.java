package dev.patchbay.demo;

import dev.patchbay.demo.HubFigures.Spread;

/**
 * What became of a demo's traffic.
 *
 * @param sent different things sent: webhooks, mails, rows; neither repeats nor forgeries
 * @param figures of these, visits, forms sent and page loads: kept for figures, delivered nowhere
 * @param received messages the hub stored
 * @param duplicates repeats that the hub knew again
 * @param delivered deliveries accepted
 * @param pending messages waiting and deliveries not yet accepted
 * @param dead deliveries given up, kept as dead letters
 * @param lost things sent that are missing where they must have arrived, with no word of why
 * @param deliveryMs received to accepted, in milliseconds
 */
public record Summary(
    long sent,
    long figures,
    long received,
    long duplicates,
    long delivered,
    long pending,
    long dead,
    long lost,
    Spread deliveryMs) {

  /** Whether each thing sent has arrived, or is told of as a dead letter. */
  public boolean accountsForAll() {
    return lost == 0 && pending == 0 && received >= sent;
  }

  /** One line of JSON. */
  public String json() {
    return ("{\"sent\":%d,\"figures\":%d,\"received\":%d,\"duplicates\":%d,\"delivered\":%d,\"pending\":%d,"
            + "\"dead\":%d,\"lost\":%d,\"deliveryMs\":{\"p50\":%d,\"p95\":%d,\"p99\":%d}}")
        .formatted(
            sent,
            figures,
            received,
            duplicates,
            delivered,
            pending,
            dead,
            lost,
            deliveryMs.p50(),
            deliveryMs.p95(),
            deliveryMs.p99());
  }
}
