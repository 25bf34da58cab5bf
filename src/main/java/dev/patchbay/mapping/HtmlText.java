package dev.patchbay.mapping;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** The text people see in HTML. */
public final class HtmlText {

  /** What mails hide, such as the words that only lists of mails show. */
  private static final String UNSEEN = "[style*=display:none], [style*=display: none]";

  private static final int MAX_CHARACTERS = 2 * 1024 * 1024;

  private HtmlText() {}

  /** The visible text, one line for each block; longer HTML than 2 Mi characters is cut. */
  public static @Nullable String of(@Nullable String html) {
    if (html == null) {
      return null;
    }
    return of(visible(html, MAX_CHARACTERS));
  }

  /** HTML without what it hides; longer HTML than {@code most} characters is cut. */
  public static Document visible(String html, int most) {
    Document document = Jsoup.parse(html.length() > most ? html.substring(0, most) : html);
    document.select(UNSEEN).remove();
    return document;
  }

  /** The visible text of a parsed element, one line for each block. */
  public static String of(Element element) {
    Lines lines = new Lines();
    NodeTraversor.traverse(lines, element);
    return lines.text();
  }

  private static final class Lines implements NodeVisitor {
    private final StringBuilder text = new StringBuilder();
    private int hidden;

    @Override
    public void head(Node node, int depth) {
      if (node instanceof Element element) {
        if (isHidden(element)) {
          hidden++;
        } else if (element.isBlock() || element.normalName().equals("br")) {
          breakLine();
        }
      } else if (node instanceof TextNode words && hidden == 0) {
        append(words.getWholeText());
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        if (isHidden(element)) {
          hidden--;
        } else if (element.isBlock()) {
          breakLine();
        } else if (element.normalName().equals("td") || element.normalName().equals("th")) {
          append(" ");
        }
      }
    }

    private static boolean isHidden(Element element) {
      return switch (element.normalName()) {
        case "script", "style", "head", "title", "noscript", "template" -> true;
        default -> false;
      };
    }

    private void append(String words) {
      for (int i = 0; i < words.length(); i++) {
        char c = words.charAt(i);
        boolean space = Character.isWhitespace(c) || c == '\u00a0';
        if (!space) {
          text.append(c);
        } else if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
          text.append(' ');
        }
      }
    }

    private void breakLine() {
      int end = text.length();
      while (end > 0 && text.charAt(end - 1) == ' ') {
        end--;
      }
      text.setLength(end);
      if (end > 0 && text.charAt(end - 1) != '\n') {
        text.append('\n');
      }
    }

    String text() {
      return text.toString().strip();
    }
  }
}
