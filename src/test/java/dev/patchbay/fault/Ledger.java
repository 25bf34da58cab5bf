package dev.patchbay.fault;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a sender was told, on disk before it counts: one line {@code id status} for each answer, and
 * {@link #write} returns once the line is synced. Writers that come together share a sync.
 */
public final class Ledger implements Closeable {

  private final FileChannel channel;
  private final Object sync = new Object();
  private long written;
  private long synced;

  /** An empty ledger in a new file. */
  public Ledger(Path file) {
    try {
      this.channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes the answer to a message; it is on disk when this returns. */
  public void write(String id, int status) {
    ByteBuffer line =
        ByteBuffer.wrap((id + ' ' + status + '\n').getBytes(StandardCharsets.US_ASCII));
    try {
      long mine;
      synchronized (this) {
        while (line.hasRemaining()) {
          channel.write(line);
        }
        mine = ++written;
      }
      synchronized (sync) {
        if (synced < mine) {
          long upTo;
          synchronized (this) {
            upTo = written;
          }
          channel.force(false);
          synced = upTo;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ids that a ledger on disk says were acknowledged (2xx). */
  public static Set<String> acknowledged(Path file) {
    Set<String> ids = new TreeSet<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        int space = line.indexOf(' ');
        if (line.charAt(space + 1) == '2') {
          ids.add(line.substring(0, space));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ids;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
