package dev.patchbay.cli;

import dev.patchbay.access.Audit;
import dev.patchbay.access.Scope;
import dev.patchbay.access.Token;
import dev.patchbay.access.Tokens;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes tokens of the API. */
@Command(
    name = "token",
    description = "Makes, lists and revokes tokens of the API.",
    mixinStandardHelpOptions = true)
final class TokenCommand {

  private final Tokens tokens = new Tokens(Clock.systemUTC(), new SecureRandom());
  private final Audit audit = new Audit(Clock.systemUTC());

  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "create",
      description = {
        "Makes a token and prints it, this once: only its hash is kept.",
        "Scopes: read, read:personal, correct, replay, admin; none implies another."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Option(names = "--name", required = true, description = "Who it is for; the audit says it.")
          String name,
      @Option(
              names = "--scope",
              required = true,
              split = ",",
              description = "What it allows, separated by commas.")
          List<String> scopes,
      @Mixin HubDatabase hub) {
    Set<Scope> allowed = EnumSet.noneOf(Scope.class);
    for (String word : scopes) {
      Optional<Scope> scope = Scope.of(word.strip());
      if (scope.isEmpty()) {
        err().println("There is no scope '%s'. Known: %s.".formatted(word, Scope.words()));
        return 2;
      }
      allowed.add(scope.get());
    }
    Optional<String> token =
        hub.with(
            database ->
                database.inTransaction(
                    sql -> {
                      Optional<String> made =
                          tokens.create(sql, name, allowed, HubDatabase.operator());
                      if (made.isPresent()) {
                        audit.append(
                            sql,
                            HubDatabase.operator(),
                            "create",
                            "token " + name + " for " + String.join(",", scopes),
                            null,
                            1);
                      }
                      return made;
                    }));
    if (token.isEmpty()) {
      err()
          .println(
              "A token named '%s' is in force: choose another name, or revoke it.".formatted(name));
      return PatchbayCommand.FAILED;
    }
    out().println(token.get());
    err().println("It is told this once: keep it where secrets are kept.");
    return 0;
  }

  @Command(name = "list", description = "Lists all tokens.", mixinStandardHelpOptions = true)
  int list(@Mixin HubDatabase hub) {
    for (Token token : hub.with(database -> database.inTransaction(tokens::list))) {
      out()
          .println(
              "%s  %s  made %s by %s%s"
                  .formatted(
                      token.name(),
                      String.join(",", token.scopes()),
                      token.createdAt(),
                      token.createdBy(),
                      token.revokedAt() == null ? "" : ", revoked " + token.revokedAt()));
    }
    return 0;
  }

  @Command(
      name = "revoke",
      description = "Ends a token: from now on it opens nothing.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Parameters(paramLabel = "NAME", description = "The token's name.") String name,
      @Mixin HubDatabase hub) {
    boolean revoked =
        hub.with(
            database ->
                database.inTransaction(
                    sql -> {
                      boolean ended = tokens.revoke(sql, name);
                      if (ended) {
                        audit.append(
                            sql, HubDatabase.operator(), "revoke", "token " + name, null, 1);
                      }
                      return ended;
                    }));
    if (!revoked) {
      err()
          .println(
              "No token named '%s' is in force: ./patchbay token list names all.".formatted(name));
      return PatchbayCommand.FAILED;
    }
    return 0;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
