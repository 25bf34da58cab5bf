package dev.patchbay;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Random;

/** Holds the floors of the house: imports go strictly down. */
@AnalyzeClasses(packages = "dev.patchbay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "dev.patchbay";

  /** The one table. A higher floor may use any lower floor, never its own or a higher one. */
  private static final Map<String, Integer> FLOORS =
      Map.ofEntries(
          Map.entry("event", 0),
          Map.entry("diagnostic", 0),
          Map.entry("thread", 0),
          Map.entry("yaml", 5),
          Map.entry("metrics", 10),
          Map.entry("db", 10),
          Map.entry("mapping", 10),
          Map.entry("connector", 10),
          Map.entry("credential", 20),
          Map.entry("doubles", 20),
          Map.entry("inbox", 20),
          Map.entry("normalize", 20),
          Map.entry("customer", 20),
          Map.entry("eventlog", 20),
          Map.entry("outbox", 20),
          Map.entry("stack", 20),
          Map.entry("lead", 25),
          Map.entry("access", 20),
          Map.entry("tracking", 30),
          Map.entry("today", 45),
          Map.entry("delivery", 30),
          Map.entry("plan", 30),
          Map.entry("tools", 35),
          Map.entry("report", 38),
          Map.entry("pipeline", 40),
          Map.entry("route", 50),
          Map.entry("web", 60),
          Map.entry("signin", 61),
          Map.entry("dashboard", 62),
          Map.entry("past", 62),
          Map.entry("demo", 65),
          Map.entry("cli", 70),
          Map.entry("", 80));

  @ArchTest
  static final ArchRule importsGoStrictlyDown =
      classes().that().resideInAPackage(BASE + "..").should(useLowerFloorsOnly());

  @ArchTest
  static final ArchRule onlyRouteTouchesCamel =
      noClasses()
          .that(not(resideInAnyPackage(BASE + ".route..", BASE + ".demo..", BASE)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..")
          .because(
              "Camel stays in dev.patchbay.route; give that package an interface of a lower floor to"
                  + " implement, as delivery.Sender is");

  @ArchTest
  static final ArchRule onlyWebTouchesSpringMvc =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      BASE + ".web..", BASE + ".signin..", BASE + ".dashboard..", BASE)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework.web..", "jakarta.servlet..")
          .because(
              "HTTP stays in dev.patchbay.web, signin and dashboard; pass plain values down from"
                  + " there");

  @ArchTest
  static final ArchRule onlySigninTouchesSpringSecurity =
      noClasses()
          .that(not(resideInAnyPackage(BASE + ".signin..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework.security..")
          .because("who may see a page is decided in dev.patchbay.signin; ask it who calls");

  @ArchTest
  static final ArchRule floorZeroKnowsOnlyTheJdk =
      classes()
          .that()
          .resideInAnyPackage(BASE + ".event..", BASE + ".diagnostic..", BASE + ".thread..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", BASE + ".event..", BASE + ".diagnostic..")
          .because("records on floor 0 are plain; put library code on floor 1 or higher");

  @ArchTest
  static final ArchRule timeIsAParameter =
      noClasses()
          .that(not(resideInAnyPackage(BASE + ".cli..", BASE)))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callConstructor(Random.class)
          .because(
              "time, chance and the environment are passed in: take a java.time.Clock, a"
                  + " RandomGenerator or a setting in the constructor");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Base)$")
          .because("such a name says nothing; name the type after what it stands for");

  private static ArchCondition<JavaClass> useLowerFloorsOnly() {
    return new ArchCondition<>("use lower floors only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = packageOf(type);
        Integer floor = FLOORS.get(from);
        if (floor == null) {
          events.add(
              SimpleConditionEvent.violated(
                  type,
                  "package '%s' has no floor: add it to the table in ArchitectureTest and to the design"
                      .formatted(from)));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass();
          if (!target.getPackageName().startsWith(BASE)) {
            continue;
          }
          String to = packageOf(target);
          if (!to.equals(from) && FLOORS.getOrDefault(to, Integer.MAX_VALUE) >= floor) {
            events.add(
                SimpleConditionEvent.violated(
                    type,
                    "%s. '%s' (floor %d) may not use '%s' (floor %s): move the type down, or let '%s' implement an interface that '%s' owns"
                        .formatted(
                            dependency.getDescription(),
                            from,
                            floor,
                            to,
                            FLOORS.get(to),
                            to,
                            from)));
          }
        }
      }
    };
  }

  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(BASE)) {
      return "";
    }
    String rest = name.substring(BASE.length() + 1);
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
