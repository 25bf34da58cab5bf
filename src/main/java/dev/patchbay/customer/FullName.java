package dev.patchbay.customer;

import dev.patchbay.event.Person;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A first and a last name, for telling people apart. Half a name tells nobody apart.
 *
 * @param first plain lower-case words
 * @param last plain lower-case words
 */
record FullName(List<String> first, List<String> last) {

  /** What telephone networks say in place of a name. */
  private static final Set<String> NO_NAME =
      Set.of(
          "wireless",
          "caller",
          "unknown",
          "private",
          "anonymous",
          "unavailable",
          "withheld",
          "restricted",
          "toll",
          "blocked",
          "spam",
          "test",
          "guest",
          "customer",
          "number");

  private static final Set<String> STATES =
      Set.of(
          "al", "ak", "az", "ar", "ca", "co", "ct", "de", "fl", "ga", "hi", "id", "il", "in", "ia",
          "ks", "ky", "la", "me", "md", "ma", "mi", "mn", "ms", "mo", "mt", "ne", "nv", "nh", "nj",
          "nm", "ny", "nc", "nd", "oh", "ok", "or", "pa", "ri", "sc", "sd", "tn", "tx", "ut", "vt",
          "va", "wa", "wv", "wi", "wy", "dc");

  /** The full name a claim tells, or empty when it tells half, none, or where a caller is from. */
  static Optional<FullName> of(Person person) {
    List<String> first = words(person.firstName());
    List<String> last = words(person.lastName());
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    boolean noName =
        first.stream().anyMatch(NO_NAME::contains)
            || last.stream().anyMatch(NO_NAME::contains)
            || (last.size() == 1 && STATES.contains(last.get(0)));
    return noName ? Optional.empty() : Optional.of(new FullName(first, last));
  }

  /** Whether both may be the name of one person. */
  boolean agrees(FullName other) {
    return (alike(first, other.first) && alike(last, other.last))
        || (alike(first, other.last) && alike(last, other.first));
  }

  boolean agreesWithAny(Collection<FullName> names) {
    return names.stream().anyMatch(this::agrees);
  }

  /** Whether names are known on both sides and none of one agrees with any of the other. */
  static boolean contradict(Collection<FullName> these, Collection<FullName> those) {
    return !these.isEmpty()
        && !those.isEmpty()
        && these.stream().noneMatch(name -> name.agreesWithAny(those));
  }

  private static boolean alike(List<String> one, List<String> other) {
    return one.stream().anyMatch(word -> other.stream().anyMatch(each -> alike(word, each)));
  }

  /** Equal, an initial, a short form, or one slip of the hand apart. */
  private static boolean alike(String one, String other) {
    String shorter = one.length() <= other.length() ? one : other;
    String longer = one.length() <= other.length() ? other : one;
    if (longer.startsWith(shorter) && (shorter.length() == 1 || shorter.length() >= 3)) {
      return true;
    }
    return shorter.equals(longer) || (shorter.length() >= 4 && isOneSlip(shorter, longer));
  }

  private static boolean isOneSlip(String shorter, String longer) {
    if (longer.length() - shorter.length() > 1) {
      return false;
    }
    int same = 0;
    while (same < shorter.length() && shorter.charAt(same) == longer.charAt(same)) {
      same++;
    }
    String shortRest = shorter.substring(same);
    String longRest = longer.substring(same);
    if (shorter.length() < longer.length()) {
      return longRest.substring(1).equals(shortRest);
    }
    boolean swapped =
        shortRest.length() >= 2
            && shortRest.charAt(0) == longRest.charAt(1)
            && shortRest.charAt(1) == longRest.charAt(0)
            && shortRest.substring(2).equals(longRest.substring(2));
    return swapped || shortRest.substring(1).equals(longRest.substring(1));
  }

  private static List<String> words(@Nullable String text) {
    if (text == null) {
      return List.of();
    }
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(plain.split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty()).toList();
  }

  /** {@code toString} names no one: people must not reach logs. */
  @Override
  public String toString() {
    return "FullName[masked]";
  }
}
