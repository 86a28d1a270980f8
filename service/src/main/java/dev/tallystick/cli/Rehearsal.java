package dev.tallystick.cli;

/// Runs what is run often, once: the JVM then keeps the classes that this took in a file, from
/// which the next start has them ready. The launcher starts this in a directory with copies of the
/// schema and the migrations.
final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] arguments) {
    Main.run("exec", "--", "a-command-that-is-nowhere");
    Main.run("env");
    Main.run("schema", "plan", "--schema", "schema", "--migrations", "migrations");
  }
}
