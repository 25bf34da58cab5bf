package dev.patchbay;

import dev.patchbay.cli.HubRefusedException;
import dev.patchbay.cli.HubStarter.RunningHub;
import dev.patchbay.cli.PatchbayCommand;
import dev.patchbay.diagnostic.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The program. */
@SpringBootConfiguration
@HubAutoConfigurations
public class Application {

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = PatchbayCommand.execute(Application::start, args);
    System.exit(code);
  }

  private static RunningHub start(Map<String, String> properties) {
    SpringApplication application = new SpringApplication(Application.class);
    String[] settings =
        Stream.concat(
                Stream.of("--spring.config.name=patchbay-hub"),
                properties.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue()))
            .toArray(String[]::new);
    ConfigurableApplicationContext context;
    try {
      context = application.run(settings);
    } catch (RuntimeException e) {
      List<Finding> findings = Refusals.findings(e);
      if (findings.isEmpty()) {
        throw e;
      }
      throw new HubRefusedException(findings, e);
    }
    return new RunningHub() {
      @Override
      public int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
      }

      @Override
      public void close() {
        context.close();
      }
    };
  }
}
