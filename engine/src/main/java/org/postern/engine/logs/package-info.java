/// What other libraries may log.
package org.postern.engine.logs;
