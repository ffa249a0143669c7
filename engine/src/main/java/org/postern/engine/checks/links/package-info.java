/// Checks of where a message leads: its links and what they show, its pages, what it hides, its
/// attachments' names.
package org.postern.engine.checks.links;
