/// Checks of the subject and of what else a reader sees in a list of messages.
package org.postern.engine.checks.subject;
