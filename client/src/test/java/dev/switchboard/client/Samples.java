// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.client.message.CalendarEvent;
import dev.switchboard.client.message.ContactCard;
import dev.switchboard.client.message.Frame;
import dev.switchboard.client.message.GroupInvite;
import dev.switchboard.client.message.Interaction;
import dev.switchboard.client.message.Interaction.Action;
import dev.switchboard.client.message.LinkPreview;
import dev.switchboard.client.message.Movement;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.Place;
import dev.switchboard.client.message.Poll;
import dev.switchboard.client.message.TextStyle;
import dev.switchboard.client.message.VideoForm;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaDecryptor;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One content of every kind that stands in a chat as an entry.
final class Samples {

    static final Instant UPLOADED = Instant.parse("2026-11-20T09:00:00Z");
    static final Bytes PICTURE = Bytes.of((byte) 0xFF, (byte) 0xD8, (byte) 0xFF);
    static final Frame FRAME = Frame.of(640, 480, PICTURE);
    static final Place PLACE = new Place(
            52.5,
            13.4,
            Optional.of("Cafe"),
            Optional.of("Street 1"),
            Optional.of("https://cafe.test/"),
            Optional.of(PICTURE));
    static final Interaction MENU = new Interaction(
            Optional.of("Lunch"),
            "What shall it be?",
            Optional.of("till noon"),
            List.of(new Action.Menu(
                    "Choose",
                    List.of(
                            new Interaction.Section(
                                    "Warm",
                                    List.of(
                                            new Interaction.Row("w1", "Soup", Optional.of("of the day")),
                                            new Interaction.Row("w2", "Stew", Optional.empty()))),
                            new Interaction.Section(
                                    "Cold", List.of(new Interaction.Row("c1", "Salad", Optional.empty())))))));
    static final Interaction BUTTONS = new Interaction(
            Optional.of("Order"),
            "Is it \"right\"?",
            Optional.empty(),
            List.of(new Action.Reply("yes", "Yes"), new Action.Reply("no", "No")));
    static final Interaction MIXED = new Interaction(
            Optional.empty(),
            "Your code",
            Optional.of("good for an hour"),
            List.of(
                    new Action.Reply("more", "Tell me more"),
                    new Action.OpenLink("Open", "https://shop.test/?a=1&b=2"),
                    new Action.Call("Call us", "+15550100009"),
                    new Action.Copy("Copy", "SAVE10")));

    private Samples() {}

    static MediaReference reference(MediaKind kind, String mimetype) {
        return new MediaReference(
                kind,
                Optional.of(mimetype),
                Optional.of("/v/t62.7118-24/" + kind.name() + "?ccb=11-4&oh=1"),
                Optional.of("https://media.test/v/t62.7118-24/" + kind.name() + "?ccb=11-4&oh=1"),
                Optional.of(new MediaKey(Bytes.copyOf(new byte[32]))),
                new MediaDecryptor.Expected(
                        Optional.of(Bytes.copyOf(filled(1))),
                        Optional.of(Bytes.copyOf(filled(2))),
                        OptionalLong.of(12_345)));
    }

    private static byte[] filled(int with) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    static UploadedMedia file(MediaKind kind, String mimetype) {
        return UploadedMedia.of(reference(kind, mimetype), UPLOADED);
    }

    private static Bytes waveform() {
        byte[] wave = new byte[64];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = (byte) i;
        }
        return Bytes.copyOf(wave);
    }

    static Map<String, OutgoingContent> all() {
        Map<String, OutgoingContent> all = new LinkedHashMap<>();
        all.put("text", new OutgoingContent.Text("hello"));
        all.put("link", link());
        all.put(
                "styled",
                new OutgoingContent.Text(
                        "look",
                        Optional.empty(),
                        Optional.of(new TextStyle(
                                OptionalInt.of(0xFF112233), OptionalInt.of(0xFFFFFFFF), OptionalInt.of(3)))));
        all.put("image", image(false));
        all.put("viewOnce", image(true));
        all.put("video", video(VideoForm.VIDEO));
        all.put("gif", video(VideoForm.GIF));
        all.put("videoNote", video(VideoForm.NOTE));
        all.put(
                "audio",
                new OutgoingContent.Audio(file(MediaKind.AUDIO, "audio/mp4"), Optional.of(Duration.ofSeconds(61))));
        all.put(
                "voiceNote",
                new OutgoingContent.VoiceNote(
                        file(MediaKind.VOICE_NOTE, "audio/ogg; codecs=opus"),
                        Optional.of(Duration.ofSeconds(7)),
                        waveform(),
                        false));
        all.put("document", document(Optional.empty()));
        all.put("captionedDocument", document(Optional.of("read this")));
        all.put(
                "sticker",
                new OutgoingContent.Sticker(file(MediaKind.STICKER, "image/webp"), Frame.of(512, 512, PICTURE), true));
        all.put("album", new OutgoingContent.Album(2, 1));
        all.put("location", new OutgoingContent.Location(PLACE));
        all.put(
                "liveLocation",
                new OutgoingContent.LiveLocation(
                        Place.at(52.5, 13.4),
                        new Movement(OptionalInt.of(12), OptionalDouble.of(1.5), OptionalInt.of(90)),
                        Optional.of("on my way"),
                        7));
        all.put("contact", new OutgoingContent.Contacts(List.of(card("Cy"))));
        all.put("contacts", new OutgoingContent.Contacts(List.of(card("Cy"), card("Di"))));
        all.put("poll", new OutgoingContent.NewPoll(Poll.of("When?", List.of("Mon", "Tue", "Wed"), 0)));
        all.put("singlePoll", new OutgoingContent.NewPoll(Poll.of("Where?", List.of("here", "there"), 1)));
        all.put("quiz", new OutgoingContent.NewPoll(quiz()));
        all.put("event", new OutgoingContent.NewEvent(event()));
        all.put(
                "invite",
                new OutgoingContent.Invitation(new GroupInvite(
                        Jid.group("120363000000000001"),
                        "CODE",
                        Instant.parse("2026-11-23T10:00:00Z"),
                        "Friends",
                        Optional.of("come in"),
                        Optional.of(PICTURE))));
        for (Interaction.Form form : List.of(Interaction.Form.NATIVE_FLOW, Interaction.Form.CLASSIC)) {
            all.put("menu as " + form, new OutgoingContent.Interactive(MENU, form));
            all.put("buttons as " + form, new OutgoingContent.Interactive(BUTTONS, form));
        }
        all.put("mixed", new OutgoingContent.Interactive(MIXED, Interaction.Form.NATIVE_FLOW));
        return all;
    }

    static OutgoingContent.Text link() {
        return new OutgoingContent.Text(
                "see https://page.test/x",
                Optional.of(new LinkPreview(
                        "https://page.test/x",
                        Optional.of("A page"),
                        Optional.of("about things"),
                        Optional.of(PICTURE))),
                Optional.empty());
    }

    static OutgoingContent.Image image(boolean viewOnce) {
        return new OutgoingContent.Image(file(MediaKind.IMAGE, "image/png"), Optional.of("a caption"), FRAME, viewOnce);
    }

    private static OutgoingContent video(VideoForm form) {
        MediaKind kind = switch (form) {
            case VIDEO -> MediaKind.VIDEO;
            case GIF -> MediaKind.GIF;
            case NOTE -> MediaKind.VIDEO_NOTE;
        };
        return new OutgoingContent.Video(
                file(kind, "video/mp4"), Optional.of("watch"), FRAME, Optional.of(Duration.ofSeconds(9)), form, false);
    }

    private static OutgoingContent document(Optional<String> caption) {
        return new OutgoingContent.Document(
                file(MediaKind.DOCUMENT, "application/pdf"),
                Optional.of("paper.pdf"),
                Optional.of("Paper"),
                OptionalInt.of(3),
                caption,
                FRAME);
    }

    private static ContactCard card(String name) {
        return new ContactCard(name, "BEGIN:VCARD\nVERSION:3.0\nFN:" + name + "\nEND:VCARD");
    }

    private static Poll quiz() {
        return new Poll(
                "2 + 2?",
                List.of("3", "4"),
                1,
                Optional.of("4"),
                Optional.of(Instant.parse("2026-11-21T10:00:00Z")),
                true,
                false);
    }

    static CalendarEvent event() {
        return new CalendarEvent(
                "Dinner",
                Optional.of("with cake"),
                Optional.of(PLACE),
                Optional.of("https://call.test/1"),
                Instant.parse("2026-12-01T18:00:00Z"),
                Optional.of(Instant.parse("2026-12-01T22:00:00Z")),
                true,
                false);
    }
}
