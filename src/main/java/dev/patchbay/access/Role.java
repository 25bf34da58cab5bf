package dev.patchbay.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a person who signs in is here for. */
public enum Role {
  /** Reads; sees people and corrects leads where that is granted. */
  VIEWER,
  /** Keeps the connections running: sees people, corrects, sends again. */
  OPERATOR,
  /** Everything, other people's roles too. */
  ADMIN;

  /** As people write it, such as {@code viewer}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this word, or empty. */
  public static Optional<Role> of(String word) {
    return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /**
   * What somebody of this role may do.
   *
   * @param personal whether a viewer may see who people are
   * @param correct whether a viewer may correct leads
   */
  public Set<Scope> scopes(boolean personal, boolean correct) {
    return switch (this) {
      case ADMIN -> Scope.all();
      case OPERATOR -> EnumSet.of(Scope.READ, Scope.READ_PERSONAL, Scope.CORRECT, Scope.REPLAY);
      case VIEWER -> {
        Set<Scope> scopes = EnumSet.of(Scope.READ);
        if (personal) {
          scopes.add(Scope.READ_PERSONAL);
        }
        if (correct) {
          scopes.add(Scope.CORRECT);
        }
        yield scopes;
      }
    };
  }
}
