// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Questions and changes about profiles: pictures, about texts and business details.
public final class ProfileStanzas {

    private ProfileStanzas() {}

    /// Asks for a picture.
    ///
    /// @param target whose: a person's or a group's
    /// @param preview whether a small one will do
    /// @param knownId the id of the one at hand
    /// @param token a trusted-contact token of the person
    public static Node askPicture(
            String id, Jid target, boolean preview, Optional<String> knownId, Optional<Bytes> token) {
        return Iq.get(id, Iq.Xmlns.PICTURE)
                .attr("target", target)
                .child(Node.builder("picture")
                        .attr("type", preview ? "preview" : "image")
                        .attr("query", "url")
                        .attrIfPresent("id", knownId)
                        .childIfPresent(token.map(bytes -> Node.of("tctoken", bytes))))
                .build();
    }

    /// What came of asking for a picture.
    ///
    /// @param id the picture's id
    /// @param url where it lies
    /// @param status 304 if it is still the known one, 204 if there is none
    public record Picture(
            Optional<String> id,
            Optional<String> url,
            Optional<String> directPath,
            Optional<String> hash,
            OptionalInt status) {}

    /// Reads the answer about a picture.
    public static Optional<Picture> picture(Node iq) {
        return iq.child("picture")
                .map(picture -> new Picture(
                        picture.text("id"),
                        picture.text("url"),
                        picture.text("direct_path"),
                        picture.text("hash"),
                        Fields.number(picture, "status")));
    }

    /// Sets a picture, or removes it where there is none.
    ///
    /// @param target a group; empty for the own profile
    public static Node setPicture(String id, Optional<Jid> target, Optional<Bytes> jpeg) {
        return Iq.set(id, Iq.Xmlns.PICTURE)
                .jidIfPresent("target", target)
                .childIfPresent(jpeg.map(bytes -> Node.builder("picture")
                        .attr("type", "image")
                        .bytes(bytes)
                        .build()))
                .build();
    }

    /// Sets the own about text.
    public static Node setAbout(String id, String text) {
        return Iq.set(id, Iq.Xmlns.STATUS)
                .child(Node.builder("status").utf8(text))
                .build();
    }

    /// Sets how long messages of new chats last.
    public static Node setDefaultTimer(String id, long seconds) {
        return Iq.set(id, Iq.Xmlns.DISAPPEARING_MODE)
                .child(Node.builder("disappearing_mode").attr("duration", seconds))
                .build();
    }

    /// Asks for the details of a business.
    public static Node askBusiness(String id, Jid business) {
        return Iq.get(id, "w:biz")
                .child(Node.builder("business_profile")
                        .attr("v", 244)
                        .child(Node.builder("profile").attr("jid", business)))
                .build();
    }

    /// The details of a business.
    ///
    /// @param categories names by id
    public record Business(
            Jid jid,
            Optional<String> description,
            Optional<String> address,
            Optional<String> email,
            List<String> websites,
            Map<String, String> categories,
            Optional<String> timeZone,
            List<Hours> hours) {
        /// Keeps unmodifiable copies.
        public Business {
            websites = List.copyOf(websites);
            categories = Map.copyOf(categories);
            hours = List.copyOf(hours);
        }
    }

    /// The hours of a day of the week, in minutes after midnight.
    public record Hours(String day, String mode, OptionalInt open, OptionalInt close) {}

    /// Reads the answer about a business; empty if it has no details.
    public static Optional<Business> business(Node iq) {
        return iq.descendant("business_profile", "profile").flatMap(ProfileStanzas::readBusiness);
    }

    private static Optional<Business> readBusiness(Node profile) {
        Optional<Jid> jid = profile.jid("jid");
        if (jid.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> categories = new LinkedHashMap<>();
        profile.child("categories")
                .ifPresent(list -> list.children("category")
                        .forEach(one -> categories.put(one.text("id").orElse(""), one.contentText())));
        Optional<Node> week = profile.child("business_hours");
        List<Hours> hours = new ArrayList<>();
        week.ifPresent(days -> days.children("business_hours_config").forEach(day -> hours.add(hours(day))));
        return Optional.of(new Business(
                jid.get(),
                text(profile, "description"),
                text(profile, "address"),
                text(profile, "email"),
                profile.children("website").stream()
                        .map(Node::contentText)
                        .filter(site -> !site.isEmpty())
                        .toList(),
                categories,
                week.flatMap(days -> days.text("timezone")),
                hours));
    }

    private static Hours hours(Node day) {
        return new Hours(
                day.text("day_of_week").orElse(""),
                day.text("mode").orElse(""),
                Fields.number(day, "open_time"),
                Fields.number(day, "close_time"));
    }

    private static Optional<String> text(Node parent, String tag) {
        return parent.child(tag).map(Node::contentText).filter(text -> !text.isEmpty());
    }

    private static NodeBuilder week(Business business) {
        NodeBuilder week = Node.builder("business_hours").attrIfPresent("timezone", business.timeZone());
        for (Hours day : business.hours()) {
            NodeBuilder node = Node.builder("business_hours_config")
                    .attr("day_of_week", day.day())
                    .attr("mode", day.mode());
            day.open().ifPresent(minutes -> node.attr("open_time", minutes));
            day.close().ifPresent(minutes -> node.attr("close_time", minutes));
            week.child(node);
        }
        return week;
    }

    /// The answer about a business, for a server.
    public static Node businessAnswer(Node request, Optional<Business> found) {
        NodeBuilder list = Node.builder("business_profile");
        found.ifPresent(business -> {
            NodeBuilder profile = Node.builder("profile").attr("jid", business.jid());
            business.description()
                    .ifPresent(text -> profile.child(Node.builder("description").utf8(text)));
            business.address()
                    .ifPresent(text -> profile.child(Node.builder("address").utf8(text)));
            business.email()
                    .ifPresent(text -> profile.child(Node.builder("email").utf8(text)));
            business.websites()
                    .forEach(site -> profile.child(Node.builder("website").utf8(site)));
            NodeBuilder categories = Node.builder("categories");
            business.categories()
                    .forEach((id, name) -> categories.child(
                            Node.builder("category").attr("id", id).utf8(name)));
            list.child(profile.child(categories).child(week(business)));
        });
        return Iq.serverResult(request).child(list).build();
    }
}
