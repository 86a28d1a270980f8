package dev.tallystick.bench;

/// A way to store messages at one size of request.
record Case(Way way, int requestBytes) {
  /// How messages are stored.
  enum Way {
    /// Ours, one message in an HTTP request.
    SINGLE("one per request"),
    /// Ours, an array of messages in an HTTP request.
    ARRAY("arrays of 100"),
    /// Baseline (a).
    SERIALIZABLE("(a) SERIALIZABLE, one each"),
    /// Baseline (b).
    COPY("(b) raw COPY");

    private final String title;

    Way(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  static final int ARRAY_MESSAGES = 100;

  /// The size as people write it: `200 B`, `2 KB`.
  String size() {
    return requestBytes < 1_000 ? requestBytes + " B" : requestBytes / 1_000 + " KB";
  }
}
