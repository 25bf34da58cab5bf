package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.tracking.Open;
import dev.patchbay.tracking.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes the routes as OpenAPI 3.1, from the table that also serves them. */
final class OpenApi {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode schemas = NODES.objectNode();

  private OpenApi() {}

  /** The description of these routes. */
  static ObjectNode of(List<ApiRoute> routes) {
    OpenApi description = new OpenApi();
    ObjectNode document = NODES.objectNode();
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Patchbay")
        .put("version", "1")
        .put(
            "description",
            "Customers, leads, journeys and views. Absent means unknown. Amounts are in minor"
                + " units of their currency, times in UTC. What tells who somebody is, is masked"
                + " for tokens without the scope read:personal.");
    ObjectNode paths = document.putObject("paths");
    for (ApiRoute route : routes) {
      paths
          .withObjectProperty(route.path())
          .set(route.method().name().toLowerCase(Locale.ROOT), description.operation(route));
    }
    description.error();
    ObjectNode components = document.putObject("components");
    components.set("schemas", description.schemas);
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "./patchbay token create makes one.");
    document.putArray("security").addObject().putArray("token");
    return document;
  }

  private ObjectNode operation(ApiRoute route) {
    ObjectNode operation = NODES.objectNode();
    operation.put("operationId", operationId(route));
    operation.put("summary", route.about());
    operation.put("description", "Needs the scope " + route.scope().word() + ".");
    operation.put("x-scope", route.scope().word());
    ArrayNode parameters = operation.putArray("parameters");
    if (route.path().contains("{id}")) {
      ObjectNode id = parameters.addObject().put("name", "id").put("in", "path");
      id.put("required", true).putObject("schema").put("type", "string");
    }
    route.understood().forEach(parameter -> parameters.add(parameter(parameter)));
    Class<? extends Record> body = route.body();
    if (body != null) {
      ObjectNode request = operation.putObject("requestBody").put("required", true);
      content(request, "application/json").set("schema", named(body));
    }
    responses(operation.putObject("responses"), route);
    return operation;
  }

  private void responses(ObjectNode responses, ApiRoute route) {
    ObjectNode done = responses.putObject("200").put("description", "Done.");
    ObjectNode schema = content(done, "application/json").putObject("schema");
    String list = route.list();
    if (list == null) {
      schema.setAll((ObjectNode) type(route.answer()));
    } else {
      schema.put("type", "object").put("additionalProperties", false);
      ObjectNode properties = schema.putObject("properties");
      properties.putObject(list).put("type", "array").set("items", named(route.answer()));
      properties
          .putObject("next")
          .put("type", "string")
          .put("description", "Path of the next page; absent on the last.");
      schema.putArray("required").add(list);
    }
    if (route.hasCsv()) {
      content(done, "text/csv").putObject("schema").put("type", "string");
    }
    for (String status :
        route.acts()
            ? List.of("400", "401", "403", "404", "409")
            : List.of("400", "401", "403", "404")) {
      ObjectNode error = responses.putObject(status).put("description", "Refused; see the remedy.");
      content(error, "application/json")
          .putObject("schema")
          .put("$ref", "#/components/schemas/Error");
    }
  }

  private static ObjectNode content(ObjectNode of, String type) {
    return of.withObjectProperty("content").withObjectProperty(type);
  }

  private static ObjectNode parameter(Parameter parameter) {
    ObjectNode node = NODES.objectNode();
    node.put("name", parameter.name()).put("in", "query");
    node.put(
        "description",
        parameter.about() + (parameter.personal() ? " Needs the scope read:personal." : ""));
    ObjectNode schema = node.putObject("schema");
    schema.put("type", parameter.kind() == Parameter.Kind.NUMBER ? "integer" : "string");
    if (parameter.kind() == Parameter.Kind.ID) {
      schema.put("format", "uuid");
    }
    if (!parameter.words().isEmpty()) {
      parameter.words().forEach(schema.putArray("enum")::add);
    }
    return node;
  }

  static String operationId(ApiRoute route) {
    StringBuilder id = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
    for (String part : route.path().substring("/api/v1/".length()).split("[^A-Za-z]+")) {
      if (!part.isEmpty()) {
        id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
      }
    }
    return id.toString();
  }

  private ObjectNode named(Class<?> record) {
    Class<?> around = record.getEnclosingClass();
    String name =
        (around == null || around.getPackageName().endsWith(".web") ? "" : around.getSimpleName())
            + record.getSimpleName();
    if (!schemas.has(name)) {
      ObjectNode schema = schemas.putObject(name);
      schema.put("type", "object").put("additionalProperties", false);
      ObjectNode properties = schema.putObject("properties");
      ArrayNode required = NODES.arrayNode();
      for (RecordComponent component : record.getRecordComponents()) {
        properties.set(component.getName(), type(component.getGenericType()));
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          required.add(component.getName());
        }
      }
      if (!required.isEmpty()) {
        schema.set("required", required);
      }
    }
    return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  private JsonNode type(Type type) {
    if (type instanceof ParameterizedType typed) {
      Class<?> raw = (Class<?>) typed.getRawType();
      if (Collection.class.isAssignableFrom(raw)) {
        ObjectNode list = NODES.objectNode().put("type", "array");
        list.set("items", type(typed.getActualTypeArguments()[0]));
        return list;
      }
      if (Map.class.isAssignableFrom(raw)) {
        ObjectNode map = NODES.objectNode().put("type", "object");
        map.set("additionalProperties", type(typed.getActualTypeArguments()[1]));
        return map;
      }
      return type(raw);
    }
    Class<?> plain = (Class<?>) type;
    if (JsonNode.class.isAssignableFrom(plain)) {
      return NODES.objectNode();
    }
    if (plain != Open.class && plain.isRecord()) {
      return named(plain);
    }
    return scalar(plain);
  }

  private static ObjectNode scalar(Class<?> type) {
    ObjectNode node = NODES.objectNode();
    if (type == boolean.class || type == Boolean.class) {
      return node.put("type", "boolean");
    }
    if (type == double.class || type == Double.class) {
      return node.put("type", "number");
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return node.put("type", "integer");
    }
    node.put("type", "string");
    if (type == UUID.class) {
      node.put("format", "uuid");
    } else if (type == Instant.class) {
      node.put("format", "date-time");
    } else if (type == LocalDate.class) {
      node.put("format", "date");
    } else if (type == Open.class) {
      node.put("description", "Path of the list of exactly the rows behind the number.");
    } else if (type.isEnum()) {
      ArrayNode words = node.putArray("enum");
      Stream.of(type.getEnumConstants())
          .map(word -> ((Enum<?>) word).name().toLowerCase(Locale.ROOT))
          .forEach(words::add);
    }
    return node;
  }

  private void error() {
    ObjectNode error = schemas.putObject("Error").put("type", "object");
    ObjectNode properties = error.putObject("properties");
    properties.putObject("error").put("type", "string").put("description", "Stable kind.");
    properties.putObject("message").put("type", "string").put("description", "What is wrong.");
    properties.putObject("remedy").put("type", "string").put("description", "How to mend it.");
    error.putArray("required").add("error").add("message");
  }
}
