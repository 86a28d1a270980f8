package dev.tallystick.postgres;

/// The `postgresql.conf` of an embedded server.
final class ServerSettings {
  private static final String COMMON =
      """
      # Written by Tallystick at every start. Settings of your own go into own.conf, read last.
      listen_addresses = '127.0.0.1'
      # Everyone comes over TCP with the password; no socket lies about for other accounts.
      unix_socket_directories = ''
      password_encryption = 'scram-sha-256'
      shared_buffers = '256MB'
      # What `tally watch` reads.
      wal_level = logical
      # A burst of writes is not slowed by checkpoints that follow each other closely.
      max_wal_size = '4GB'
      checkpoint_timeout = '15min'
      checkpoint_completion_target = 0.9
      log_line_prefix = '%m [%p] %q%u@%d '
      log_timezone = 'UTC'
      timezone = 'UTC'
      # We look for some of the server's messages in its log.
      lc_messages = 'C'
      """;

  private static final String DURABLE =
      """
      max_connections = 100
      fsync = on
      full_page_writes = on
      synchronous_commit = on
      """;

  private static final String NOT_DURABLE =
      """
      max_connections = 200
      fsync = off
      full_page_writes = off
      synchronous_commit = off
      """;

  private ServerSettings() {}

  static String of(Durability durability, int port) {
    var rest =
        switch (durability) {
          case DURABLE -> DURABLE;
          case NONE -> NOT_DURABLE;
        };
    return COMMON + rest + "port = " + port + "\ninclude_if_exists = 'own.conf'\n";
  }
}
