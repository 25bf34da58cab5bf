package dev.patchbay.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connector.Catalog;
import dev.patchbay.connector.Connector;
import dev.patchbay.connector.Parameter;
import dev.patchbay.normalize.FieldRecognition;
import dev.patchbay.stack.StackShapes;
import dev.patchbay.yaml.DurationText;
import dev.patchbay.yaml.Field;
import dev.patchbay.yaml.Shape;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of stack.yaml, made from what the reader and the planner themselves check. */
public final class StackSchema {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String REFERENCE = "\\$\\{(env|file):[^{}]+}";

  private StackSchema() {}

  /** The schema, with the parameters of every connector of the catalog. */
  public static ObjectNode of(Catalog catalog) {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "Patchbay stack");
    ObjectNode definitions = JSON.objectNode();
    ObjectNode connection = object(StackShapes.CONNECTION);
    ObjectNode connectorName = (ObjectNode) connection.get("properties").get("connector");
    ArrayNode names = connectorName.putArray("anyOf").addObject().putArray("enum");
    catalog.all().forEach(connector -> names.add(connector.name()));
    connectorName.withArray("anyOf").addObject().put("pattern", "^" + StackShapes.NAMES + "$");
    ObjectNode fields = (ObjectNode) connection.get("properties").get("fields");
    ObjectNode labels = fields.put("additionalProperties", false).putObject("properties");
    FieldRecognition.NAMES.forEach(name -> labels.putObject(name).put("type", "string"));
    ArrayNode each = connection.putArray("allOf");
    for (Connector connector : catalog.all()) {
      ObjectNode rule = each.addObject();
      rule.putObject("if")
          .putObject("properties")
          .putObject("connector")
          .put("const", connector.name());
      rule.putObject("then").putObject("properties").set("with", with(connector));
    }
    definitions.set("connection", connection);
    schema.setAll(object(StackShapes.STACK));
    ((ObjectNode) schema.get("properties").get("connections").get("patternProperties"))
        .putObject("^" + StackShapes.NAMES + "$")
        .put("$ref", "#/definitions/connection");
    schema.set("definitions", definitions);
    return schema;
  }

  private static ObjectNode with(Connector connector) {
    ObjectNode with = JSON.objectNode();
    with.put("type", "object");
    ObjectNode properties = with.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    for (Parameter parameter : connector.parameters().values()) {
      properties.set(parameter.name(), parameter(parameter));
      if (parameter.required() && parameter.defaultValue() == null) {
        required.add(parameter.name());
      }
    }
    if (ConnectionPlanner.maybeUnsigned(connector)) {
      properties
          .putObject(ConnectionPlanner.UNSIGNED)
          .put("type", "boolean")
          .put("description", "Take messages that nobody signed.");
    }
    if (!required.isEmpty()) {
      with.set("required", required);
    }
    return with.put("additionalProperties", false);
  }

  private static ObjectNode parameter(Parameter parameter) {
    ObjectNode schema = JSON.objectNode();
    schema.put("title", parameter.title());
    if (parameter.description() != null) {
      schema.put("description", parameter.description());
    }
    if (parameter.defaultValue() != null) {
      schema.put("default", parameter.defaultValue());
    }
    if (parameter.secret()) {
      return schema.put("type", "string").put("pattern", REFERENCE);
    }
    ArrayNode forms = schema.putArray("anyOf");
    ObjectNode literal = forms.addObject();
    switch (parameter.type()) {
      case INTEGER -> literal.put("type", "integer");
      case BOOLEAN -> literal.put("type", "boolean");
      case DURATION -> literal.put("type", "string").put("pattern", DurationText.PATTERN);
      case STRING, URL -> literal.putArray("type").add("string").add("number").add("boolean");
    }
    if (!parameter.choices().isEmpty()) {
      ArrayNode choices = literal.putArray("enum");
      parameter.choices().forEach(choices::add);
    }
    forms.addObject().put("type", "string").put("pattern", REFERENCE);
    return schema;
  }

  private static ObjectNode object(@Nullable Shape shape) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    if (shape == null) {
      return schema;
    }
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    for (Field field : shape.fields()) {
      properties.set(field.name(), field(field).put("description", field.description()));
      if (field.required()) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode field(Field field) {
    ObjectNode schema = JSON.objectNode();
    switch (field.type()) {
      case TEXT -> {
        schema.put("type", "string");
        if (!field.choices().isEmpty()) {
          ArrayNode choices = schema.putArray("enum");
          field.choices().forEach(choices::add);
        }
      }
      case INTEGER -> schema.put("type", "integer").put("minimum", 1);
      case BOOLEAN -> schema.put("type", "boolean");
      case DURATION -> schema.put("type", "string").put("pattern", DurationText.PATTERN);
      case TEXTS -> {
        ArrayNode forms = schema.putArray("anyOf");
        forms.addObject().put("type", "string");
        forms.addObject().put("type", "array").putObject("items").put("type", "string");
      }
      case SECTION -> schema.setAll(object(field.shape()));
      case SECTIONS -> {
        schema.put("type", "object").put("additionalProperties", false);
        schema.putObject("patternProperties").set("^" + field.names() + "$", object(field.shape()));
      }
      case TABLE -> {
        ObjectNode values = schema.put("type", "object").putObject("additionalProperties");
        values.putArray("type").add("string").add("number").add("boolean");
      }
      case ANY -> {}
    }
    return schema;
  }
}
