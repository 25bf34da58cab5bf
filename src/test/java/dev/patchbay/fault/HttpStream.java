package dev.patchbay.fault;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One side of an HTTP/1.1 conversation on a blocking socket: as little as load and sink need. */
final class HttpStream implements Closeable {

  /**
   * A request or an answer.
   *
   * @param start its first line
   * @param headers by lower-case name
   */
  record Received(String start, Map<String, String> headers, byte[] body) {

    /** Status of an answer. */
    int status() {
      return Integer.parseInt(start.substring(9, 12));
    }

    /** Whether the other side will close the connection after it. */
    boolean isLast() {
      return "close".equalsIgnoreCase(headers.get("connection"));
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[16_384];
  private int position;
  private int limit;

  HttpStream(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Sends bytes as they are, in one write. */
  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** The next request or answer; {@code null} when the other side has closed before it. */
  Received read() throws IOException {
    if (position == limit && !fill()) {
      return null;
    }
    String start = line();
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body =
        "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
            ? chunks()
            : bytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Received(start, headers, body);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(bytes(size));
      line();
    }
    while (!line().isEmpty()) {
      continue;
    }
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    String line = line();
    int semicolon = line.indexOf(';');
    return Integer.parseInt((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
  }

  private String line() throws IOException {
    int from = position;
    while (true) {
      for (int i = from; i < limit; i++) {
        if (buffer[i] == '\n') {
          int end = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
          String line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
          position = i + 1;
          return line;
        }
      }
      int read = limit - position;
      if (read == buffer.length) {
        throw new IOException("A line of more than %d bytes".formatted(buffer.length));
      }
      if (!fill()) {
        throw new EOFException("The connection ended within a line");
      }
      from = position + read;
    }
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    int had = Math.min(count, limit - position);
    System.arraycopy(buffer, position, bytes, 0, had);
    position += had;
    if (in.readNBytes(bytes, had, count - had) < count - had) {
      throw new EOFException("The connection ended within a body");
    }
    return bytes;
  }

  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(read, 0);
    return read > 0;
  }
}
