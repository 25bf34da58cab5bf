package dev.patchbay.db;

import java.nio.file.Path;

/** A process of its own that holds an embedded database open until it is ended. */
final class EmbeddedHub {

  static final String READY = "ready ";

  private EmbeddedHub() {}

  public static void main(String[] arguments) throws Exception {
    OpenDatabase open = DatabaseOpener.open(DatabaseSettings.embedded(Path.of(arguments[0])));
    Runtime.getRuntime().addShutdownHook(new Thread(open::close));
    open.database()
        .inTransaction(
            connection -> {
              try (var statement = connection.createStatement()) {
                statement.execute("create table left_behind (id int)");
                return statement.execute("insert into left_behind values (1)");
              }
            });
    System.out.println(READY + open.embeddedPid().orElseThrow());
    Thread.currentThread().join();
  }
}
