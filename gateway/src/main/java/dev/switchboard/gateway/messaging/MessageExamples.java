// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

/// Bodies that send messages, as the API's documentation shows them. A test sends each of them.
final class MessageExamples {
    static final String TEXT = """
            {"to": "+1 555 010 0002", "text": "Hello"}""";
    static final String REPLY = """
            {"to": "120363000000000001@g.us", "text": "@15550100002 yes", "replyTo": "3EB0C431C26A1916EB9A13",
             "mentions": ["15550100002"]}""";
    static final String PREVIEW = """
            {"to": "15550100002", "text": "See https://example.com/",
             "linkPreview": {"url": "https://example.com/", "title": "Example", "description": "A domain for examples"}}""";
    static final String IMAGE = """
            {"to": "15550100002", "image": {"url": "https://example.com/picture.jpg", "caption": "Our new shop"}}""";
    static final String DOCUMENT = """
            {"to": "15550100002", "document": {"mediaId": "6f1d0b6a1c5f4e5f8a7e0b7a55c1e0d2", "fileName": "menu.pdf"}}""";
    static final String VOICE = """
            {"to": "15550100002", "voice": {"mediaId": "6f1d0b6a1c5f4e5f8a7e0b7a55c1e0d2"}}""";
    static final String LOCATION = """
            {"to": "15550100002", "location": {"latitude": 59.9075, "longitude": 10.7533, "name": "Opera"}}""";
    static final String CONTACTS = """
            {"to": "15550100002", "contacts": [{"name": "Alice", "phone": "+1 555 010 0003"}]}""";
    static final String POLL = """
            {"to": "15550100002", "poll": {"question": "Lunch?", "options": ["Pizza", "Soup"], "selectable": 1}}""";
    static final String VOTE = """
            {"vote": {"messageId": "3EB0C431C26A1916EB9A13", "options": ["Pizza"]}}""";
    static final String EVENT = """
            {"to": "120363000000000001@g.us", "event": {"name": "Summer party", "start": "2030-06-21T16:00:00Z",
             "location": {"latitude": 59.9075, "longitude": 10.7533, "name": "Opera"}}}""";
    static final String BUTTONS = """
            {"to": "15550100002", "buttons": {"text": "Is the time fine?", "fallback": true,
             "buttons": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]}}""";
    static final String LIST = """
            {"to": "15550100002", "list": {"text": "What may it be?", "button": "Menu",
             "sections": [{"title": "Warm", "rows": [{"id": "pizza", "title": "Pizza"}, {"id": "soup", "title": "Soup"}]}]}}""";
    static final String INVITE = """
            {"to": "15550100002", "groupInvite": {"group": "120363000000000001@g.us", "code": "AbCdEfGh", "name": "Friends"}}""";
    static final String ALBUM = """
            {"to": "15550100002", "album": {"images": 2, "videos": 0}}""";
    static final String FORWARD = """
            {"to": "15550100003", "forward": {"messageId": "3EB0C431C26A1916EB9A13"}}""";
    static final String REACTION = """
            {"reaction": {"messageId": "3EB0C431C26A1916EB9A13", "emoji": "👍"}}""";
    static final String EDIT = """
            {"edit": {"messageId": "3EB0C431C26A1916EB9A13", "text": "Hello again"}}""";
    static final String REVOKE = """
            {"revoke": {"messageId": "3EB0C431C26A1916EB9A13"}}""";
    static final String PIN = """
            {"pin": {"messageId": "3EB0C431C26A1916EB9A13", "seconds": 86400}}""";
    static final String SCHEDULED = """
            {"to": "15550100002", "text": "Good morning", "sendAt": "2030-01-01T09:00:00Z", "ttl": 3600, "priority": "high"}""";

    static final String STAR = """
            {"star": {"messageId": "3EB0C431C26A1916EB9A13", "on": true}}""";

    private MessageExamples() {}
}
