package dev.patchbay.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.access.Personal;
import dev.patchbay.access.Scope;
import dev.patchbay.customer.Customer;
import dev.patchbay.customer.Customers;
import dev.patchbay.tools.CustomerExport;
import dev.patchbay.tools.Erasure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpMethod;

/** Everything that is held of one customer, to be given to them or to be erased. */
final class ErasureApi implements ApiPart {

  private final Customers customers;
  private final CustomerExport export;
  private final Erasure erasure;

  ErasureApi(Customers customers, CustomerExport export, Erasure erasure) {
    this.customers = customers;
    this.export = export;
    this.erasure = erasure;
  }

  /** Why somebody is erased. */
  record ErasureBody(String why) {}

  /** All rows of one customer by table, raw messages in base64, and what tools hold. */
  record ExportAnswer(UUID customer, @Personal JsonNode everything) {}

  @Override
  public List<ApiRoute> routes() {
    return List.of(
        ApiRoute.get(
                "/api/v1/customers/{id}/export",
                "Everything that is held of one customer.",
                List.of(),
                ExportAnswer.class,
                this::export)
            .needing(Scope.ADMIN),
        ApiRoute.get(
                "/api/v1/customers/{id}/erasure",
                "What erasing one customer would do: here, in the tools that can be told, and by hand.",
                List.of(),
                Erasure.Preview.class,
                (sql, call) -> erasure.preview(sql, known(sql, call)))
            .needing(Scope.ADMIN),
        ApiRoute.act(
            HttpMethod.DELETE,
            "/api/v1/customers/{id}",
            Scope.ADMIN,
            "Erases one customer here and in the tools that can be told; names those that cannot.",
            ErasureBody.class,
            Erasure.Erased.class,
            this::erase));
  }

  private Object export(Connection sql, ApiCall call) throws SQLException, RefusedException {
    UUID id = known(sql, call);
    return new ExportAnswer(id, export.of(sql, id));
  }

  private Object erase(Connection sql, ApiCall call) throws SQLException, RefusedException {
    return erasure.erase(sql, known(sql, call));
  }

  private UUID known(Connection sql, ApiCall call) throws SQLException, RefusedException {
    return customers.find(sql, call.id()).map(Customer::id).orElseThrow(ApiCall::notFound);
  }
}
