/// The mail log as the way of a message writes it: rows are queued in memory and stored in groups.
package org.postern.gateway.track;
