package dev.patchbay.yaml;

import dev.patchbay.diagnostic.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML within fixed limits; builds no objects, follows no tags, and never quotes a value in a
 * finding.
 */
public final class YamlReader {

  /** Most characters a document may have. */
  public static final int MAX_CHARACTERS = 3 * 1024 * 1024;

  /** Most levels of lists and mappings within each other. */
  public static final int MAX_DEPTH = 50;

  /** Most uses of anchored lists and mappings. */
  public static final int MAX_ALIASES = 50;

  private YamlReader() {}

  /** Reads a file, named {@code display} in findings. */
  public static YamlDocument read(Path path, String display) {
    try {
      if (Files.size(path) > 4L * MAX_CHARACTERS) {
        return refused(display, tooLarge(display));
      }
      byte[] bytes = Files.readAllBytes(path);
      return read(
          display, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return refused(
          display,
          Finding.error(
              display, 0, 0, "yaml.syntax", "The file is not UTF-8 text.", "Save it as UTF-8."));
    } catch (IOException unreadable) {
      return refused(
          display,
          Finding.error(
              display,
              0,
              0,
              "yaml.unreadable",
              "The file cannot be read (%s)."
                  .formatted(unreadable.getClass().getSimpleName().replace("Exception", "")),
              "Check its name and that this user may read it."));
    }
  }

  /** Reads a text, named {@code display} in findings. */
  public static YamlDocument read(String display, String text) {
    if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
      return refused(display, tooLarge(display));
    }
    LoaderOptions limits = limits();
    Node root;
    try {
      root =
          new Composer(new ParserImpl(new StreamReader(text), limits), new Resolver(), limits)
              .getSingleNode();
    } catch (MarkedYAMLException fault) {
      return refused(display, syntax(display, fault));
    } catch (ReaderException fault) {
      return refused(display, unprintable(display, text, fault.getPosition()));
    } catch (YAMLException limit) {
      return refused(display, overLimit(display, limit));
    }
    if (root == null) {
      return refused(
          display,
          Finding.error(
              display, 1, 1, "yaml.empty", "The file holds nothing.", "Write the first key."));
    }
    return new NodeConversion(display).convert(root);
  }

  private static LoaderOptions limits() {
    LoaderOptions limits = new LoaderOptions();
    limits.setMaxAliasesForCollections(MAX_ALIASES);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setCodePointLimit(MAX_CHARACTERS);
    limits.setAllowDuplicateKeys(false);
    limits.setAllowRecursiveKeys(false);
    limits.setTagInspector(tag -> false);
    return limits;
  }

  private static YamlDocument refused(String display, Finding finding) {
    return new YamlDocument(display, null, List.of(finding));
  }

  private static Finding tooLarge(String display) {
    return Finding.error(
        display,
        1,
        1,
        "yaml.too-large",
        "The file has more than %d characters.".formatted(MAX_CHARACTERS),
        "Split it, or move data out of it.");
  }

  private static Finding overLimit(String display, YAMLException limit) {
    String problem = String.valueOf(limit.getMessage()).toLowerCase(Locale.ROOT);
    if (problem.contains("depth")) {
      return Finding.error(
          display,
          1,
          1,
          "yaml.too-deep",
          "Values are nested deeper than %d levels.".formatted(MAX_DEPTH),
          "Write it flatter.");
    }
    if (problem.contains("aliases")) {
      return Finding.error(
          display,
          1,
          1,
          "yaml.too-many-aliases",
          "More than %d aliases of lists or mappings are used.".formatted(MAX_ALIASES),
          "Write the values out.");
    }
    return tooLarge(display);
  }

  private static Finding unprintable(String display, String text, int position) {
    int line = 1;
    int column = 1;
    for (int at = 0; at < Math.min(position, text.length()); at++) {
      if (text.charAt(at) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return Finding.error(
        display,
        line,
        column,
        "yaml.syntax",
        "A control character stands here.",
        "Delete it, or write it as an escape between double quotes.");
  }

  private static Finding syntax(String display, MarkedYAMLException fault) {
    Mark mark = fault.getProblemMark() != null ? fault.getProblemMark() : fault.getContextMark();
    int line = mark == null ? 1 : mark.getLine() + 1;
    int column = mark == null ? 1 : mark.getColumn() + 1;
    if (String.valueOf(fault.getProblem()).contains("tag is not allowed")
        || String.valueOf(fault.getContext()).contains("tag is not allowed")) {
      return Finding.error(
          display, line, column, "yaml.tag", NodeConversion.NO_TAGS, "Remove the tag.");
    }
    return Finding.error(
        display,
        line,
        column,
        "yaml.syntax",
        SyntaxProblem.words(fault.getProblem(), fault.getContext()),
        "Check the indentation, quotes and brackets here and on the line above.");
  }
}
