package org.postern.gateway.config;

import java.time.Duration;
import java.util.Optional;

/// Limits of SMTP.
public record LimitKeys(
    @Key(
            doc = "Open connections; more get 421 4.3.2.",
            standard = "15000",
            least = "1",
            most = "1000000")
        int connections,
    @Key(
            doc = "Open connections from one IPv4 address or one IPv6 /64; more get 421 4.7.0.",
            standard = "100",
            least = "1",
            most = "1000000")
        int connectionsPerAddress,
    @Key(
            doc = "Whether `connections_per_address` binds loopback addresses too.",
            standard = "false")
        boolean loopbackCounts,
    @Key(
            doc = "Length of a command line; a longer one gets 500 5.5.2.",
            standard = "2KB",
            least = "512",
            most = "64KB")
        Size commandSize,
    @Key(
            doc = "Size of a message; more gets 552 5.3.4.",
            standard = "50MB",
            least = "64KB",
            most = "1GB")
        Size messageSize,
    @Key(
            doc = "Recipients of a message; more get 452 4.5.3.",
            standard = "1000",
            least = "1",
            most = "100000")
        int recipients,
    @Key(
            doc = "Commands since the last accepted recipient or message; more get 421 4.7.0.",
            standard = "100",
            least = "1",
            most = "100000")
        int idleCommands,
    @Key(
            doc = "Refused commands since the last message, RCPT apart; more get 421 4.7.0.",
            standard = "20",
            least = "1",
            most = "100000")
        int errors,
    @Key(
            doc = "Refused recipients since the last message; more get 421 4.7.0.",
            standard = "100",
            least = "1",
            most = "100000")
        int refusedRecipients,
    @Key(
            doc = "Unknown commands in a session; more get 421 4.5.2.",
            standard = "10",
            least = "1",
            most = "100000")
        int unknownCommands,
    @Key(
            doc = "Waiting for one command; then 421 4.4.2.",
            standard = "5m",
            least = "1s",
            most = "1h")
        Duration commandTime,
    @Key(
            doc = "Waiting for one whole message; then 421 4.4.2.",
            standard = "15m",
            least = "1s",
            most = "1d")
        Duration dataTime,
    @Key(
            doc = "Waiting for the client during one session; then 421 4.4.2.",
            standard = "1h",
            least = "10s",
            most = "7d")
        Duration sessionTime,
    @Key(
            doc = "Memory for one message while it comes in; the rest goes to a file.",
            standard = "1MB",
            least = "0",
            most = "1GB")
        Size messageMemory,
    @Key(
            doc =
                "Memory for all messages while they come in; beyond it they go to files. Without"
                    + " it, a quarter of the heap.")
        Optional<Size> totalMemory) {}
