/// Checks of the text.
package org.postern.engine.checks.content;
