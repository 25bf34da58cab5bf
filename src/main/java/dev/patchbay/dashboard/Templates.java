package dev.patchbay.dashboard;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * The templates, filled in by an engine of our own: an application around this library keeps its
 * own views. Made when the first page is asked for, so that a start does not pay for it.
 */
final class Templates {

  private static final String FOLDER = "dev/patchbay/dashboard/templates/";

  private volatile @Nullable TemplateEngine engine;

  /** Fills in {@code name}, or with {@code name :: fragment} a part of it. */
  String fill(String template, Map<String, Object> values) {
    int part = template.indexOf("::");
    String name = part < 0 ? template : template.substring(0, part).strip();
    Set<String> fragments = part < 0 ? Set.of() : Set.of(template.substring(part + 2).strip());
    return engine().process(name, fragments, new Context(Locale.US, values));
  }

  private TemplateEngine engine() {
    TemplateEngine made = engine;
    if (made == null) {
      synchronized (this) {
        made = engine;
        if (made == null) {
          made = make();
          engine = made;
        }
      }
    }
    return made;
  }

  private static TemplateEngine make() {
    ClassLoaderTemplateResolver resolver =
        new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
    resolver.setPrefix(FOLDER);
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.HTML);
    resolver.setCharacterEncoding("UTF-8");
    SpringTemplateEngine made = new SpringTemplateEngine();
    made.setTemplateResolver(resolver);
    return made;
  }
}
