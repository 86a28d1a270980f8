package dev.tallystick.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A process that runs the commands it reads, one a line, and answers each with a line of JSON. It
/// is warm by its second command, so that whoever kills it kills the command and not Java's start.
final class CommandLoop {
  private CommandLoop() {}

  public static void main(String[] arguments) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var command = line.split(" ", -1);
      var out = new StringWriter();
      var err = new StringWriter();
      int exitCode =
          Main.commandLine(command)
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(command);
      var answer = Map.of("exitCode", exitCode, "out", out.toString(), "err", err.toString());
      System.out.println(new ObjectMapper().writeValueAsString(answer));
    }
  }
}
