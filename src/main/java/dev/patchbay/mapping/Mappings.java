package dev.patchbay.mapping;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.filters.DefaultJsonFilter;
import com.schibsted.spt.data.jslt.filters.JsonFilter;
import dev.patchbay.diagnostic.Finding;
import java.io.Reader;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Compiles JSLT texts into {@link Mapping}s. */
public final class Mappings {

  /** How long one message may be mapped before it is given up. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  private static final int MAX_SOURCE_CHARACTERS = 512 * 1024;
  private static final Pattern IMPORT_NAME =
      Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private Mappings() {}

  /**
   * Compiles a mapping.
   *
   * @param displayName how findings name the file, such as {@code connectors/my-forms/lead.jslt}
   * @param text the JSLT text
   * @param imports text of a file of the same folder by the name an {@code import} writes, or empty
   *     when there is none
   * @throws MappingException when it cannot be read; its finding has the line and the column
   */
  public static Mapping compile(
      String displayName, String text, Function<String, Optional<String>> imports) {
    return compile(displayName, text, imports, TIME_LIMIT);
  }

  /**
   * As {@link #compile}, but objects keep the keys whose value is null or empty: what is written is
   * what comes out.
   */
  public static Mapping compileKeepingAll(
      String displayName, String text, Function<String, Optional<String>> imports) {
    Compilation compilation = new Compilation(displayName, imports);
    return new JsltMapping(displayName, compilation.compile(text, value -> true), TIME_LIMIT);
  }

  /** As the public one, with another time limit. */
  static Mapping compile(
      String displayName,
      String text,
      Function<String, Optional<String>> imports,
      Duration timeLimit) {
    Compilation compilation = new Compilation(displayName, imports);
    return new JsltMapping(
        displayName, compilation.compile(text, new DefaultJsonFilter()), timeLimit);
  }

  /** One compilation: remembers the texts read, so that findings point into them as written. */
  private static final class Compilation {
    private final String displayName;
    private final Function<String, Optional<String>> imports;
    private final Map<String, MeteredText> texts = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    Compilation(String displayName, Function<String, Optional<String>> imports) {
      this.displayName = displayName;
      this.imports = imports;
    }

    Expression compile(String text, JsonFilter kept) {
      try {
        return new Parser(open(displayName, text))
            .withSource(displayName)
            .withFunctions(PatchbayFunctions.ALL)
            .withResourceResolver(this::resolve)
            .withObjectFilter(kept)
            .compile();
      } catch (MappingException e) {
        throw e;
      } catch (StackOverflowError e) {
        throw new MappingException(
            Finding.error(
                displayName, 0, 0, "mapping.too-deep", "The mapping is nested too deep.", null));
      } catch (RuntimeException e) {
        throw new MappingException(SyntaxFinding.of(e, order.get(order.size() - 1), texts));
      }
    }

    private Reader resolve(String name) {
      Optional<String> text =
          IMPORT_NAME.matcher(name).matches() ? imports.apply(name) : Optional.empty();
      if (text.isEmpty()) {
        throw new MappingException(
            Finding.error(
                displayName,
                0,
                0,
                "mapping.unknown-import",
                "No file '" + name + "' to import.",
                "Imports name a file of the same folder, such as \"names.jslt\"."));
      }
      String folder = displayName.substring(0, displayName.lastIndexOf('/') + 1);
      String shown = folder + name;
      Reader reader = open(shown, text.get());
      texts.put(name, texts.getOrDefault(shown, MeteredText.of(shown, "")));
      return reader;
    }

    private Reader open(String shown, String text) {
      if (text.length() > MAX_SOURCE_CHARACTERS) {
        throw new MappingException(
            Finding.error(
                shown,
                0,
                0,
                "mapping.too-long",
                "The mapping is longer than " + MAX_SOURCE_CHARACTERS + " characters.",
                "Split it, or move constant tables elsewhere."));
      }
      MeteredText metered = MeteredText.of(shown, text);
      metered.checkNames();
      texts.put(shown, metered);
      order.add(shown);
      return new StringReader(metered.metered());
    }
  }
}
