package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.access.Audit;
import dev.patchbay.access.Scope;
import dev.patchbay.db.Database;
import dev.patchbay.tracking.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerResponse;

/** Answers a call with all its rows as CSV, page by page, so that memory holds one page. */
final class ApiExport {

  private final Database database;
  private final Audit audit;

  ApiExport(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** One page of rows as written, and where the next one begins. */
  private record Written(List<JsonNode> rows, @Nullable String next) {}

  ServerResponse answer(ApiCall call) throws RefusedException {
    ApiShape shape = new ApiShape(call.caller().may(Scope.READ_PERSONAL));
    // The first page is read before anything is sent: what is refused gets its status.
    Written first = written(call, shape);
    return ServerResponse.ok()
        .build(
            (request, response) -> {
              send(call, shape, first, response);
              return null;
            });
  }

  private void send(ApiCall call, ApiShape shape, Written first, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/csv;charset=utf-8");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName(call) + "\"");
    ApiCsv csv = new ApiCsv(row(call.route()));
    OutputStream out = response.getOutputStream();
    long rows = 0;
    try {
      out.write(csv.header().getBytes(StandardCharsets.UTF_8));
      Written page = first;
      while (true) {
        for (JsonNode row : page.rows()) {
          out.write(csv.line(row).getBytes(StandardCharsets.UTF_8));
          rows++;
        }
        String next = page.next();
        if (next == null) {
          break;
        }
        page = written(call.from(ApiRouter.cursor(call.route()), next), shape);
      }
    } catch (RefusedException e) {
      throw new IOException("A later page of an export was refused", e);
    } finally {
      long sent = rows;
      database.inTransaction(
          sql -> {
            audit.append(sql, call.caller().name(), "export", ApiDesk.what(call), null, sent);
            return true;
          });
    }
  }

  private Written written(ApiCall call, ApiShape shape) throws RefusedException {
    return ApiDesk.inTransaction(
        database,
        sql -> {
          Object answer = call.route().handler().handle(sql, call);
          List<JsonNode> rows = new ArrayList<>();
          if (answer instanceof Page<?> page) {
            page.rows().forEach(row -> rows.add(shape.write(row)));
            return new Written(rows, page.next());
          }
          shape.write(answer).path("rows").forEach(rows::add);
          return new Written(rows, null);
        });
  }

  private static Class<?> row(ApiRoute route) {
    return route.list() != null ? route.answer() : Objects.requireNonNull(route.rows());
  }

  private static String fileName(ApiCall call) {
    String path = call.route().path().replace("/api/v1/", "").replace("/{id}", "");
    return path.replace('/', '-') + ".csv";
  }
}
