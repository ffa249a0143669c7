/// What SPF, DKIM, ARC and DMARC say of the sender, as findings.
package org.postern.engine.checks.auth;
