/// DKIM (RFC 6376, 8301, 8463, 8616): signatures verified on the octets as they came, and written.
///
/// Keys come through [org.postern.mail.dkim.KeyLookup]; nothing here talks to the network. Start
/// reading at [org.postern.mail.dkim.DkimVerifier] and [org.postern.mail.dkim.DkimSigner].
package org.postern.mail.dkim;
