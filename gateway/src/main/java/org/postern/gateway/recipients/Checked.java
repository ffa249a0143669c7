package org.postern.gateway.recipients;

import org.postern.gateway.tenant.DomainSettings;
import org.postern.mail.smtp.Reply;

/// What came of asking for one address now.
///
/// @param rule how its domain knows recipients
/// @param listed whether the domain's list has it
/// @param meaning what the next hop's reply says of it
/// @param said that reply, or our words for why there is none
/// @param host who said it, empty where nobody did
public record Checked(
    DomainSettings.Recipients rule, boolean listed, Meaning meaning, Reply said, String host) {}
