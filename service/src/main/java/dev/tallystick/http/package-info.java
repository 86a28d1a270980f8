/// The HTTP edge: reads requests into domain types, runs a route, and writes answers or problems.
///
/// - **route**: one operation: method, path, scope, query parameters, action.
/// - **problem**: why a request was refused (RFC 9457), with a stable code and the field at fault.
///
/// Bodies of messages are cut out of the request as raw UTF-8 and never become objects here. What
/// is known of the API is in openapi.json, which a test compares with the routes.
@NullMarked
package dev.tallystick.http;

import org.jspecify.annotations.NullMarked;
