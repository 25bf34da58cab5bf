package dev.patchbay.route;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into CSV files that other programs import: {@link #write} adds one, made of a JSON
 * object of its cells by column.
 *
 * <p>A new file begins with each hour, day or month, {@code <prefix>-2026-11-23.csv}; one whose
 * time is over is not touched again. It has the columns of its first row: a row with others goes
 * into {@code <prefix>-2026-11-23-2.csv}. A row is there, on disk, when {@link #write} returns; one
 * whose id stands in a file of the last month is not written again, and one that was torn off in
 * the middle is cut away before the next.
 */
public final class RowFile {

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");
  private static final Pattern PERIOD = Pattern.compile("[0-9]{4}-[0-9]{2}[0-9T-]*");
  private static final String SUFFIX = ".csv";
  private static final int LOOKED_BACK_DAYS = 31;

  /** Who writes into a folder, one at a time in this program. */
  private static final Map<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

  private Path directory = Path.of("");
  private String prefix = "events";
  private char delimiter = ',';
  private String idColumn = "event_id";
  private ZoneId zone = ZoneOffset.UTC;
  private DateTimeFormatter period = period("day");
  private Map<Path, WrittenRows> known = Map.of();

  /** Path of the folder, which must be there. */
  public void setDirectory(String directory) {
    this.directory = Path.of(directory).toAbsolutePath().normalize();
  }

  /** What names of files begin with. */
  public void setPrefix(String prefix) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "The prefix of files has only letters, digits, spaces, dots and dashes");
    }
    this.prefix = prefix;
  }

  /** When a new file begins: each {@code hour}, {@code day} or {@code month}. */
  public void setNewFile(String each) {
    this.period = period(each);
  }

  /** {@code comma} (also {@code auto}), {@code semicolon}, {@code tab} or {@code pipe}. */
  public void setDelimiter(String delimiter) {
    this.delimiter =
        switch (delimiter) {
          case "comma", CsvFile.AUTO -> ',';
          case "semicolon" -> ';';
          case "tab" -> '\t';
          case "pipe" -> '|';
          default -> throw new IllegalArgumentException("No such delimiter");
        };
  }

  /** Name of the column that tells rows apart; each row must have it. */
  public void setIdColumn(String idColumn) {
    this.idColumn = idColumn;
  }

  /** Zone whose hours, days and months count, such as {@code Europe/Berlin}. */
  public void setTimezone(String timezone) {
    this.zone = ZoneId.of(timezone);
  }

  /** Adds the row in the body, unless it is there already. */
  public void write(Exchange exchange) throws IOException, InvalidPayloadException {
    NewRow row = NewRow.of(exchange.getMessage().getMandatoryBody(String.class), idColumn);
    CamelContext context = exchange.getContext();
    RowRecorder recorder = context.getRegistry().findSingleByType(RowRecorder.class);
    if (recorder != null) {
      recorder.record(file(recorder.now(), 1), row.header(delimiter) + row.line(delimiter));
      return;
    }
    Clock bound = context.getRegistry().findSingleByType(Clock.class);
    InstantSource clock =
        bound != null
            ? bound
            : () ->
                Instant.ofEpochMilli(
                    exchange.getClock().getCreated() + exchange.getClock().elapsed());
    ReentrantLock turn = TURNS.computeIfAbsent(directory, folder -> new ReentrantLock());
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Waiting for the row before");
    }
    try {
      write(row, clock);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      FileSystemException failure =
          new FileSystemException(directory.toString(), null, e.getMessage());
      failure.initCause(e);
      throw failure;
    } finally {
      turn.unlock();
    }
  }

  private void write(NewRow row, InstantSource clock) throws IOException {
    if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
      throw new NotDirectoryException(directory.toString());
    }
    // Another hub may be at the end of an attempt that it does not know is over.
    try (FileChannel guard =
        open(directory.resolve("." + prefix + ".lock"), StandardOpenOption.CREATE)) {
      lock(guard);
      Instant now = clock.instant();
      known = look(now);
      if (known.values().stream().anyMatch(file -> file.ids().contains(row.id()))) {
        return;
      }
      for (int number = 1; ; number++) {
        Path file = file(now, number);
        WrittenRows there = known.get(file);
        if (takes(file, there, row)) {
          add(file, there, row);
          return;
        }
      }
    }
  }

  /** The files of the last month, read where they are not as they were. */
  private Map<Path, WrittenRows> look(Instant now) throws IOException {
    String since = YearMonth.from(now.atZone(zone).minusDays(LOOKED_BACK_DAYS)).toString();
    Map<Path, WrittenRows> there = new HashMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, file -> isSince(file, since))) {
      for (Path file : files) {
        BasicFileAttributes attributes = attributes(file);
        if (attributes != null && attributes.isRegularFile()) {
          WrittenRows before = known.get(file);
          there.put(
              file,
              before != null && before.isOf(attributes)
                  ? before
                  : WrittenRows.read(file, attributes, delimiter, idColumn));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return there;
  }

  private boolean isSince(Path file, String since) {
    String name = String.valueOf(file.getFileName());
    if (!name.startsWith(prefix + "-") || !name.endsWith(SUFFIX)) {
      return false;
    }
    String of = name.substring(prefix.length() + 1, name.length() - SUFFIX.length());
    return PERIOD.matcher(of).matches() && of.compareTo(since) >= 0;
  }

  /** Whether the row may go into a file: a new one, or one of ours with the same columns. */
  private boolean takes(Path file, @Nullable WrittenRows there, NewRow row) throws IOException {
    if (there == null) {
      return !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
    if (!there.columns().isEmpty()) {
      return there.columns().equals(row.columns()) && !there.edited();
    }
    byte[] header = row.header(delimiter).getBytes(StandardCharsets.UTF_8);
    return there.size() < header.length
        && Arrays.mismatch(header, Files.readAllBytes(file)) == there.size();
  }

  private void add(Path file, @Nullable WrittenRows there, NewRow row) throws IOException {
    boolean begins = there == null || there.columns().isEmpty();
    String text = begins ? row.header(delimiter) + row.line(delimiter) : row.line(delimiter);
    long end = there == null ? 0 : there.end();
    try (FileChannel channel =
        there == null
            ? open(file, StandardOpenOption.CREATE_NEW)
            : open(file, LinkOption.NOFOLLOW_LINKS)) {
      try {
        channel.truncate(end);
        channel.position(end);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      } catch (IOException e) {
        cut(channel, end, e);
        throw e;
      }
    }
    if (there == null) {
      keepName();
    }
    BasicFileAttributes after = attributes(file);
    if (after != null) {
      Set<String> ids = there == null ? new HashSet<>() : there.ids();
      ids.add(row.id());
      known.put(
          file,
          new WrittenRows(
              after.size(), after.lastModifiedTime(), after.size(), row.columns(), ids, false));
    }
  }

  /** Half a row must not be imported; if this fails too, the next row cuts it away. */
  private static void cut(FileChannel channel, long end, IOException failure) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Puts the name of a new file on disk, where folders can be opened for that. */
  private void keepName() {
    try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // The file itself is on disk.
    }
  }

  private FileChannel open(Path file, OpenOption how) throws IOException {
    FileAttribute<?>[] mine =
        directory.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    return FileChannel.open(file, Set.of(StandardOpenOption.WRITE, how), mine);
  }

  private static void lock(FileChannel guard) throws IOException {
    try {
      guard.lock();
    } catch (FileLockInterruptionException e) {
      throw e;
    } catch (IOException e) {
      // This file system has no locks.
    }
  }

  private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null; // Somebody took it away.
    }
  }

  private Path file(Instant now, int number) {
    String name = prefix + "-" + period.format(now.atZone(zone));
    return directory.resolve(number == 1 ? name + SUFFIX : name + "-" + number + SUFFIX);
  }

  private static DateTimeFormatter period(String each) {
    return DateTimeFormatter.ofPattern(
        switch (each) {
          case "hour" -> "uuuu-MM-dd'T'HH";
          case "day" -> "uuuu-MM-dd";
          case "month" -> "uuuu-MM";
          default -> throw new IllegalArgumentException("No such time");
        },
        Locale.ROOT);
  }
}
