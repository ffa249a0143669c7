/// Admission: the tests of a client and its sender while it is connected, from the connection to
/// the last dot. A test says what it found and whether that is ground enough to refuse; whether it
/// does refuse is a switch of each domain. What was found stays with the message as evidence.
///
/// Start reading at [org.postern.gateway.admit.Admission].
package org.postern.gateway.admit;
