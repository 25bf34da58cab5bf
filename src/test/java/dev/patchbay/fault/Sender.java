package dev.patchbay.fault;

import dev.patchbay.fault.HttpStream.Received;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A vendor's connection to the hub: kept open while it holds, made again when it broke. */
public final class Sender implements AutoCloseable {

  /**
   * What became of one request.
   *
   * @param status 0 where there was no answer
   * @param retryAfter the header's text, or {@code null}
   */
  public record Answer(int status, String retryAfter) {

    static final Answer NONE = new Answer(0, null);

    /** Whether the hub has taken it. */
    public boolean isAcknowledged() {
      return status / 100 == 2;
    }
  }

  private static final int CONNECT_MILLIS = 2_000;

  private final int port;
  private final int timeoutMillis;
  private HttpStream stream;

  /** To a loopback port; an answer that takes longer than the timeout counts as none. */
  public Sender(int port, int timeoutMillis) {
    this.port = port;
    this.timeoutMillis = timeoutMillis;
  }

  /** Sends a whole request and waits for the answer. */
  public Answer send(byte[] request) {
    try {
      if (stream == null) {
        Socket socket = new Socket();
        socket.setSoTimeout(timeoutMillis);
        socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
        stream = new HttpStream(socket);
      }
      stream.write(request);
      Received answer = stream.read();
      if (answer == null) {
        close();
        return Answer.NONE;
      }
      if (answer.isLast()) {
        close();
      }
      return new Answer(answer.status(), answer.headers().get("retry-after"));
    } catch (IOException e) {
      close();
      return Answer.NONE;
    }
  }

  @Override
  public void close() {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // It was broken already.
      }
      stream = null;
    }
  }
}
