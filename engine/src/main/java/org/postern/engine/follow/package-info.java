/// Asks the web where registered shorteners lead: an own fetcher that reads headers alone, connects
/// to public addresses alone and to the very address it checked, follows few hops in little time,
/// and never asks what may work only once. HTTP/1.1 as in RFC 9112, redirections as in RFC 9110
/// section 15.4.
///
/// Nothing here is used unless a gateway was told to. Start reading at
/// [org.postern.engine.follow.LinkFollower].
package org.postern.engine.follow;
