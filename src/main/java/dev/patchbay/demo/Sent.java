package dev.patchbay.demo;

import org.jspecify.annotations.Nullable;

/**
 * One thing the traffic maker sent, and where it must arrive.
 *
 * @param connection of the stack that it went to
 * @param subject the vendor's id of it, which the warehouse keeps
 * @param email the contact the CRM must have, or {@code null} where only the phone is known
 * @param phone the contact the CRM must have, E.164, where there is no email
 * @param alerted whether the team must have been mailed
 * @param figures whether it is for figures alone: no tool is told of it
 * @param webhook what was posted, or {@code null} where it did not come by webhook
 */
record Sent(
    String connection,
    String subject,
    @Nullable String email,
    @Nullable String phone,
    boolean alerted,
    boolean figures,
    @Nullable Webhook webhook) {

  /** The same by the id that the vendor gave it. */
  Sent withSubject(String subject) {
    return new Sent(connection, subject, email, phone, alerted, figures, webhook);
  }

  /**
   * A webhook's body and headers.
   *
   * @param connector whose way of signing is used
   */
  record Webhook(String connector, byte[] body) {}
}
