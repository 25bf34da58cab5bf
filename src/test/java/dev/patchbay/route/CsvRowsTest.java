package dev.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as tills, ad accounts and spreadsheets write them. */
class CsvRowsTest {

  @TempDir Path folder;

  @Test
  void readsCellsWithDelimitersQuotesAndLinesInThem() throws IOException {
    List<CsvRows.Row> rows =
        read("name,note\r\n\"Fox, Lena\",\"said \"\"yes\"\"\r\nand left\"\r\nNils,\r\n");

    assertThat(rows).extracting(CsvRows.Row::line).containsExactly(2L, 4L);
    assertThat(rows.get(0).cells())
        .containsEntry("name", "Fox, Lena")
        .containsEntry("note", "said \"yes\"\r\nand left");
    assertThat(rows.get(1).cells()).containsEntry("note", "");
  }

  @Test
  void findsTheDelimiterOfTheHeader() throws IOException {
    assertThat(read("a;b\n1,5;2\n").get(0).cells())
        .containsEntry("a", "1,5")
        .containsEntry("b", "2");
    assertThat(read("a\tb\n1\t2\n").get(0).cells()).containsEntry("b", "2");
    assertThat(read("\"a,a,a\"|b\n1|2\n").get(0).cells()).containsEntry("a,a,a", "1");
    assertThat(read("sep=;\na;b\n1;2\n").get(0).cells()).containsEntry("b", "2");
    assertThat(read("only\n1\n").get(0).cells()).containsEntry("only", "1");
  }

  @Test
  void readsReportsWithATitleAboveAndALineBelow() throws IOException {
    List<CsvRows.Row> rows =
        read(
            """
            "Campaign report"
            "November 1, 2026 - November 2, 2026"

            Day,Campaign,Cost
            2026-11-01,"Spring, all","1,204.50"
            2026-11-02,Spring,7.00
            "©2026 Made-up Ads. All rights reserved. "
            """);

    assertThat(rows).hasSize(2).allMatch(row -> row.broken() == null);
    assertThat(rows.get(0).line()).isEqualTo(5);
    assertThat(rows.get(0).cells())
        .containsEntry("Campaign", "Spring, all")
        .containsEntry("Cost", "1,204.50");
    assertThat(read("Report\nDay\tCost\tClicks\n1\t2,5\t3\n").get(0).cells())
        .containsEntry("Cost", "2,5");
  }

  @Test
  void takesNoFirstRowOfOneOrTwoCellsForATitle() throws IOException {
    assertThat(read("note\none\ntwo, three, four\nfive\n").get(0).cells())
        .containsEntry("note", "one");
    assertThat(read("a,b\n1,2\n").get(0).cells()).containsEntry("b", "2");
  }

  @Test
  void findsTheCharacterSet() throws IOException {
    byte[] marked = "\ufeffname\nJosé\n".getBytes(StandardCharsets.UTF_8);
    byte[] western = "name\nJosé €\n".getBytes(Charset.forName("windows-1252"));
    byte[] wide = "\ufeffname\nJosé\n".getBytes(StandardCharsets.UTF_16LE);

    assertThat(rows(marked).get(0).cells()).containsEntry("name", "José");
    assertThat(rows(western).get(0).cells()).containsEntry("name", "José €");
    assertThat(rows(wide).get(0).cells()).containsEntry("name", "José");
  }

  @Test
  void goesOnAfterABrokenRow() throws IOException {
    List<CsvRows.Row> rows =
        read(
            """
            id,name,amount
            1,Ana,5
            2,"Ben,6

            3,Cleo,7
            4,Dan
            5,"Eve" x,9
            6,"Fay",10
            """);

    assertThat(rows)
        .extracting(
            row -> row.line() + (row.broken() == null ? " " : " broken ") + row.cells().get("id"))
        .containsExactly("2 1", "3 broken null", "5 3", "6 broken null", "7 broken null", "8 6");
    assertThat(rows.get(1).text()).isEqualTo("2,\"Ben,6");
    assertThat(rows.get(3).broken()).isEqualTo("it has 2 cells, the header has 3");
    assertThat(rows.get(4).text()).isEqualTo("5,\"Eve\" x,9");
  }

  @Test
  void goesOnAfterAQuoteThatIsNeverClosed() throws IOException {
    List<CsvRows.Row> rows = read("id,name\r\n1,\"open\r\n2,Ben\r\n3,Cleo");

    assertThat(rows).extracting(CsvRows.Row::line).containsExactly(2L, 3L, 4L);
    assertThat(rows.get(0).broken()).isNotNull();
    assertThat(rows.get(2).cells()).containsEntry("name", "Cleo");
  }

  @Test
  void namesColumnsWithoutANameAndTellsTwinsApart() throws IOException {
    assertThat(read("a,,a,\n1,2,3\n4,5,6,\n"))
        .extracting(CsvRows.Row::cells)
        .extracting(Object::toString)
        .containsExactly("{a=1, column 2=2, a 2=3}", "{a=4, column 2=5, a 2=6}");
  }

  @Test
  void readsNothingFromAnEmptyFile() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read("\n\n")).isEmpty();
    assertThat(read("a,b\n")).isEmpty();
  }

  @Test
  void takesNoSpreadsheetForText() throws IOException {
    Path file = folder.resolve("book.csv");
    Files.write(file, new byte[] {'P', 'K', 3, 4, 0, 0, 1, 2});

    assertThat(CsvFile.look(file, "auto", "auto")).isNull();
  }

  @Test
  void endsWhateverTheBytesAre() throws IOException {
    Random random = new Random(20261122);
    String signs = "a,;\"\n\r\t1|é";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder("a,b\n");
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      long before = 0;
      for (CsvRows.Row row : read(text.toString())) {
        assertThat(row.line()).as(text.toString()).isGreaterThan(before);
        before = row.line();
      }
    }
  }

  private List<CsvRows.Row> read(String text) throws IOException {
    return rows(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<CsvRows.Row> rows(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("file.csv"), bytes);
    try (CsvRows rows = new CsvRows(CsvFile.look(file, "auto", "auto"))) {
      List<CsvRows.Row> all = new ArrayList<>();
      rows.forEachRemaining(all::add);
      return all;
    }
  }
}
