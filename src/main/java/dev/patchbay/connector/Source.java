package dev.patchbay.connector;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an outside system tells us of events.
 *
 * @param kind pushed to our door, polled by a Kamelet, or sent by an integrator's own route
 * @param format which parser reads the body; the sender's Content-Type never decides
 * @param events selectors of the types this source can give
 * @param mapping file that maps one message to events
 * @param mappingFrom parameter that names the user's own mapping file, or {@code null}
 * @param kamelet source Kamelet of a polled source, else {@code null}
 * @param handshake answer to the vendor's check of a webhook address, or {@code null}
 * @param script JavaScript file that sites include from the connection's address and that posts
 *     back to it from any origin, or {@code null}
 * @param signatures by name; exactly one applies to a connection
 * @param signatureBy the parameter whose value names the signature, or {@code null} when there is
 *     only one, named {@code default}
 * @param sweep catch-up read over pages, or {@code null} when there is none
 * @param messageId where the vendor's own id of a message stands, in order; empty when none
 * @param duplicateWindow how long the same body counts as a repeat where there is no vendor id
 * @param headers request headers, lower case, that are kept with the message and reach the mapping
 * @param rateLimit how much of it a connection accepts
 * @param accepted status that a stored webhook is answered with: 200, 201 or 202
 * @param vendor what the vendor promises, by name, for people
 */
public record Source(
    Kind kind,
    Format format,
    List<String> events,
    String mapping,
    @Nullable String mappingFrom,
    @Nullable String kamelet,
    @Nullable Handshake handshake,
    @Nullable String script,
    Map<String, Signature> signatures,
    @Nullable String signatureBy,
    @Nullable Sweep sweep,
    List<Locator> messageId,
    Duration duplicateWindow,
    List<String> headers,
    RateLimit rateLimit,
    int accepted,
    Map<String, String> vendor) {

  /** How messages arrive. */
  public enum Kind {
    WEBHOOK,
    POLL,
    ROUTE
  }

  /** What a body is. */
  public enum Format {
    JSON,
    /** JSON whose objects may name a key twice: the key has a list of the values then. */
    JSON_REPEATS,
    FORM,
    MULTIPART,
    MAIL,
    ROW,
    TEXT,
    /** The claims of a JSON Web Token; JSON where it is none. */
    JWT,
    /** JSON, a form or multipart, told apart by the body itself; only for generic webhooks. */
    ANY
  }
}
