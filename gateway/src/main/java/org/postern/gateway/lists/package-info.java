/// Allow and block lists of senders: entries that a tenant, one of its domains or one recipient
/// has, which sender an entry is about, and which entry decides for a message.
///
/// What an entry allows it allows to the verified sender, unless it says otherwise. Start reading
/// at [org.postern.gateway.lists.ListSnapshot]; docs/lists.md tells it in words.
package org.postern.gateway.lists;
