package dev.patchbay.normalize;

import dev.patchbay.mapping.HtmlText;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Finds fields in the HTML of a form's mail: table rows, and values below or beside bold labels.
 */
final class HtmlFields {

  private static final int MAX_CHARACTERS = 256 * 1024;
  private static final int MAX_FIELDS = 300;

  private HtmlFields() {}

  static List<LabeledValue> read(String html) {
    Element body = HtmlText.visible(html, MAX_CHARACTERS).body();
    body.select("a[href*=maps]").removeIf(link -> link.text().equalsIgnoreCase("map it"));
    List<LabeledValue> rows = rows(body);
    List<LabeledValue> bold = bold(body);
    return rows.size() >= bold.size() ? rows : bold;
  }

  /** Rows of two cells, and rows of one bold cell with the value in the next row. */
  private static List<LabeledValue> rows(Element body) {
    List<LabeledValue> fields = new ArrayList<>();
    String pending = null;
    for (Element row : body.select("tr")) {
      if (fields.size() >= MAX_FIELDS || !row.select("table").isEmpty()) {
        continue;
      }
      List<Element> cells =
          row.children().stream().filter(cell -> !HtmlText.of(cell).isBlank()).toList();
      if (cells.size() == 2 && pending == null) {
        String label = HtmlText.of(cells.get(0));
        String value = HtmlText.of(cells.get(1));
        if (!LabeledLines.isHeading(label, value)) {
          add(fields, label, value);
        }
      } else if (cells.size() == 1) {
        String text = HtmlText.of(cells.get(0));
        if (pending != null) {
          add(fields, pending, text);
          pending = null;
        } else if (isBold(cells.get(0), text)) {
          pending = text;
        }
      } else {
        pending = null;
      }
    }
    return fields;
  }

  private static boolean isBold(Element cell, String text) {
    Element bold = cell.selectFirst("b, strong");
    return cell.normalName().equals("th") || (bold != null && HtmlText.of(bold).equals(text));
  }

  /** What follows each bold text up to the next one. */
  private static List<LabeledValue> bold(Element body) {
    List<LabeledValue> fields = new ArrayList<>();
    for (Element label : body.select("b, strong, dt, label")) {
      if (fields.size() >= MAX_FIELDS) {
        break;
      }
      String value = following(label);
      if (value != null) {
        add(fields, HtmlText.of(label), value);
      }
    }
    return fields;
  }

  private static @Nullable String following(Element label) {
    StringBuilder value = new StringBuilder();
    Node from = label;
    boolean alone =
        label.parent() != null
            && label.nextSibling() == null
            && HtmlText.of(label.parent()).equals(HtmlText.of(label));
    if (alone && label.parent() != null && !label.parent().normalName().equals("body")) {
      from = label.parent();
    }
    int breaks = 0;
    boolean isLong = LabeledLines.isLong(HtmlText.of(label));
    for (Node next = from.nextSibling(); next != null; next = next.nextSibling()) {
      if (next instanceof Element element) {
        if (element.is("b, strong, dt, label, hr")
            || element.selectFirst("b, strong, dt, label") != null) {
          break;
        }
        breaks = element.normalName().equals("br") ? breaks + 1 : 0;
        if (breaks > 1 && !value.toString().isBlank()) {
          break;
        }
        value.append(element.normalName().equals("br") ? "\n" : HtmlText.of(element));
        boolean goesOn = isLong && element.normalName().equals("br");
        if (element.isBlock() && !goesOn && !value.toString().isBlank()) {
          break;
        }
      } else if (next instanceof TextNode text && !text.isBlank()) {
        value.append(text.text().strip());
        breaks = 0;
      }
    }
    String found = value.toString().strip();
    found = found.startsWith(":") ? found.substring(1).strip() : found;
    return found.isEmpty() ? null : found;
  }

  private static void add(List<LabeledValue> fields, String label, String value) {
    String name = label.strip();
    name = name.endsWith(":") ? name.substring(0, name.length() - 1).strip() : name;
    if (!name.isEmpty() && name.length() <= 200 && name.indexOf('\n') < 0) {
      fields.add(new LabeledValue(name, value.strip()));
    }
  }
}
