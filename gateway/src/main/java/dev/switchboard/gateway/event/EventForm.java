// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

import java.util.List;
import java.util.stream.Stream;

/// What an event of each name says, for the documentation. A test holds every event that the tests bring about against
/// it.
///
/// @param summary when it is told, in a sentence
/// @param fields the particulars; empty if the particulars are `whole`
/// @param whole the shape that the particulars are as a whole, or an empty text
public record EventForm(String summary, List<Field> fields, String whole) {
    public EventForm {
        fields = List.copyOf(fields);
    }

    /// One of the particulars.
    ///
    /// @param type `string`, `integer`, `boolean`, `time`, `object` or a shape; in brackets a list
    public record Field(String name, String type, boolean optional) {}

    private static EventForm of(String summary, String fields) {
        return new EventForm(
                summary, Stream.of(fields.split(", ", -1)).map(EventForm::field).toList(), "");
    }

    private static EventForm whole(String summary, String shape) {
        return new EventForm(summary, List.of(), shape);
    }

    private static Field field(String text) {
        String[] parts = text.split(":", 2);
        boolean optional = parts[0].endsWith("?");
        return new Field(optional ? parts[0].substring(0, parts[0].length() - 1) : parts[0], parts[1], optional);
    }

    /// The form of an event.
    public static EventForm of(EventName name) {
        return switch (name) {
            case BACKUP_MADE ->
                of("A backup was made by itself.", "name:string, rows:integer, files:integer, missing:integer");
            case BACKUP_FAILED -> of("A backup that was due could not be made.", "reason:string, advice:string");
            case SESSION_CREATED -> of("A session was made.", "id:string, name:string");
            case SESSION_STATE ->
                of(
                        "A session's link is in another state; end says how it came to an end, if it did.",
                        "state:string, cause:string, advice:string, until?:time, end?:LinkEnd");
            case SESSION_HEALTH ->
                of(
                        "A session's health changed: Healthy, Warning or Critical, with reasons and what to do.",
                        "level:string, reasons:[object]");
            case SESSION_QR -> of("A QR code can be scanned until it expires.", "qr:string, expiresAt:time");
            case SESSION_PAIRING_CODE ->
                of("A code can be typed on the phone until it expires.", "code:string, expiresAt:time");
            case SESSION_PASSKEY ->
                of(
                        "Linking waits for the account's passkey, or for the comparison of a code.",
                        "step:string, options?:string, code?:string, confirm?:boolean, reason?:string, expiresAt?:time");
            case SESSION_LINKED -> of("An account was linked.", "account:Account");
            case SESSION_DELETED -> of("A session and all it had was deleted.", "id:string");
            case SESSION_RESTRICTED ->
                of(
                        "The network holds the account back from new chats, or does so no longer.",
                        "restricted:boolean, lane:string, until?:time, advice:string");
            case QUEUE_UPDATED ->
                of(
                        "Messages wait for something besides their turn, or no longer: paused, quiet_hours, minute_limit,"
                                + " hour_limit, day_limit; or those that begin chats: restricted, warm_up, cold_limit.",
                        "blocked:boolean, blockedBy?:string, until?:time");
            case MESSAGE_RECEIVED -> whole("Somebody else's message came in.", "Message");
            case MESSAGE_SENT -> whole("The account wrote a message on another of its devices.", "Message");
            case MESSAGE_UNREADABLE -> whole("A message cannot be read, or not yet.", "Message");
            case MESSAGE_STATUS ->
                of(
                        "An own message has come further.",
                        "id:string, chat:Address, status:string, at:time, failure?:string, advice?:string");
            case MESSAGE_EDITED ->
                of(
                        "A message got another text.",
                        "id:string, chat:Address, by?:Address, fromMe:boolean, text?:string, at:time");
            case MESSAGE_REVOKED ->
                of(
                        "A message was taken back.",
                        "id:string, chat:Address, by?:Address, fromMe:boolean, text?:string, at:time");
            case MESSAGE_REACTION ->
                of(
                        "Somebody reacted, or with an empty emoji took their reaction back.",
                        "id:string, chat:Address, by?:Address, fromMe:boolean, emoji:string, at:time");
            case MESSAGE_PINNED, MESSAGE_KEPT, MESSAGE_STARRED ->
                of(
                        switch (name) {
                            case MESSAGE_PINNED -> "A message was pinned in its chat, or unpinned.";
                            case MESSAGE_KEPT -> "A disappearing message is kept, or not any more.";
                            default -> "The account starred a message, or took the star back.";
                        },
                        "id:string, chat:Address, by?:Address, fromMe:boolean, on:boolean, until?:time, at:time");
            case MESSAGE_HIDDEN -> of("The account deleted a message for itself.", "id:string, chat:Address, at:time");
            case POLL_VOTE ->
                of(
                        "Somebody voted in a poll, or with no options took their vote back; tally is how it stands.",
                        "id:string, chat:Address, by?:Address, fromMe:boolean, options:[string], tally?:Content, at:time");
            case EVENT_RESPONSE ->
                of(
                        "Somebody answered an event: going, not_going or maybe.",
                        "id:string, chat:Address, by?:Address, fromMe:boolean, attendance:string, at:time");
            case CHAT_READ ->
                of("Messages of others were read on another device.", "chat:Address, ids:[string], at:time");
            case CHAT_UPDATED ->
                of(
                        "The account decided something about a chat: archived, muted, pinned, marked_unread, lifetime,"
                                + " cleared, deleted or named.",
                        "chat:Address, change:string, on?:boolean, until?:time, lifetimeSeconds?:integer, name?:string, at:time");
            case CHAT_ASSIGNED ->
                of(
                        "A chat was assigned to a user, handed to a person, or given back.",
                        "chat:Address, user?:string, handed:boolean, note?:string, by:string, at:time");
            case HISTORY_RECEIVED ->
                of(
                        "A piece of the history was taken in.",
                        "type:string, progress?:integer, chats:integer, messages:integer");
            case HISTORY_PROGRESS ->
                of("The history is loading, stuck or complete.", "step:string, progress?:integer, reason?:string");
            case LABEL_UPDATED ->
                of("A label was made, changed or deleted.", "id:string, name?:string, color?:integer, deleted:boolean");
            case LABEL_LINKED ->
                of(
                        "A chat or message got a label, or lost it.",
                        "labelId:string, chat:Address, messageId?:string, on:boolean");
            case CONTACT_IDENTITY -> of("A person's keys changed, as after getting a new phone.", "jid:string");
            case CONTACT_UPDATED -> whole("Something about a person changed.", "Contact");
            case CONTACT_MERGED ->
                of(
                        "A number and a hidden id were found to be one person; all that was kept is joined.",
                        "address:Address");
            case CONTACT_DEVICES ->
                of(
                        "A person's devices changed, or with self the account's.",
                        "person?:Address, self:boolean, devices:integer");
            case CONTACT_OPTED_OUT, CONTACT_OPTED_IN ->
                of(
                        name == EventName.CONTACT_OPTED_OUT
                                ? "Somebody wants no more campaigns."
                                : "Somebody wants campaigns again.",
                        "person:Address, reason:string, word?:string, at:time");
            case CAMPAIGN_STATE ->
                of(
                        "A campaign is at another stage.",
                        "id:string, name:string, stage:string, hold?:string, total:integer, at:time");
            case CAMPAIGN_PROGRESS ->
                of(
                        "A campaign's messages have come further; at most once a second.",
                        "id:string, stage:string, total:integer, waiting:integer, queued:integer, sent:integer, delivered:integer,"
                                + " read:integer, failed:integer, suppressed:integer, cancelled:integer, replied:integer,"
                                + " optedOut:integer, hold?:string, at:time");
            case PRESENCE_UPDATED -> of("A person came or went.", "person:Address, online:boolean, lastSeen?:time");
            case PRESENCE_ACTIVITY ->
                of("Somebody types, records, or paused.", "chat:Address, person:Address, activity:string");
            case GROUP_UPDATED ->
                of(
                        "Something happened to a group or community: created, joined, participants_added,"
                                + " participants_removed, roles, subject, description, settings, picture, and so on.",
                        "group:Address, change:string, by?:Address, participants?:[Address], details?:object, at:time");
            case CHANNEL_UPDATED ->
                of(
                        "Something happened at a channel: followed, unfollowed, muted, post_counted, and so on.",
                        "channel:string, change:string, details?:object, at:time");
            case CALL_OFFERED ->
                of(
                        "Somebody calls; missed if it is over by now.",
                        "id:string, caller:Address, group?:Address, video:boolean, missed:boolean, at:time");
            case CALL_ENDED ->
                of(
                        "A call was accepted elsewhere, rejected, or ended.",
                        "id:string, caller:Address, how:string, reason?:string, at:time");
            case ACCOUNT_UPDATED ->
                of(
                        "The account's own picture, about text or privacy changed.",
                        "change:string, about?:string, pictureId?:string, settings?:object");
        };
    }
}
