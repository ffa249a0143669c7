/// Checks of the form of a message: RFC 5322 and MIME as they should be, and where readers
/// disagree.
package org.postern.engine.checks.structure;
