package dev.tallystick.simulator;

/// What a request is answered with.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, String contentType, byte[] body) {
  static Answer json(int status, byte[] body) {
    return new Answer(status, "application/json", body);
  }
}
