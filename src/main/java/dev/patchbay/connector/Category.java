package dev.patchbay.connector;

/** The shelf of the catalog a connector stands on. */
public enum Category {
  FORMS,
  MAILBOX,
  CRM,
  EMAIL,
  PHONE,
  POS,
  LOYALTY,
  ADS,
  WEB,
  ALERTS,
  GENERIC
}
