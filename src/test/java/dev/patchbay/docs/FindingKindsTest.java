package dev.patchbay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.EventType;
import dev.patchbay.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FindingKindsTest {

  private static final Path LIST = Path.of("src/main/resources/findings.yaml");
  private static final Pattern LITERAL = Pattern.compile("\"([a-z]+\\.[a-z]+(?:-[a-z]+)*)\"");
  private static final Pattern MADE =
      Pattern.compile("Finding\\s*\\.(?:error|warning)\\(\\s*\"([a-z.-]+)\"");

  @Test
  void everyKindGivenIsListedAndEveryKindListedIsGiven() throws IOException {
    Set<String> listed = kinds().keySet();
    Set<String> families =
        listed.stream()
            .map(kind -> kind.substring(0, kind.indexOf('.')))
            .collect(Collectors.toSet());
    Set<String> given = new TreeSet<>();
    Set<String> literals = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        String text = Files.readString(source);
        collect(LITERAL, text, literals);
        if (text.contains("Finding.error(")
            || text.contains("Finding.warning(")
            || text.contains("new Finding(")
            || text.contains("new DatabaseRefusedException(")) {
          collect(LITERAL, text, given);
        }
        collect(MADE, text, given);
      }
    }
    given.removeIf(
        literal ->
            literal.endsWith(".yaml") || !families.contains(literal.replaceAll("\\..*", "")));
    given.removeAll(EventType.ALL);
    assertThat(given)
        .as("kinds in src/main/java that findings.yaml lacks: add a sentence for each")
        .isSubsetOf(listed);
    assertThat(listed)
        .as("kinds in findings.yaml that nothing in src/main/java gives: take them out")
        .isSubsetOf(literals);
  }

  static Map<String, String> kinds() {
    Map<String, String> kinds = new TreeMap<>();
    YamlReader.read(LIST, LIST.toString())
        .mapping()
        .orElseThrow()
        .entries()
        .forEach((kind, entry) -> kinds.put(kind, entry.value().toJson().asText()));
    return kinds;
  }

  private static void collect(Pattern pattern, String text, Set<String> into) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      into.add(matcher.group(1));
    }
  }
}
