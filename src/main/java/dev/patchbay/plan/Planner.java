package dev.patchbay.plan;

import dev.patchbay.connector.Catalog;
import dev.patchbay.customer.IdentityRules;
import dev.patchbay.diagnostic.Finding;
import dev.patchbay.lead.LeadRules;
import dev.patchbay.stack.StackFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Resolves a stack against the catalog. */
public final class Planner {

  private final Catalog catalog;
  private final Function<String, Optional<String>> environment;
  private final Function<Path, Optional<String>> files;
  private final MappingCompiler compiler;

  /**
   * A planner.
   *
   * @param environment value of an environment variable, for {@code ${env:NAME}}
   * @param files text of a file, for {@code ${file:PATH}} and users' own mappings
   */
  public Planner(
      Catalog catalog,
      Function<String, Optional<String>> environment,
      Function<Path, Optional<String>> files,
      MappingCompiler compiler) {
    this.catalog = catalog;
    this.environment = environment;
    this.files = files;
    this.compiler = compiler;
  }

  /** A planner that reads files from disk. */
  public static Planner of(
      Catalog catalog, Function<String, Optional<String>> environment, MappingCompiler compiler) {
    return new Planner(catalog, environment, References::fromDisk, compiler);
  }

  /**
   * Plans a stack. Everything wrong is in the plan's findings, those of the file first; with an
   * error among them the plan is not complete and must not run.
   */
  public Plan plan(StackFile stack) {
    List<Finding> findings = new ArrayList<>(stack.findings());
    References references = new References(environment, files, stack.folder());
    Map<String, PlannedConnection> connections =
        ConnectionPlanner.all(stack, catalog, references, findings);
    List<PlannedFlow> flows = new FlowPlanner(stack, connections, compiler, findings).plan();
    new ApartCheck(stack, connections, flows, findings).check();
    new MappingCheck(stack, files, compiler, findings).check(connections.values());
    RulesPlanner rules = new RulesPlanner(stack, connections, findings);
    IdentityRules identity = rules.identity();
    LeadRules leads = rules.leads();
    return new Plan(
        stack.name(),
        stack.folder(),
        stack.region(),
        stack.timezone(),
        stack.publicUrl(),
        Set.copyOf(stack.allowedHosts()),
        identity,
        leads,
        stack.reportAt(),
        stack.keepPayloads(),
        connections,
        flows,
        List.copyOf(findings));
  }
}
