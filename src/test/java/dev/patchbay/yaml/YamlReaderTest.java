package dev.patchbay.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.diagnostic.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlReaderTest {

  @Test
  void remembersWhereEachValueStands() {
    YamlMapping root =
        YamlReader.read("f.yaml", "a: 1\nb:\n  - x\n  - y: z\n").mapping().orElseThrow();
    assertThat(root.entries().get("b").line()).isEqualTo(2);
    YamlSequence list = (YamlSequence) root.get("b").orElseThrow();
    YamlNode inner = ((YamlMapping) list.items().get(1)).get("y").orElseThrow();
    assertThat(inner.line()).isEqualTo(4);
    assertThat(inner.column()).isEqualTo(8);
  }

  @Test
  void readsValuesAsYaml12Does() {
    YamlMapping root =
        YamlReader.read(
                "f.yaml",
                "a: yes\nb: 2026-11-22\nc: 12:30\nd: 007\ne: 1.5\nf: true\ng: ~\nh: '5'\n")
            .mapping()
            .orElseThrow();
    assertThat(root.toJson().toString())
        .isEqualTo(
            "{\"a\":\"yes\",\"b\":\"2026-11-22\",\"c\":\"12:30\",\"d\":7,\"e\":1.5,\"f\":true,\"g\":null,\"h\":\"5\"}");
  }

  @Test
  void refusesKeysWrittenTwiceAndTellsWhereTheFirstIs() {
    Finding finding = only("a: 1\nb: 2\na: 3\n");
    assertThat(finding.kind()).isEqualTo("yaml.duplicate-key");
    assertThat(finding.line()).isEqualTo(3);
    assertThat(finding.text()).contains("line 1");
  }

  @Test
  void refusesTagsAndBuildsNoObjects() {
    assertThat(only("a: !!javax.script.ScriptEngineManager [x]\n").kind()).isEqualTo("yaml.tag");
    assertThat(only("a: !local x\n").kind()).isEqualTo("yaml.tag");
    assertThat(only("a: {!!java.lang.String k: 1}\n").kind()).isEqualTo("yaml.tag");
  }

  @Test
  void refusesBombsOfAliases() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int level = 1; level <= 9; level++) {
      bomb.append("a%d: &a%d [".formatted(level, level));
      bomb.append("*a%d,".formatted(level - 1).repeat(10)).append("]\n");
    }
    assertThat(only(bomb.toString()).kind()).isEqualTo("yaml.too-many-aliases");

    StringBuilder sly = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int level = 1; level <= 16; level++) {
      sly.append("a%d: &a%d [".formatted(level, level));
      sly.append("*a%d,".formatted(level - 1).repeat(3)).append("]\n");
    }
    assertThat(only(sly.toString()).kind()).isEqualTo("yaml.too-large");
  }

  @Test
  void refusesValuesThatContainThemselves() {
    assertThat(only("a: &a [*a]\n").kind()).isEqualTo("yaml.recursive");
    assertThat(only("a: &a {b: *a}\n").kind()).isEqualTo("yaml.recursive");
  }

  @Test
  void refusesDeepNesting() {
    assertThat(only("a: " + "[".repeat(1000) + "]".repeat(1000)).kind()).isEqualTo("yaml.too-deep");
    StringBuilder deep = new StringBuilder();
    for (int level = 0; level < 1000; level++) {
      deep.append(" ".repeat(level)).append("a:\n");
    }
    assertThat(only(deep.toString()).kind()).isEqualTo("yaml.too-deep");
  }

  @Test
  void refusesLargeFiles(@TempDir Path folder) throws Exception {
    assertThat(only("a: " + "x".repeat(4 * 1024 * 1024)).kind()).isEqualTo("yaml.too-large");
    Path huge = folder.resolve("huge.yaml");
    Files.write(huge, new byte[13 * 1024 * 1024]);
    assertThat(YamlReader.read(huge, "huge.yaml").findings())
        .extracting(Finding::kind)
        .containsExactly("yaml.too-large");
  }

  @Test
  void refusesWhatIsNotText(@TempDir Path folder) throws Exception {
    Path latin =
        Files.write(folder.resolve("l.yaml"), "a: é".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(YamlReader.read(latin, "l.yaml").findings())
        .extracting(Finding::kind)
        .containsExactly("yaml.syntax");
    assertThat(YamlReader.read(folder.resolve("none.yaml"), "none.yaml").findings())
        .extracting(Finding::kind)
        .containsExactly("yaml.unreadable");
    Finding control = only("a: 1\nb: \u0001\n");
    assertThat(control.kind()).isEqualTo("yaml.syntax");
    assertThat(control.line()).isEqualTo(2);
  }

  @Test
  void tellsWhereSyntaxIsWrongWithoutQuotingIt() {
    for (String text :
        new String[] {
          "a: 1\nb: *hunter2\n",
          "a: 1\nb: 'hunter2\n",
          "a: 1\nhunter2\nc: 1\n",
          "a: 1\nb: !hunter2!x y\n",
          "a: 1\nb: hunter2: x\n",
          "a: 1\nb: [hunter2\n",
          "a: 1\n---\nb: 2\n"
        }) {
      Finding finding = only(text);
      assertThat(finding.kind()).as(text).isEqualTo("yaml.syntax");
      assertThat(finding.line()).as(text).isGreaterThanOrEqualTo(2);
      assertThat(finding.toString()).doesNotContain("hunter2");
    }
    assertThat(only("").kind()).isEqualTo("yaml.empty");
    assertThat(only("# nothing\n").kind()).isEqualTo("yaml.empty");
  }

  private static Finding only(String text) {
    YamlDocument document = YamlReader.read("f.yaml", text);
    assertThat(document.value()).isNull();
    assertThat(document.findings()).hasSize(1);
    return document.findings().get(0);
  }
}
