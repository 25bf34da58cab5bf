package dev.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answers in a form's body, however it nests them: plain fields, objects that wrap fields,
 * lists of {@code {label, value}}, names in brackets. Fields that hold secrets stay out.
 */
final class FormAnswers {

  private static final int DEPTH = 4;

  private static final Pattern SECRET =
      Pattern.compile(
          "^(_?token|secret|password|signature|apikey|(?!form_|field_)[a-z]+_key"
              + "|g-recaptcha-response|recaptcha.*|_wpnonce|nonce|csrf.*)$");

  /** Names that only wrap the fields; others say whose field it is, such as business.name. */
  private static final Pattern WRAPPER =
      Pattern.compile(
          "^(data|fields?|form_?fields|payload|form|body|entry|submission|answers|responses?|values"
              + "|form_?data|custom_?fields|lead|leads?_?data|contact|customer|client|person|visitor"
              + "|user|prospect|customer_?data|utm|attribution|tracking|detail|details|request"
              + "|inquiry|meta|hidden)$");

  /** Some form builders write nested names in brackets: fields[email][value]. */
  private static final Pattern BRACKETS =
      Pattern.compile("^(?:form_)?fields?\\[([^\\]]+)\\](?:\\[([^\\]]+)\\])?$");

  private static final Pattern OTHER_BRACKETS = Pattern.compile("^[^\\[\\]]+\\[.*\\]$");
  private static final Pattern SIGNS = Pattern.compile("[_.\\-\\[\\]]+");
  private static final Set<String> THINGS = Set.of("form", "page", "campaign", "ad", "source");
  private static final List<String> LABELS = List.of("label", "title", "question", "name", "key");
  private static final List<String> FIELD_LABELS = List.of("title", "label", "name", "ref");
  private static final List<String> TEXTS =
      List.of(
          "value",
          "answer",
          "text",
          "response",
          "user_answer",
          "string_value",
          "email",
          "phone_number",
          "label_value");

  /** What the name of a field says of it; forms name theirs the same each time. */
  private record Name(String lower, boolean secret, boolean wraps) {

    static Name read(String key) {
      String lower = key.toLowerCase(Locale.ROOT);
      return new Name(lower, SECRET.matcher(lower).find(), WRAPPER.matcher(lower).find());
    }
  }

  private static final Remembered<Name> NAMES = new Remembered<>(Name::read);

  /** A label for a field that only has a name. */
  private static final Remembered<TextNode> LABELED =
      new Remembered<>(ref -> TextNode.valueOf(SIGNS.matcher(ref).replaceAll(" ").strip()));

  private final List<JsonNode> answers = new ArrayList<>();

  private FormAnswers() {}

  /** All answers of a body, in its order: {@code [{label, ref, type, value}]}, values as text. */
  static ArrayNode of(JsonNode body) {
    FormAnswers all = new FormAnswers();
    if (body.isArray()) {
      all.list("", "values", body);
    } else if (body.isObject()) {
      all.fields("", body, 0);
    }
    return JsonNodeFactory.instance.arrayNode(all.answers.size()).addAll(all.answers);
  }

  /** The first of these fields of an object that has a plain value, as text. */
  static JsonNode firstText(JsonNode object, JsonNode names) {
    for (JsonNode name : names) {
      JsonNode value = object.path(name.asText());
      if (isPlain(value)) {
        return TextNode.valueOf(PatchbayFunctions.written(value));
      }
    }
    return NullNode.getInstance();
  }

  private void fields(String path, JsonNode object, int depth) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      Budget.current().step();
      field(path, object, field.getKey(), field.getValue(), depth);
    }
  }

  private void field(String path, JsonNode object, String key, JsonNode value, int depth) {
    Name name = NAMES.of(key);
    if (name.secret()) {
      return;
    }
    if (key.indexOf('[') >= 0) {
      Matcher brackets = BRACKETS.matcher(key);
      if (brackets.find()) {
        bracketed(object, brackets.group(1), brackets.group(2), value);
        return;
      }
      if (OTHER_BRACKETS.matcher(key).find()) {
        return;
      }
    }
    if (isPlain(value)) {
      add(ref(path, key), value, NullNode.getInstance(), NullNode.getInstance());
    } else if (value.isArray()) {
      list(path, key, value);
    } else if (value.isObject() && isPlain(value.path("value"))) {
      JsonNode id = value.path("id");
      add(
          ref(path, isValue(id) ? PatchbayFunctions.written(id) : key),
          value.path("value"),
          first(value, List.of("title", "label", "name")),
          value.path("type"));
    } else if (value.isObject() && depth < DEPTH) {
      boolean wraps = name.wraps() && !isThing(name.lower(), value);
      fields(wraps ? path : ref(path, key), value, depth + 1);
    }
  }

  private void bracketed(JsonNode object, String name, @Nullable String part, JsonNode value) {
    if ((part == null || part.equals("value")) && isPlain(value)) {
      add(
          name,
          value,
          object.path("fields[" + name + "][title]"),
          object.path("fields[" + name + "][type]"));
    }
  }

  /** A part that names a form, a page or a campaign, not a person: {id, name, ...}. */
  private static boolean isThing(String key, JsonNode value) {
    return THINGS.contains(key)
        && (isTrue(value.path("name")) || isTrue(value.path("title")))
        && isTrue(value.path("id"));
  }

  /** A list of {label, value} under any of the usual names, or of plain texts. */
  private void list(String path, String key, JsonNode items) {
    String texts = joined(items);
    if (!texts.isEmpty()) {
      add(ref(path, key), TextNode.valueOf(texts), NullNode.getInstance(), NullNode.getInstance());
    }
    for (JsonNode item : items) {
      Budget.current().step();
      if (item.isObject()) {
        item(item);
      }
    }
  }

  private void item(JsonNode item) {
    JsonNode field = item.path("field");
    JsonNode name =
        firstOf(
            first(item, LABELS),
            item.path("ref"),
            first(field, FIELD_LABELS),
            item.path("column_id"),
            item.path("id"));
    JsonNode value = first(item, TEXTS);
    JsonNode values = value.isArray() ? value : item.path("values");
    boolean several = values.isArray() && !values.isEmpty();
    if (!isTrue(name) || !isPlain(name) || !(several || isPlain(value))) {
      return;
    }
    JsonNode ref =
        firstOf(
            item.path("key"),
            item.path("ref"),
            field.path("ref"),
            item.path("name"),
            item.path("id"),
            item.path("column_id"),
            name);
    answer(
        name,
        PatchbayFunctions.written(ref),
        item.path("type"),
        several ? joined(values) : PatchbayFunctions.written(value));
  }

  private void add(String ref, JsonNode value, JsonNode label, JsonNode type) {
    answer(isValue(label) ? label : LABELED.of(ref), ref, type, PatchbayFunctions.written(value));
  }

  private void answer(JsonNode label, String ref, JsonNode type, String value) {
    if (type.asText().equalsIgnoreCase("password")) {
      return;
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set(
        "label", label.isTextual() ? label : TextNode.valueOf(PatchbayFunctions.written(label)));
    answer.put("ref", ref);
    if (isValue(type)) {
      answer.set("type", type);
    }
    answer.put("value", value);
    answers.add(answer);
  }

  /** The plain texts of a list, and of the lists in it: rows of a table that the person filled. */
  private static String joined(JsonNode items) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : items) {
      String text = item.isArray() ? joined(item) : "";
      if (isPlain(item)) {
        texts.add(PatchbayFunctions.written(item));
      } else if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return String.join(", ", texts);
  }

  private static String ref(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static JsonNode first(JsonNode object, List<String> names) {
    for (String name : names) {
      JsonNode value = object.path(name);
      if (isValue(value)) {
        return value;
      }
    }
    return NullNode.getInstance();
  }

  private static JsonNode firstOf(JsonNode... values) {
    for (JsonNode value : values) {
      if (isValue(value)) {
        return value;
      }
    }
    return NullNode.getInstance();
  }

  private static boolean isPlain(JsonNode value) {
    return value.isValueNode() && !value.isNull() && !PatchbayFunctions.written(value).isEmpty();
  }

  /** What {@code fallback()} takes. */
  private static boolean isValue(JsonNode value) {
    return value.isValueNode() ? !value.isNull() : !value.isMissingNode() && !value.isEmpty();
  }

  /** What {@code if} takes for true. */
  private static boolean isTrue(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isNumber()) {
      return value.doubleValue() != 0;
    }
    return isValue(value) && !(value.isTextual() && value.textValue().isEmpty());
  }
}
