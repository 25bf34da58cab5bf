package dev.patchbay.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loopback port that passes on to another one, and breaks the line on demand: between any two
 * bytes of either direction, or by going silent.
 */
public final class FaultProxy implements AutoCloseable {

  /** Which way bytes go. */
  public enum Way {
    TO_SERVER,
    FROM_SERVER
  }

  private static final long NEVER = Long.MAX_VALUE;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicLong[] passed = {new AtomicLong(), new AtomicLong()};
  private final AtomicLong[] left = {new AtomicLong(NEVER), new AtomicLong(NEVER)};
  private final AtomicLong cuts = new AtomicLong();
  private volatile boolean silent;

  /** A proxy in front of a loopback port. */
  public FaultProxy(int port) {
    try {
      target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      threads.execute(this::accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** Bytes passed on so far. */
  public long passed(Way way) {
    return passed[way.ordinal()].get();
  }

  /** How often it has broken every line. */
  public long cuts() {
    return cuts.get();
  }

  /** Lets {@code bytes} more pass in one direction, then breaks every line, once. */
  public void cutAfter(Way way, long bytes) {
    left[way.ordinal()].set(bytes);
  }

  /** Breaks no line any more that is not broken yet. */
  public void mend() {
    left[0].set(NEVER);
    left[1].set(NEVER);
    silent = false;
  }

  /** Keeps lines open and passes nothing on, until {@link #mend}. */
  public void fallSilent() {
    silent = true;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    breakLines();
    threads.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket upstream = new Socket();
        upstream.connect(target);
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(upstream);
        threads.execute(() -> pass(client, upstream, Way.TO_SERVER));
        threads.execute(() -> pass(upstream, client, Way.FROM_SERVER));
      } catch (IOException closed) {
        // the end, or a client that went away at once
      }
    }
  }

  private void pass(Socket from, Socket to, Way way) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        while (silent) {
          Thread.onSpinWait();
          java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        int allowed = allowed(way, read);
        out.write(buffer, 0, allowed);
        passed[way.ordinal()].addAndGet(allowed);
        if (allowed < read) {
          left[way.ordinal()].set(NEVER);
          cuts.incrementAndGet();
          breakLines();
          return;
        }
      }
    } catch (SocketException broken) {
      // as told
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /** How many of {@code bytes} may pass; fewer means that the line breaks after them. */
  private int allowed(Way way, int bytes) {
    long before =
        left[way.ordinal()].getAndUpdate(rest -> rest == NEVER ? NEVER : Math.max(0, rest - bytes));
    return before == NEVER ? bytes : (int) Math.min(bytes, before);
  }

  private void breakLines() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
