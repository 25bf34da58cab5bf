package dev.patchbay.route;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Dovecot and a Postfix of the distribution, private to a test: on free loopback ports, with
 * settings, mails and logs in a folder of their own. Dovecot runs without rights; Postfix can be
 * started by root only.
 */
final class DebianMail implements AutoCloseable {

  static final Path DOVECOT = Path.of("/usr/sbin/dovecot");
  static final Path LMTP = Path.of("/usr/lib/dovecot/lmtp");
  static final Path POSTFIX = Path.of("/usr/sbin/postfix");
  static final String PASSWORD = "made-up & {password}";

  private static final String NOBODY = "nobody";

  final int imap = freePort();
  final int lmtp = freePort();
  final int smtp = freePort();
  private final Path folder;
  private Process dovecot;
  private boolean postfix;

  private DebianMail(Path folder) {
    this.folder = folder;
  }

  /** Whether Postfix can be started here. */
  static boolean hasPostfix() {
    return Files.isExecutable(POSTFIX) && isRoot();
  }

  static DebianMail start() throws IOException {
    DebianMail mail = new DebianMail(Files.createTempDirectory("patchbay-mail"));
    run("chmod", "755", mail.folder.toString());
    for (String name : List.of("run", "state", "mail", "home")) {
      Files.createDirectories(mail.folder.resolve("dovecot").resolve(name));
    }
    mail.configureDovecot();
    if (isRoot()) {
      run("chown", "-R", NOBODY, mail.folder.resolve("dovecot").toString());
    }
    mail.startDovecot();
    return mail;
  }

  void startDovecot() throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=nogroup", "--clear-groups"));
    }
    command.addAll(
        List.of(DOVECOT.toString(), "-F", "-c", folder.resolve("dovecot/dovecot.conf").toString()));
    dovecot =
        new ProcessBuilder(command)
            .directory(folder.resolve("dovecot").toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("dovecot.out").toFile())
            .start();
    awaitPort(imap);
    awaitPort(lmtp);
  }

  /** Ends Dovecot and its children at once. */
  void killDovecot() {
    List<ProcessHandle> all =
        Stream.concat(dovecot.descendants(), Stream.of(dovecot.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  void startPostfix() throws IOException {
    Path base = Files.createDirectories(folder.resolve("postfix"));
    Path etc = Files.createDirectories(base.resolve("etc"));
    Path queue = Files.createDirectories(base.resolve("queue"));
    Path data = Files.createDirectories(base.resolve("data"));
    run("chown", "postfix", data.toString());
    Files.writeString(
        etc.resolve("main.cf"),
        """
        compatibility_level = 3.6
        queue_directory = %s
        data_directory = %s
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = mx.example.test
        mydestination =
        alias_maps =
        local_recipient_maps =
        mynetworks = 127.0.0.0/8
        smtpd_relay_restrictions = permit_mynetworks, reject
        virtual_mailbox_domains = example.test
        virtual_transport = lmtp:inet:127.0.0.1:%d
        minimal_backoff_time = 1s
        maximal_backoff_time = 2s
        queue_run_delay = 1s
        transport_retry_time = 1s
        maillog_file_prefixes = %s
        maillog_file = %s
        """
            .formatted(queue, data, lmtp, base, base.resolve("log")),
        StandardCharsets.UTF_8);
    StringBuilder master =
        new StringBuilder("127.0.0.1:%d inet n - n - - smtpd\n".formatted(smtp))
            .append("postlog unix-dgram n - n - 1 postlogd\n")
            .append(
                "pickup unix n - n 60 1 pickup\nqmgr unix n - n 1 1 qmgr\n"
                    + "cleanup unix n - n - 0 cleanup\n");
    for (String service :
        List.of(
            "rewrite trivial-rewrite",
            "bounce bounce",
            "defer bounce",
            "trace bounce",
            "verify verify",
            "flush flush",
            "proxymap proxymap",
            "smtp smtp",
            "lmtp lmtp",
            "anvil anvil",
            "scache scache",
            "error error",
            "retry error",
            "discard discard")) {
      String[] names = service.split(" ");
      master.append("%s unix - - n - 0 %s\n".formatted(names[0], names[1]));
    }
    Files.writeString(etc.resolve("master.cf"), master, StandardCharsets.UTF_8);
    run(POSTFIX.toString(), "-c", etc.toString(), "start");
    postfix = true;
    awaitPort(smtp);
  }

  /** Hands a mail to Dovecot as a mail server does (LMTP). */
  void deliver(String user, String mail) throws IOException {
    talk(lmtp, "LHLO", user, mail);
  }

  /** Sends a mail by Postfix (SMTP). */
  void send(String user, String mail) throws IOException {
    talk(smtp, "EHLO", user + "@example.test", mail);
  }

  private static void talk(int port, String hello, String to, String mail) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = socket.getOutputStream();
      answer(in, "2");
      say(out, in, hello + " test.example", "2");
      say(out, in, "MAIL FROM:<no-reply@forms.example.com>", "2");
      say(out, in, "RCPT TO:<" + to + ">", "2");
      say(out, in, "DATA", "3");
      say(out, in, mail.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n.", "2");
      say(out, in, "QUIT", "2");
    }
  }

  private static void say(OutputStream out, BufferedReader in, String line, String expected)
      throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    answer(in, expected);
  }

  private static void answer(BufferedReader in, String expected) throws IOException {
    String line = in.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = in.readLine();
    }
    if (line == null || !line.startsWith(expected)) {
      throw new IOException("The mail server said " + line);
    }
  }

  private void configureDovecot() throws IOException {
    Path base = folder.resolve("dovecot");
    String user = isRoot() ? NOBODY : System.getProperty("user.name");
    String group = isRoot() ? "nogroup" : output("id", "-gn");
    Files.writeString(
        base.resolve("dovecot.conf"),
        """
        base_dir = %1$s/run
        state_dir = %1$s/state
        log_path = %1$s/log
        protocols = imap lmtp
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        first_valid_uid = 1
        default_internal_user = %2$s
        default_internal_group = %3$s
        default_login_user = %2$s
        mail_location = maildir:%1$s/mail/%%u
        auth_mechanisms = plain login
        auth_username_format = %%n
        passdb {
          driver = passwd-file
          args = %1$s/users
        }
        userdb {
          driver = static
          args = uid=%2$s gid=%3$s home=%1$s/home/%%u allow_all_users=yes
        }
        service imap-login {
          chroot =
          inet_listener imap {
            address = 127.0.0.1
            port = %4$d
          }
          inet_listener imaps {
            port = 0
          }
        }
        service lmtp {
          chroot =
          user = %2$s
          inet_listener lmtp {
            address = 127.0.0.1
            port = %5$d
          }
        }
        service anvil {
          chroot =
        }
        """
            .formatted(base, user, group, imap, lmtp),
        StandardCharsets.UTF_8);
    Files.writeString(
        base.resolve("users"), "desk:{PLAIN}" + PASSWORD + "\n", StandardCharsets.UTF_8);
  }

  /** What both wrote into their logs. */
  String logs() {
    StringBuilder all = new StringBuilder();
    for (String name : List.of("dovecot.out", "dovecot/log", "postfix/log")) {
      Path log = folder.resolve(name);
      try {
        all.append(Files.exists(log) ? Files.readString(log) : "");
      } catch (IOException e) {
        all.append(name).append(" cannot be read\n");
      }
    }
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    if (postfix) {
      run(POSTFIX.toString(), "-c", folder.resolve("postfix/etc").toString(), "stop");
    }
    killDovecot();
    run("rm", "-rf", folder.toString());
  }

  private void awaitPort(int port) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new IOException("Nobody listens on port " + port + ": " + logs(), e);
        }
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void run(String... command) throws IOException {
    output(command);
  }

  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + said);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return said.strip();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
