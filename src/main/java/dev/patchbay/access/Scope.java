package dev.patchbay.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a token allows; none of them implies another. */
public enum Scope {
  /** Read everything; what tells who people are is masked. */
  READ,
  /** See e-mails, phones, names and answers as they are, and search by them. */
  READ_PERSONAL,
  /** Correct leads and decide on matches of customers. */
  CORRECT,
  /** Send deliveries again. */
  REPLAY,
  /** Erase, export, repair, recompute, and read the audit. */
  ADMIN;

  /** As people write it, such as {@code read:personal}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }

  /** The scope of this word, or empty. */
  public static Optional<Scope> of(String word) {
    return Stream.of(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }

  /** All of them, separated by commas. */
  public static String words() {
    return Stream.of(values()).map(Scope::word).collect(Collectors.joining(", "));
  }

  /** Every scope there is. */
  public static Set<Scope> all() {
    return EnumSet.allOf(Scope.class);
  }
}
