package dev.patchbay.lead;

import java.util.Locale;

/** How a person got in touch. */
public enum Channel {
  FORM,
  CALL,
  MAIL,
  CHAT,
  AD_FORM;

  /** As tables and the API name it, such as {@code ad_form}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
