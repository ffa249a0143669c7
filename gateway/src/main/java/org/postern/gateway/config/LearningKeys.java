package org.postern.gateway.config;

import java.time.Duration;

/// The Bayesian filters: the section `learning`.
public record LearningKeys(
    @Key(
            doc =
                "Messages of spam, and messages of ham, that a filter must have learnt before it"
                    + " says anything.",
            standard = "50",
            least = "1",
            most = "100000")
        int minimum,
    @Key(
            doc =
                "Tokens (words, pairs of words, senders, hosts) that the filter of everybody keeps."
                    + " A full filter lets half of them go: those seen seldom and long ago.",
            standard = "750000",
            least = "3000",
            most = "50000000")
        int globalTokens,
    @Key(
            doc = "Tokens that the filter of a domain keeps; a message has some hundred.",
            standard = "190000",
            least = "3000",
            most = "50000000")
        int domainTokens,
    @Key(
            doc = "Tokens that the filter of a user keeps.",
            standard = "48000",
            least = "3000",
            most = "50000000")
        int userTokens,
    @Key(
            doc =
                "Memory for filters, all together: a token takes 12 to 32 octets. Those that were"
                    + " not asked for the longest time wait on the disk.",
            standard = "64MB",
            least = "1MB",
            most = "64GB")
        Size memory,
    @Key(
            doc =
                "Filters on the disk. Beyond it those go that learnt nothing for the longest time.",
            standard = "100000",
            least = "1",
            most = "10000000")
        int filters,
    @Key(
            doc = "A user's reports of like messages count once in this time; 0s: each counts.",
            standard = "1d",
            least = "0s",
            most = "365d")
        Duration wave,
    @Key(
            doc =
                "Messages of which one user's reports and releases teach the filter of the domain in"
                    + " a day. More teach the user's own filter alone.",
            standard = "20",
            least = "0",
            most = "1000")
        int dailyReports,
    @Key(
            doc =
                "Users who must have taught the filter of a domain before it says anything, unless"
                    + " the operator taught it.",
            standard = "2",
            least = "1",
            most = "1000")
        int reporters,
    @Key(
            doc =
                "How long it is remembered which messages were learnt, so that none counts twice and"
                    + " each can be taken back. What the filters learnt stays.",
            standard = "365d",
            least = "1d",
            most = "3650d")
        Duration remembered,
    @Key(
            doc = "Of how many messages that is remembered.",
            standard = "1000000",
            least = "1000",
            most = "100000000")
        int entries) {}
