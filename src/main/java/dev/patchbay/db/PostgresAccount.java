package dev.patchbay.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Under whose name PostgreSQL runs. It refuses to run as root; then it runs in a user namespace
 * where it has no rights of its own, or, where those are forbidden, as an account without rights.
 */
final class PostgresAccount {

  private static final int NOBODY = 65534;

  private final Path folder;
  private final List<String> prefix;
  private final boolean sharesOurFiles;

  private PostgresAccount(Path folder, List<String> prefix, boolean sharesOurFiles) {
    this.folder = folder;
    this.prefix = prefix;
    this.sharesOurFiles = sharesOurFiles;
  }

  /**
   * Chooses the account for a folder, which is made when absent and belongs to that account after.
   */
  static PostgresAccount of(Path folder, PostgresCommands commands) throws IOException {
    boolean fresh = !Files.isDirectory(folder);
    if (fresh) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return new PostgresAccount(folder, List.of(), true);
    }
    int owner = (Integer) Files.getAttribute(folder, "unix:uid");
    if (owner == 0 && commands.succeeds(List.of("unshare", "-U", "true"))) {
      return new PostgresAccount(folder, List.of("unshare", "-U"), true);
    }
    if (owner == 0) {
      owner = NOBODY;
      commands.run(List.of("chown", "-R", owner + ":" + owner, folder.toString()));
    }
    Path parent = folder.getParent();
    if (parent != null) {
      Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
    }
    List<String> prefix =
        List.of("setpriv", "--reuid=" + owner, "--regid=" + owner, "--clear-groups");
    PostgresAccount account = new PostgresAccount(folder, prefix, false);
    if (!commands.succeeds(account.as(List.of("test", "-w", folder.toString())))) {
      throw new DatabaseRefusedException(
          "database.root",
          "PostgreSQL does not run as root, and the account it would run as cannot reach %s."
              .formatted(folder),
          "Run Patchbay as an ordinary user, or choose a folder others may pass through with"
              + " --data.");
    }
    return account;
  }

  /** The command that runs {@code command} under this account. */
  List<String> as(List<String> command) {
    return Stream.concat(prefix.stream(), command.stream()).toList();
  }

  /** Lets the account read a file that only we could read. */
  void give(Path file, PostgresCommands commands) throws IOException {
    if (!sharesOurFiles) {
      commands.run(List.of("chown", "--reference=" + folder, file.toString()));
    }
  }

  /** Whether files that only we may read can be read under this account. */
  boolean sharesOurFiles() {
    return sharesOurFiles;
  }
}
