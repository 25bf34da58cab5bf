package dev.patchbay.signin;

import dev.patchbay.access.People;
import dev.patchbay.access.WelcomeLinks;
import dev.patchbay.db.Database;
import dev.patchbay.web.WebSettings;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.core.env.Environment;

/** Where no admin can sign in yet, tells whoever started the hub a link by which to become one. */
final class FirstAdmin {

  private final Database database;
  private final People people;
  private final WelcomeLinks links;
  private final SignInSettings settings;
  private final WebSettings web;
  private final Consumer<String> out;

  /**
   * Tells it to {@code out}.
   *
   * @param out what only the one who starts the hub reads: not the log
   */
  FirstAdmin(
      Database database,
      People people,
      WelcomeLinks links,
      SignInSettings settings,
      WebSettings web,
      Consumer<String> out) {
    this.database = database;
    this.people = people;
    this.links = links;
    this.settings = settings;
    this.web = web;
    this.out = out;
  }

  void welcome(Environment environment) {
    if (!settings.passwords() || web.isOpenHere()) {
      return;
    }
    Optional<String> code =
        database.inTransaction(
            sql ->
                people.hasAdmin(sql)
                    ? Optional.empty()
                    : Optional.of(links.make(sql, null, "the hub at its start")));
    code.ifPresent(
        made ->
            out.accept(
                """
                Nobody can sign in yet. Whoever opens this link first, within 24 hours, becomes the admin:
                  %s"""
                    .formatted(address(environment, WelcomeLinks.PATH + made))));
  }

  private String address(Environment environment, String path) {
    if (settings.publicUrl() != null) {
      return settings.absolute(path);
    }
    return "http://127.0.0.1:"
        + environment.getProperty("local.server.port", "8080")
        + environment.getProperty("server.servlet.context-path", "")
        + path;
  }
}
