package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.delivery.Reply;
import dev.patchbay.mapping.MappingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows on their way into files, through crashes, repeats and other people's hands. */
class RowFileTest {

  @TempDir Path folder;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final SetClock clock = new SetClock(Instant.parse("2026-11-23T18:00:00Z"));
  private RowFile rows;

  @BeforeEach
  void open() {
    context.getRegistry().bind("clock", Clock.class, clock);
    rows = another();
  }

  @AfterEach
  void close() throws IOException {
    context.close();
  }

  @Test
  void beginsAFileWithTheNamesOfTheColumns() throws Exception {
    write("{\"event_id\": \"e-1\", \"name\": \"Fox, Lena\", \"points\": 12, \"vip\": true}");
    write(
        "{\"event_id\": \"e-2\", \"name\": \"say \\\"yes\\\"\\nnow\", \"points\": null, \"vip\": {}}");

    assertThat(text("events-2026-11-23.csv"))
        .isEqualTo(
            "event_id,name,points,vip\r\ne-1,\"Fox, Lena\",12,true\r\n"
                + "e-2,\"say \"\"yes\"\"\nnow\",,{}\r\n");
    assertThat(read("events-2026-11-23.csv"))
        .extracting(row -> row.get("name"))
        .containsExactly("Fox, Lena", "say \"yes\"\nnow");
  }

  @Test
  void writesOnceWhatIsToldTwice() throws Exception {
    write(row("e-1", "a"));
    write(row("e-1", "told again"));
    rows = another();
    write(row("e-1", "told again after a restart"));
    clock.now = Instant.parse("2026-12-20T12:00:00Z");
    write(row("e-1", "told again weeks later"));

    assertThat(files()).containsExactly("events-2026-11-23.csv");
    assertThat(text("events-2026-11-23.csv")).isEqualTo("event_id,name\r\ne-1,a\r\n");
  }

  @Test
  void beginsANewFileWithTheDayOfItsZone() throws Exception {
    rows.setTimezone("America/Chicago");
    clock.now = Instant.parse("2026-11-24T05:59:59Z");
    write(row("e-1", "a"));
    byte[] before = Files.readAllBytes(folder.resolve("events-2026-11-23.csv"));
    clock.now = Instant.parse("2026-11-24T06:00:00Z");
    write(row("e-2", "b"));

    assertThat(files()).containsExactly("events-2026-11-23.csv", "events-2026-11-24.csv");
    assertThat(folder.resolve("events-2026-11-23.csv")).hasBinaryContent(before);
  }

  @Test
  void beginsANewFileWithTheHourOrTheMonthWhereAsked() throws Exception {
    rows.setNewFile("hour");
    rows.setPrefix("sales");
    write(row("e-1", "a"));
    rows.setNewFile("month");
    write(row("e-2", "b"));

    assertThat(files()).containsExactly("sales-2026-11-23T18.csv", "sales-2026-11.csv");
  }

  @Test
  void putsRowsWithOtherColumnsIntoAnotherFile() throws Exception {
    write(row("e-1", "a"));
    write("{\"event_id\": \"e-2\", \"amount\": \"1\"}");
    write(row("e-3", "c"));
    write("{\"event_id\": \"e-4\", \"amount\": \"2\"}");
    write("{\"amount\": \"3\", \"event_id\": \"e-5\"}");

    assertThat(text("events-2026-11-23.csv")).isEqualTo("event_id,name\r\ne-1,a\r\ne-3,c\r\n");
    assertThat(text("events-2026-11-23-2.csv")).isEqualTo("event_id,amount\r\ne-2,1\r\ne-4,2\r\n");
    assertThat(text("events-2026-11-23-3.csv")).isEqualTo("amount,event_id\r\n3,e-5\r\n");
  }

  @Test
  void cutsAwayTheRowThatACrashToreOff() throws Exception {
    write(row("e-1", "a"));
    String whole = text("events-2026-11-23.csv");
    write("{\"event_id\": \"e-2\", \"name\": \"two\\r\\nlines, \\\"quoted\\\"\"}");
    byte[] both = Files.readAllBytes(folder.resolve("events-2026-11-23.csv"));
    for (int length = 0; length < both.length; length++) {
      Files.write(folder.resolve("events-2026-11-23.csv"), Arrays.copyOf(both, length));
      rows = another();
      write(row("e-3", "c"));

      assertThat(files())
          .as("torn after %d bytes", length)
          .containsExactly("events-2026-11-23.csv");
      assertThat(text("events-2026-11-23.csv"))
          .as("torn after %d bytes", length)
          .isEqualTo((length < whole.length() ? "event_id,name\r\n" : whole) + "e-3,c\r\n");
    }
  }

  @Test
  void writesARowAgainThatWasTornOff() throws Exception {
    write(row("e-1", "a"));
    byte[] whole = Files.readAllBytes(folder.resolve("events-2026-11-23.csv"));
    Files.write(folder.resolve("events-2026-11-23.csv"), Arrays.copyOf(whole, whole.length - 2));
    write(row("e-1", "a"));

    assertThat(folder.resolve("events-2026-11-23.csv")).hasBinaryContent(whole);
  }

  @Test
  void leavesFilesOfOthersAlone() throws Exception {
    Files.writeString(folder.resolve("events-2026-11-23.csv"), "no line end, no column");
    Files.createDirectory(folder.resolve("events-2026-11-23-2.csv"));
    Files.writeString(folder.resolve("kept.txt"), "kept");
    Files.createSymbolicLink(folder.resolve("events-2026-11-23-3.csv"), folder.resolve("kept.txt"));
    Files.writeString(
        folder.resolve("events-2026-11-23-4.csv"), "event_id,name\r\ne-0,5\" pipe\r\ne-9,x\r\n");
    Files.writeString(folder.resolve("events-of-others.csv"), "event_id,name\r\ne-1,a\r\n");
    write(row("e-1", "a"));

    assertThat(text("events-2026-11-23-5.csv")).isEqualTo("event_id,name\r\ne-1,a\r\n");
    assertThat(text("events-2026-11-23.csv")).isEqualTo("no line end, no column");
    assertThat(text("kept.txt")).isEqualTo("kept");
    assertThat(text("events-2026-11-23-4.csv")).endsWith("e-9,x\r\n");
  }

  @Test
  void readsAFileAnewThatWasChangedOrTakenAway() throws Exception {
    write(row("e-1", "a"));
    write(row("e-2", "b"));
    Files.delete(folder.resolve("events-2026-11-23.csv"));
    write(row("e-3", "c"));
    Files.writeString(
        folder.resolve("events-2026-11-23.csv"), "\ufeffevent_id,name\ne-3,c\ne-4,by hand\n");
    write(row("e-4", "d"));
    write(row("e-5", "e"));

    assertThat(text("events-2026-11-23.csv"))
        .isEqualTo("\ufeffevent_id,name\ne-3,c\ne-4,by hand\ne-5,e\r\n");
  }

  @Test
  void givesASpreadsheetNoFormula() throws Exception {
    List<String> formulas = List.of("=1+1", "+a", "-a", "@SUM(A1)", "\t=1", "\r=1", "-1+1", "+1 2");
    List<String> harmless = List.of("-1", "+13125550163", "-12.50", "1e5", "x=1", "'=1", "");
    int next = 0;
    for (String name : Stream.concat(formulas.stream(), harmless.stream()).toList()) {
      write(row("e-" + next++, name));
    }

    assertThat(read("events-2026-11-23.csv"))
        .extracting(row -> row.get("name"))
        .startsWith(formulas.stream().map(text -> "'" + text).toArray(String[]::new))
        .endsWith(harmless.toArray(String[]::new));
  }

  @Test
  void writesNoNulThatReadersTakeForNoText() throws Exception {
    write("{\"event_id\": \"e-1\", \"name\": \"a\\u0000b\"}");

    assertThat(read("events-2026-11-23.csv").get(0)).containsEntry("name", "ab");
  }

  @Test
  void writesWithTheDelimiterThatIsAsked() throws Exception {
    rows.setDelimiter("semicolon");
    write(row("e-1", "a;b,c"));
    write(row("e-1", "again"));

    assertThat(text("events-2026-11-23.csv")).isEqualTo("event_id;name\r\ne-1;\"a;b,c\"\r\n");
  }

  @Test
  void isForItsOwnerAlone() throws Exception {
    write(row("e-1", "a"));

    assertThat(Files.getPosixFilePermissions(folder.resolve("events-2026-11-23.csv")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void refusesWhatIsNoRowOrHasNoId() {
    for (String body : List.of("{\"name\": \"a\"}", "{\"event_id\": \"\"}", "[1]", "\"x\"", "no")) {
      assertThatThrownBy(() -> write(body))
          .isInstanceOfSatisfying(
              MappingException.class,
              failure -> assertThat(failure.finding().kind()).isEqualTo("row.without-id"));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhyItCannotWrite() throws Exception {
    rows.setDirectory(folder.resolve("away").toString());
    assertThatThrownBy(() -> write(row("e-1", "a"))).isInstanceOf(NoSuchFileException.class);
    rows.setDirectory(Files.writeString(folder.resolve("file"), "").toString());
    assertThatThrownBy(() -> write(row("e-1", "a"))).isInstanceOf(NotDirectoryException.class);

    Path file = folder.resolve("anas-file.csv");
    assertThat(
            Stream.of(
                    new NoSuchFileException("" + file),
                    new AccessDeniedException("" + file),
                    new FileSystemException("" + file, null, "No space left on device"))
                .map(failure -> Failures.reply(new IllegalStateException(failure)).failure()))
        .containsExactly(
            new Reply.Failure("file", "NoSuchFileException", null, "The folder is not there."),
            new Reply.Failure(
                "file", "AccessDeniedException", null, "The folder or file may not be written."),
            new Reply.Failure(
                "file",
                "FileSystemException",
                null,
                "The file could not be written: No space left on device."));
  }

  @Test
  void refusesANameThatLeadsElsewhere() {
    for (String prefix : List.of("../x", "a/b", "a\\b", "", ".x", "*")) {
      assertThatThrownBy(() -> rows.setPrefix(prefix)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void losesNoRowWhenSeveralWriteAtOnce() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> tellings =
          IntStream.range(0, 40)
              .mapToObj(
                  i ->
                      (Callable<Void>)
                          () -> {
                            write(another(), row("e-" + i % 20, "a"));
                            return null;
                          })
              .toList();
      for (Future<Void> telling : writers.invokeAll(tellings)) {
        telling.get();
      }
    } finally {
      writers.shutdownNow();
    }

    assertThat(read("events-2026-11-23.csv")).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    Random random = new Random(5);
    int[] signs = "a\",;\r\n\t\u00e9\u20ac\ud835\udd4f '|".codePoints().toArray();
    for (String delimiter : List.of("comma", "semicolon", "tab", "pipe")) {
      List<String> told = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        StringBuilder name = new StringBuilder("x");
        random
            .ints(random.nextInt(12), 0, signs.length)
            .forEach(at -> name.appendCodePoint(signs[at]));
        told.add(name.toString());
        rows = another();
        rows.setDelimiter(delimiter);
        rows.setPrefix(delimiter);
        write(row("e-" + i, name.toString()));
      }
      assertThat(read(delimiter + "-2026-11-23.csv"))
          .extracting(row -> row.get("name"))
          .containsExactlyElementsOf(told);
    }
  }

  private RowFile another() {
    RowFile next = new RowFile();
    next.setDirectory(folder.toString());
    return next;
  }

  private void write(String body) throws Exception {
    write(rows, body);
  }

  private void write(RowFile file, String body) throws Exception {
    DefaultExchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(body);
    file.write(exchange);
  }

  private static String row(String id, String name) {
    return new ObjectMapper().createObjectNode().put("event_id", id).put("name", name).toString();
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private List<Map<String, String>> read(String file) throws IOException {
    CsvFile found = CsvFile.look(folder.resolve(file), CsvFile.AUTO, CsvFile.AUTO);
    assertThat(found).isNotNull();
    try (CsvRows all = new CsvRows(found)) {
      List<Map<String, String>> cells = new ArrayList<>();
      all.forEachRemaining(
          row -> {
            assertThat(row.broken()).isNull();
            cells.add(row.cells());
          });
      return cells;
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".csv"))
          .sorted()
          .toList();
    }
  }

  /** A clock that stands where it is set. */
  private static final class SetClock extends Clock {
    private Instant now;

    SetClock(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
