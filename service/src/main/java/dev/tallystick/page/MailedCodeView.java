package dev.tallystick.page;

import java.util.Optional;

/// What the page for a mailed code shows.
///
/// @param email where the code was sent
/// @param error what is wrong with the code that was typed
/// @param next where to go afterwards
record MailedCodeView(String email, Optional<String> error, String next) {}
