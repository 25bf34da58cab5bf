package dev.patchbay.route;

import dev.patchbay.thread.Daemons;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a mail folder is looked at: every so often, and besides at once when the server tells
 * of new mails (IMAP IDLE, RFC 2177) on a connection that is kept open for that. The looking itself
 * stays with Camel, so that what IDLE misses, the next look finds.
 *
 * <p>A lost connection is opened again, after pauses that grow; a server without IDLE is only
 * looked at.
 */
public final class MailWatch extends DefaultScheduledPollConsumerScheduler {

  private static final Logger log = LoggerFactory.getLogger(MailWatch.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int CONNECT_MILLIS = 15_000;

  /** Servers end an IDLE after half an hour, routers forget silent connections before. */
  private static final int SILENCE_MILLIS = 9 * 60_000;

  private String protocol = "imaps";
  private String host = "";
  private int port = 993;
  private String username = "";
  private String password = "";
  private String folder = "INBOX";
  private boolean idle = true;
  private @Nullable Runnable look;
  private volatile CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Thread watcher;
  private volatile @Nullable IMAPStore open;

  /** {@code imaps} or {@code imap}. */
  public void setProtocol(String protocol) {
    this.protocol = protocol;
  }

  /** The mail server. */
  public void setHost(String host) {
    this.host = host;
  }

  /** Its port. */
  public void setPort(int port) {
    this.port = port;
  }

  /** User name of the mailbox. */
  public void setUsername(String username) {
    this.username = username;
  }

  /** Its password. */
  public void setPassword(String password) {
    this.password = password;
  }

  /** The folder to watch. */
  public void setFolder(String folder) {
    this.folder = folder;
  }

  /** Whether the server is asked to tell of new mails. */
  public void setIdle(boolean idle) {
    this.idle = idle;
  }

  @Override
  public void scheduleTask(Runnable task) {
    look = task;
    super.scheduleTask(task);
  }

  @Override
  public void startScheduler() {
    super.startScheduler();
    if (idle && watcher == null) {
      stopped = new CountDownLatch(1);
      Thread thread = Daemons.thread(this::watch, "mail-watch");
      watcher = thread;
      thread.start();
    }
  }

  @Override
  protected void doStop() throws Exception {
    Thread thread = watcher;
    watcher = null;
    stopped.countDown();
    if (thread != null) {
      thread.interrupt();
    }
    close(open);
    super.doStop();
  }

  private void watch() {
    Duration pause = FIRST_PAUSE;
    while (isWatching()) {
      long since = System.nanoTime();
      try {
        if (!listen()) {
          log.info("The mail server at {} does not tell of new mails: it is only looked at", host);
          return;
        }
      } catch (MessagingException | RuntimeException e) {
        // A connection that had been quiet for long is opened again without ado.
        log.debug("Watching the mailbox at {}: {}", host, e.getClass().getSimpleName());
      }
      boolean lasted = System.nanoTime() - since > LONGEST_PAUSE.toNanos();
      pause = lasted ? FIRST_PAUSE : pause;
      if (!rest(pause)) {
        return;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** Until the connection is lost; {@code false} when the server has no IDLE. */
  private boolean listen() throws MessagingException {
    IMAPStore store = (IMAPStore) session().getStore(protocol);
    open = store;
    try {
      store.connect(host, port, username, password);
      if (!store.hasCapability("IDLE")) {
        return false;
      }
      IMAPFolder watched = (IMAPFolder) store.getFolder(folder);
      watched.open(Folder.READ_ONLY);
      while (isWatching() && watched.isOpen()) {
        // Also what came while nobody listened.
        lookNow();
        watched.idle(true);
      }
      return true;
    } finally {
      open = null;
      close(store);
    }
  }

  private void lookNow() {
    ScheduledExecutorService looks = getScheduledExecutorService();
    Runnable task = look;
    if (looks != null && task != null && !looks.isShutdown()) {
      // One thread looks: never twice at once.
      looks.execute(task);
    }
  }

  private Session session() {
    Properties properties = new Properties();
    String prefix = "mail." + protocol + ".";
    properties.setProperty(prefix + "connectiontimeout", Integer.toString(CONNECT_MILLIS));
    properties.setProperty(prefix + "timeout", Integer.toString(SILENCE_MILLIS));
    properties.setProperty(prefix + "writetimeout", Integer.toString(CONNECT_MILLIS));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    return Session.getInstance(properties);
  }

  private boolean isWatching() {
    return Thread.currentThread() == watcher;
  }

  private boolean rest(Duration pause) {
    try {
      return !stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void close(@Nullable IMAPStore store) {
    try {
      if (store != null) {
        store.close();
      }
    } catch (MessagingException | RuntimeException e) {
      // It was lost already.
    }
  }
}
