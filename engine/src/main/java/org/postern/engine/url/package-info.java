/// Web addresses as browsers read them (WHATWG URL), the domains that can be registered, characters
/// that look alike, and what is generally known of hosts.
///
/// Start reading at [org.postern.engine.url.WebAddress].
package org.postern.engine.url;
