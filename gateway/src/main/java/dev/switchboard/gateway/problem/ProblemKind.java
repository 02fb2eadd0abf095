// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.problem;

import java.util.Locale;

/// Every refusal the native API knows: status, stable code (the constant in lower case) and title.
public enum ProblemKind {
    INVALID_REQUEST(400, "The request is not acceptable"),
    MALFORMED_JSON(400, "The body is not the JSON that is expected"),
    INVALID_RECIPIENT(400, "The recipient is not an address"),
    INVALID_PHONE(400, "The phone number is not acceptable"),
    INVALID_CURSOR(400, "The cursor is not one of ours"),
    UNAUTHENTICATED(401, "A valid credential is needed"),
    LOGIN_FAILED(401, "The login failed"),
    CODE_NEEDED(401, "A one-time code is needed"),
    QUOTA_REACHED(403, "A quota of the tenant is reached"),
    FORBIDDEN(403, "The credential does not allow this"),
    FOREIGN_ORIGIN(403, "Requests of foreign pages are refused"),
    SESSION_NOT_FOUND(404, "There is no such session"),
    USER_NOT_FOUND(404, "There is no such user"),
    KEY_NOT_FOUND(404, "There is no such key"),
    TENANT_NOT_FOUND(404, "There is no such tenant"),
    USER_EXISTS(409, "The login is taken"),
    TENANT_EXISTS(409, "The tenant exists already"),
    TEMPLATE_NOT_FOUND(404, "There is no such template"),
    TEMPLATE_FLAWED(400, "The template cannot be kept so"),
    TEMPLATE_EXISTS(409, "The template exists already"),
    CAMPAIGN_STAGE(409, "The campaign is at another stage"),
    LIST_NOT_FOUND(404, "There is no such list"),
    FILTER_NOT_FOUND(404, "There is no such filter"),
    PERSON_NOT_FOUND(404, "There is no such person"),
    NOTE_NOT_FOUND(404, "There is no such note"),
    CAMPAIGN_NOT_FOUND(404, "There is no such campaign"),
    AUTOMATION_NOT_FOUND(404, "There is no such automation"),
    MESSAGE_NOT_FOUND(404, "There is no such message"),
    CHAT_NOT_FOUND(404, "There is no such chat"),
    MEDIA_NOT_FOUND(404, "There is no such file"),
    NOT_FOUND(404, "There is no such thing"),
    WEBHOOK_NOT_FOUND(404, "There is no such webhook"),
    SINK_NOT_FOUND(404, "There is no such sink"),
    DELIVERY_NOT_FOUND(404, "There is no such delivery"),
    ROUTE_NOT_FOUND(404, "There is nothing at this address"),
    METHOD_NOT_ALLOWED(405, "The address does not know this method"),
    NOT_ACCEPTABLE(406, "The answer cannot have the form asked for"),
    BODY_TOO_SLOW(408, "The body came too slowly"),
    SESSION_EXISTS(409, "The session exists already"),
    SESSION_MOVED(409, "Another host has the session"),
    BACKUP_REFUSED(422, "The backup cannot be made or read"),
    NOT_CONNECTED(409, "The session is not connected"),
    ALREADY_LINKED(409, "The session is linked already"),
    QR_NOT_AVAILABLE(409, "There is no QR code to show"),
    PAIRING_CODE_REFUSED(409, "No pairing code was given"),
    MESSAGE_UNDER_WAY(409, "The message is being sent"),
    MESSAGE_EXISTS(409, "The message id is taken"),
    MESSAGE_NOT_YOURS(409, "Only own messages can be changed"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    QUOTA_EXCEEDED(413, "There is no room for more"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has a form that is not understood"),
    RANGE_NOT_SATISFIABLE(416, "The range cannot be had"),
    AUTOMATION_INVALID(422, "The automation has faults"),
    MEDIA_TYPE_REFUSED(422, "The file cannot be sent so"),
    MEDIA_NOT_FETCHED(422, "The file could not be fetched"),
    CONVERSION_UNAVAILABLE(422, "The file cannot be converted here"),
    CONVERSION_FAILED(422, "The file could not be converted"),
    NETWORK_INVALID(422, "The network does not accept this"),
    NETWORK_FORBIDDEN(403, "The network does not allow this to the account"),
    NETWORK_NOT_FOUND(404, "The network does not know this"),
    NETWORK_CONFLICT(409, "The network says that it is otherwise"),
    NETWORK_LIMIT(429, "The network wants fewer requests"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request"),
    LOCKED_OUT(429, "Too many wrong tries"),
    SEND_LIMITED(429, "The session has sent what it may for now"),
    QUERY_LIMITED(429, "The session has asked the network what it may for now"),
    RATE_LIMITED(429, "Too much in too short a time"),
    TOO_MANY_STREAMS(429, "Too many open streams"),
    INTERNAL_ERROR(500, "Something went wrong inside"),
    MEDIA_UNAVAILABLE(502, "The network does not have the file"),
    NETWORK_REFUSED(502, "The network refused"),
    NETWORK_TIMEOUT(504, "The network did not answer in time"),
    MESSAGE_REFUSED(502, "The network refused the message"),
    STORAGE_FAILED(503, "The database cannot do its work"),
    UNAVAILABLE(503, "The gateway is starting or stopping");

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// Stable, for programs.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
