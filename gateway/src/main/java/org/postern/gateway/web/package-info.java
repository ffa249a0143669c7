/// A small HTTP server for pages that the whole world may ask for (RFC 9112, one request for each
/// connection): every wait, size and count has a limit, so that slow and many clients hurt nobody
/// else. Start reading at [org.postern.gateway.web.WebServer].
package org.postern.gateway.web;
