package dev.patchbay.route;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.SearchTerm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailMessage;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mail folder by UID from the cursor on: as {@code searchTerm} of a mail endpoint it picks
 * the mails after the position, and {@link #read} turns each into its raw bytes.
 *
 * <p>The position is {@code <UIDVALIDITY>:<UID>}. When the server numbers the folder anew, reading
 * starts over, and the inbox knows the repeats by their Message-ID.
 */
public final class MailCursor extends SearchTerm implements CamelContextAware {

  private static final long serialVersionUID = 1L;
  private static final int MAXIMUM_BYTES = 10 * 1024 * 1024;
  private static final int MAXIMUM_HEADER_CHARACTERS = 64 * 1024;
  private static final int MAXIMUM_ID_CHARACTERS = 500;

  private transient @Nullable CamelContext context;
  private @Nullable String cursor;
  private transient Set<Integer> wanted = Set.of();
  private transient int last = Integer.MAX_VALUE;

  /** Set by Camel. */
  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  public @Nullable CamelContext getCamelContext() {
    return context;
  }

  /** Name of the cursor bean, from the Kamelet's {@code cursor} property. */
  public void setCursor(String cursor) {
    this.cursor = cursor;
  }

  /** Whether a mail comes after the position. A search asks in ascending order of numbers. */
  @Override
  public boolean match(Message mail) {
    int number = mail.getMessageNumber();
    if (number <= last) {
      wanted = after(mail.getFolder());
    }
    last = number;
    return wanted.contains(number);
  }

  private Set<Integer> after(Folder folder) {
    if (!(folder instanceof UIDFolder numbered)) {
      throw new IllegalStateException("Reading mail by UID needs IMAP; POP3 has no folder UIDs");
    }
    try {
      long from = 1;
      String position = position();
      String validity = numbered.getUIDValidity() + ":";
      if (position != null && position.startsWith(validity)) {
        from = Long.parseLong(position.substring(validity.length())) + 1;
      }
      Set<Integer> numbers = new HashSet<>();
      for (Message mail : numbered.getMessagesByUID(from, UIDFolder.LASTUID)) {
        // A server answers n:* with the last mail even when its UID is below n.
        if (mail != null && numbered.getUID(mail) >= from) {
          numbers.add(mail.getMessageNumber());
        }
      }
      return numbers;
    } catch (MessagingException e) {
      throw new IllegalStateException("Asking the mail server for new mails", e);
    }
  }

  private @Nullable String position() {
    if (context == null || cursor == null) {
      throw new IllegalStateException("The Kamelet's mail bean lacks its property `cursor`");
    }
    SourceCursor bean = context.getRegistry().lookupByNameAndType(cursor, SourceCursor.class);
    if (bean == null) {
      throw new IllegalStateException("There is no cursor bean '" + cursor + "'");
    }
    return bean.position().orElse(null);
  }

  /** Puts the raw mail, its id and its position in place of what Camel made of it. */
  public void read(Exchange exchange) throws MessagingException, IOException {
    MimeMessage mail = (MimeMessage) exchange.getMessage(MailMessage.class).getOriginalMessage();
    UIDFolder folder = (UIDFolder) mail.getFolder();
    String position = folder.getUIDValidity() + ":" + folder.getUID(mail);
    String id = mail.getMessageID();
    DefaultMessage message = new DefaultMessage(exchange.getContext());
    message.setHeader(Headers.CURSOR, position);
    message.setHeader(
        Headers.MESSAGE_ID,
        id == null || id.isBlank() || id.length() > MAXIMUM_ID_CHARACTERS ? position : id.strip());
    byte[] whole = mail.getSize() > MAXIMUM_BYTES ? null : whole(mail);
    if (whole == null) {
      message.setBody(headerBlock(mail));
      message.setHeader(Exchange.CONTENT_TYPE, "text/rfc822-headers");
    } else {
      message.setBody(whole);
      message.setHeader(Exchange.CONTENT_TYPE, "message/rfc822");
    }
    exchange.setMessage(message);
  }

  private static byte @Nullable [] whole(MimeMessage mail) throws MessagingException, IOException {
    Bounded bytes = new Bounded();
    try {
      mail.writeTo(bytes);
    } catch (IOException e) {
      if (bytes.full) {
        return null;
      }
      throw e;
    }
    return bytes.kept.toByteArray();
  }

  private static byte[] headerBlock(MimeMessage mail) throws MessagingException {
    StringBuilder block =
        new StringBuilder("X-Patchbay-Too-Large: ").append(mail.getSize()).append("\r\n");
    Enumeration<String> lines = mail.getAllHeaderLines();
    while (lines.hasMoreElements() && block.length() < MAXIMUM_HEADER_CHARACTERS) {
      block.append(lines.nextElement()).append("\r\n");
    }
    return block.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Keeps what fits, for a server that gave a wrong size. */
  private static final class Bounded extends OutputStream {
    final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    boolean full;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (kept.size() + length > MAXIMUM_BYTES) {
        full = true;
        throw new IOException("The mail is longer than its size");
      }
      kept.write(bytes, offset, length);
    }
  }
}
