package dev.patchbay.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A data folder in the hands of one hub. The lock is the operating system's, so it ends with the
 * process however that ends.
 */
final class DataFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the folder where absent and takes it.
   *
   * @throws DatabaseRefusedException when another hub has it
   */
  static DataFolder claim(Path folder) {
    try {
      Path path = make(folder);
      FileChannel channel =
          FileChannel.open(
              path.resolve("hub.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        String holder = read(channel);
        channel.close();
        throw new DatabaseRefusedException(
            "database.folder-in-use",
            "Another hub%s is using the data folder %s."
                .formatted(holder.isEmpty() ? "" : " (process " + holder + ")", path),
            "Stop that one, or give this one its own folder with --data.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new DatabaseRefusedException(
          "database.folder-unusable",
          "Opening the data folder %s: %s.".formatted(folder, e),
          "Choose a folder that can be written, with --data.",
          e);
    }
  }

  /** The folder itself, absolute and without symbolic links. */
  Path path() {
    return path;
  }

  /** Where PostgreSQL keeps its files. */
  Path postgres() {
    return path.resolve("postgres");
  }

  /** What the embedded PostgreSQL has to say. */
  Path log() {
    return path.resolve("postgres.log");
  }

  /** Holds the password of the embedded PostgreSQL; only its owner may read it. */
  Path password() {
    return path.resolve("postgres.password");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Leaving the data folder " + path, e);
    }
  }

  private static Path make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return folder.toRealPath();
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    channel.read(buffer, 0);
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
  }
}
