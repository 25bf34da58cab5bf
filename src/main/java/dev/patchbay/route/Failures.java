package dev.patchbay.route;

import dev.patchbay.credential.SignInException;
import dev.patchbay.delivery.Reply;
import dev.patchbay.delivery.Reply.Failure;
import dev.patchbay.mapping.MappingException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Says what kind of failure an exception is. Messages of exceptions are not passed on: a database
 * quotes the row and a mail server the address.
 */
final class Failures {

  private static final int DEPTH = 20;

  private Failures() {}

  static Reply reply(Throwable thrown) {
    if (thrown instanceof ToldView.StillToBeSentException) {
      return Reply.waiting(
          "An earlier delivery of the same call, deal or sale is still to be sent.");
    }
    HttpOperationFailedException http =
        find(thrown, HttpOperationFailedException.class).orElse(null);
    if (http != null) {
      return new Reply(http.getStatusCode(), Map.of(), http.getResponseBody(), null);
    }
    List<Throwable> chain = chain(thrown);
    for (int i = chain.size() - 1; i >= 0; i--) {
      Failure failure = failure(chain.get(i));
      if (failure != null) {
        return Reply.failed(failure);
      }
    }
    String type = root(thrown).getClass().getSimpleName();
    return Reply.failed(new Failure("other", type, null, "Sending ended with " + type + "."));
  }

  /** The first of a failure and its causes that is of a type. */
  static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    return chain(thrown).stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** What a failure began with. */
  static Throwable root(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    return chain.get(chain.size() - 1);
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    Throwable next = thrown;
    while (next != null && chain.size() < DEPTH && !chain.contains(next)) {
      chain.add(next);
      next = next.getCause();
    }
    return chain;
  }

  private static @Nullable Failure failure(Throwable link) {
    String type = link.getClass().getSimpleName();
    if (link instanceof MappingException mapping) {
      return new Failure("mapping", type, null, mapping.finding().toString());
    }
    if (link instanceof SignInException signIn) {
      return new Failure(
          signIn.isEnded() ? "sign-in-ended" : "sign-in",
          type,
          null,
          String.valueOf(signIn.getMessage()));
    }
    if (link instanceof AddressRefusedException refused) {
      return new Failure("address-refused", type, null, refused.getMessage() + ".");
    }
    if (link instanceof SQLException sql) {
      return new Failure(
          "sql", type, sql.getSQLState(), "The database said " + sql.getSQLState() + ".");
    }
    if (link instanceof MessagingException mail) {
      return mail(mail, type);
    }
    if (link instanceof FileSystemException file) {
      return new Failure("file", type, null, file(file));
    }
    if (link instanceof UnknownHostException) {
      return new Failure("dns", type, null, "The host's name is not known.");
    }
    if (link instanceof SSLException) {
      return new Failure("tls", type, null, "No secure connection could be made.");
    }
    if (link instanceof ConnectTimeoutException) {
      return new Failure("connect", type, null, "No connection in time.");
    }
    if (link instanceof InterruptedIOException || link instanceof TimeoutException) {
      return new Failure("timeout", type, null, "No answer in time.");
    }
    if (link instanceof SocketException
        || link instanceof NoHttpResponseException
        || link instanceof ConnectionClosedException) {
      return new Failure("connect", type, null, "The connection was refused or broke off.");
    }
    return null;
  }

  private static String file(FileSystemException file) {
    if (file instanceof NoSuchFileException || file instanceof NotDirectoryException) {
      return "The folder is not there.";
    }
    if (file instanceof AccessDeniedException) {
      return "The folder or file may not be written.";
    }
    String reason = file.getReason();
    return "The file could not be written" + (reason == null ? "." : ": " + reason + ".");
  }

  private static @Nullable Failure mail(MessagingException mail, String type) {
    if (mail.getNextException() instanceof SocketException
        || mail.getNextException() instanceof UnknownHostException
        || mail.getNextException() instanceof InterruptedIOException) {
      return failure(mail.getNextException());
    }
    String code = smtpStatus(mail);
    if (mail instanceof AuthenticationFailedException) {
      return new Failure("mail", type, code, "The mail server refused the login.");
    }
    return new Failure(
        "mail",
        type,
        code,
        code == null
            ? "The mail server did not take the mail."
            : "The mail server did not take the mail: status " + code + ".");
  }

  /** The SMTP status a mail library's message begins with, or {@code null}. */
  private static @Nullable String smtpStatus(MessagingException mail) {
    for (Exception next = mail;
        next instanceof MessagingException link;
        next = link.getNextException()) {
      String text = link.getMessage();
      if (text != null && text.matches("(?s)[245]\\d\\d[ -].*")) {
        return text.substring(0, 3);
      }
    }
    return null;
  }
}
