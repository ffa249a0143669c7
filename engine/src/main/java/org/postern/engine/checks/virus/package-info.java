/// Checks of attachments and of what lies in them.
package org.postern.engine.checks.virus;
