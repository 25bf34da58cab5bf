package dev.patchbay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is known of a vendor stands in its connector's folder, so that nobody needs Java for it. */
class NoVendorInCodeTest {

  private static final Path CODE = Path.of("src/main/java");
  private static final Path CONNECTORS = Path.of("connectors");

  /** Connectors of a protocol or a format, and vendors named by a plain word that code needs. */
  private static final Set<String> PLAIN_WORDS =
      Set.of("csv", "http", "imap", "jdbc", "meta", "route", "smtp", "web-vitals", "webhook");

  @Test
  void noVendorIsNamedInCode() throws IOException {
    List<Vendor> vendors = vendors();
    List<String> found = new ArrayList<>();
    for (Path file : files(CODE)) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        for (Vendor vendor : vendors) {
          if (vendor.pattern().matcher(lines.get(i)).find()) {
            found.add("%s:%d names %s".formatted(file, i + 1, vendor.name()));
          }
        }
      }
    }

    assertThat(vendors).hasSizeGreaterThan(30);
    assertThat(found)
        .as(
            "Code knows no vendor. Move what is known to connectors/<vendor>/ (if the sheet has no"
                + " word for it, add a word that any vendor can use), for the demo to"
                + " examples/<story>/sandbox/; in examples and comments write a made-up name such"
                + " as my-forms. A connector named by a plain word that code must use goes into"
                + " PLAIN_WORDS of this test")
        .isEmpty();
  }

  @Test
  void aNameIsFoundHoweverItIsWritten() {
    Vendor vendor = Vendor.of("call-well");

    assertThat(
            List.of("a call-well key", "CALL_WELL_URL", "CallWellSink", "newCallwell", "callWell"))
        .allMatch(line -> vendor.pattern().matcher(line).find());
    assertThat(List.of("recallwell", "callwells", "a call", "RECALLWELL"))
        .noneMatch(line -> vendor.pattern().matcher(line).find());
  }

  private record Vendor(String name, Pattern pattern) {

    /** A whole word, with any sign or none between its parts, or the hump of a camel. */
    static Vendor of(String name) {
      String parts = String.join("[-_ ]?", name.split("-"));
      return new Vendor(
          name,
          Pattern.compile(
              "(?:(?<![A-Za-z0-9])|(?<=[a-z0-9])(?=[A-Z]))(?i:%s)(?![a-z])".formatted(parts)));
    }
  }

  private static List<Vendor> vendors() throws IOException {
    try (Stream<Path> folders = Files.list(CONNECTORS)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !PLAIN_WORDS.contains(name))
          .sorted()
          .map(Vendor::of)
          .toList();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
