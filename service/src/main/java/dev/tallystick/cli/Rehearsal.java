package dev.tallystick.cli;

/// Runs what is run often, once: the JVM then keeps the classes that this took in a file, from
/// which the next start has them ready. The launcher starts this in a directory with copies of the
/// schema and the migrations.
final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] arguments) {
    Main.run("exec", "--", "a-command-that-is-nowhere");
    Main.run("env");
    Main.run("login", "--server", "http://127.0.0.1:1");
    Main.run("db", "start", "--engine", "embedded", "--data", "data");
    Main.run("db", "start", "--data", "data");
    Main.run("db", "status", "--data", "data");
    Main.run("db", "url", "--data", "data");
    Main.run("watch", "--sql", "SELECT 1", "--count", "1", "--data", "data");
    Main.run("watch", "nothing", "--data", "data");
    Main.run("db", "stop", "--data", "data");
    Main.run("schema", "plan", "--schema", "schema", "--migrations", "migrations");
  }
}
