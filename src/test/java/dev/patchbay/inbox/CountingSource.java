package dev.patchbay.inbox;

import dev.patchbay.db.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** A pool that counts commits and can be told to break them. */
final class CountingSource {

  /** What a commit does. */
  enum Fault {
    NONE,
    /** The connection breaks before the server hears of the commit. */
    BEFORE_COMMIT,
    /** The server commits, and its answer is lost. */
    AFTER_COMMIT,
    /** Nothing comes back until the fault is over. */
    HANG
  }

  private final DataSource source;
  private final AtomicInteger commits = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;

  CountingSource(DataSource source) {
    this.source = source;
  }

  int commits() {
    return commits.get();
  }

  Fault fault() {
    return fault;
  }

  void fault(Fault next) {
    fault = next;
  }

  Database database() {
    return new Database(
        (DataSource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getConnection")
                        ? connection(source.getConnection())
                        : method.invoke(source, arguments)));
  }

  private Connection connection(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean commit = method.getName().equals("commit");
              while (commit && fault == Fault.HANG) {
                LockSupport.parkNanos(5_000_000);
              }
              if (commit && fault == Fault.BEFORE_COMMIT) {
                real.rollback();
                throw new java.sql.SQLException("broken for the test", "08006");
              }
              try {
                Object result = method.invoke(real, arguments);
                if (commit) {
                  commits.incrementAndGet();
                }
                if (commit && fault == Fault.AFTER_COMMIT) {
                  throw new java.sql.SQLException("broken for the test", "08006");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
