/// Checks of who the message says it is from.
package org.postern.engine.checks.sender;
