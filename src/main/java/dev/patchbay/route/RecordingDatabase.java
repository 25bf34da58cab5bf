package dev.patchbay.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.route.Rendering.Request;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A JDBC driver that notes statements and their parameters and answers that one row changed. */
final class RecordingDatabase implements Driver, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Request> requests;
  private final String prefix = "jdbc:patchbay-record-" + System.identityHashCode(this) + ":";
  private final Map<String, String> real = new ConcurrentHashMap<>();

  RecordingDatabase(List<Request> requests) {
    this.requests = requests;
  }

  /** The address that leads here in place of {@code url}. */
  String standIn(String url) {
    try {
      if (real.isEmpty()) {
        DriverManager.registerDriver(this);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Standing in for a database", e);
    }
    String address = prefix + real.size();
    real.put(address, url);
    return address;
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) {
    String address = real.get(url);
    return address == null
        ? null
        : proxy(Connection.class, (method, arguments) -> connection(address, method, arguments));
  }

  private @Nullable Object connection(String url, Method method, Object @Nullable [] arguments) {
    if (method.getReturnType() == PreparedStatement.class) {
      String sql = arguments == null ? "" : String.valueOf(arguments[0]);
      Map<Integer, Object> parameters = new TreeMap<>();
      return proxy(
          PreparedStatement.class, (call, values) -> statement(url, sql, parameters, call, values));
    }
    if (method.getReturnType() == Statement.class) {
      return proxy(
          Statement.class, (call, values) -> statement(url, "", new TreeMap<>(), call, values));
    }
    return plain(method);
  }

  private @Nullable Object statement(
      String url,
      String prepared,
      Map<Integer, Object> parameters,
      Method method,
      Object @Nullable [] arguments) {
    String name = method.getName();
    if (name.equals("getParameterMetaData")) {
      int marks = (int) prepared.chars().filter(c -> c == '?').count();
      return proxy(ParameterMetaData.class, (call, values) -> marks);
    }
    if (arguments != null
        && name.startsWith("set")
        && arguments.length >= 2
        && arguments[0] instanceof Integer index) {
      parameters.put(index, name.equals("setNull") ? "null" : String.valueOf(arguments[1]));
      return null;
    }
    if (name.startsWith("execute")) {
      String sql = arguments != null && arguments.length > 0 ? "" + arguments[0] : prepared;
      record(url, sql, parameters);
      return method.getReturnType() == int.class ? (Object) 1 : plain(method);
    }
    return name.equals("getUpdateCount") ? (Object) 1 : plain(method);
  }

  private void record(String url, String sql, Map<Integer, Object> parameters) {
    ObjectNode body = JSON.createObjectNode().put("statement", sql);
    ArrayNode values = body.putArray("parameters");
    parameters.values().forEach(value -> values.add(value.toString()));
    requests.add(new Request("SQL", url, Map.of(), body.toString()));
  }

  /** What a method that has nothing to tell returns. */
  private static @Nullable Object plain(Method method) {
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return method.getName().equals("isValid") || method.getName().equals("getAutoCommit");
    }
    if (type == int.class) {
      return 0;
    }
    return type == String.class ? "" : null;
  }

  /** A call without the proxy it was made on. */
  private interface Call {
    @Nullable Object on(Method method, Object @Nullable [] arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    InvocationHandler handler =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "toString" -> type.getSimpleName();
              case "hashCode" -> System.identityHashCode(self);
              case "equals" -> self == arguments[0];
              default -> call.on(method, arguments);
            };
    return type.cast(
        Proxy.newProxyInstance(
            RecordingDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public boolean acceptsURL(String url) {
    return real.containsKey(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public void close() {
    try {
      DriverManager.deregisterDriver(this);
    } catch (SQLException e) {
      throw new IllegalStateException("Ending the stand-in for a database", e);
    }
  }
}
