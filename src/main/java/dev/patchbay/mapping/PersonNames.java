package dev.patchbay.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts of full names. */
public final class PersonNames {

  private static final int MAX_CHARACTERS = 200;
  private static final Set<String> TITLES =
      Set.of("mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sr", "sra", "mme", "mlle");
  private static final Set<String> SUFFIXES = Set.of("jr", "sr", "ii", "iii", "iv", "phd", "md");

  private PersonNames() {}

  /** The first name within a full name, or {@code null}. */
  public static @Nullable String first(@Nullable String fullName) {
    List<String> parts = parts(fullName);
    return parts.isEmpty() ? null : parts.get(0);
  }

  /** What follows the first name in a full name, or {@code null} when it is all there is. */
  public static @Nullable String last(@Nullable String fullName) {
    List<String> parts = parts(fullName);
    return parts.size() < 2 ? null : String.join(" ", parts.subList(1, parts.size()));
  }

  private static List<String> parts(@Nullable String fullName) {
    if (fullName == null || fullName.length() > MAX_CHARACTERS || fullName.indexOf('@') >= 0) {
      return List.of();
    }
    String name = fullName.strip();
    int comma = name.indexOf(',');
    if (comma > 0 && comma == name.lastIndexOf(',')) {
      String rest = name.substring(comma + 1).strip();
      String last = name.substring(0, comma).strip();
      name = SUFFIXES.contains(plain(rest)) ? last + " " + rest : rest + " " + last;
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("\\s+")) {
      boolean title = parts.isEmpty() && TITLES.contains(plain(part)) && name.contains(" ");
      if (!part.isEmpty() && !title) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static String plain(String part) {
    return part.toLowerCase(Locale.ROOT).replace(".", "");
  }
}
