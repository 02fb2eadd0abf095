// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.util.List;
import java.util.Locale;

/// The one table of settings: the name as a flag (`--name=value`) or in a properties file, what it means, and the names
/// of other systems that mean the same. In the environment it is `SWITCHBOARD_` and the name in capitals.
public enum Setting {
    HOST("host", "address to listen on", "127.0.0.1"),
    PORT("port", "port of the API and the pages", "3000", "PORT"),
    CLIENTS_PORT("clients-port", "further port with the clients dialect's shapes", "off"),
    SESSIONS_PORT("sessions-port", "further port with the sessions dialect's shapes", "off"),
    DATA(
            "data",
            "data folder",
            "~/.switchboard",
            "SESSIONS_DIR",
            "SESSIONS_PATH",
            "SESSION_PATH",
            "WHATSAPP_SESSION_PATH",
            "WHATSAPP_SESSIONS_PATH"),
    DATABASE_URL(
            "database-url",
            "a PostgreSQL database, as postgres://user:password@host:port/name",
            "SQLite in the data folder",
            "DATABASE_URL"),
    DEMO("demo", "demo form: loopback only, no credentials needed", "false"),
    ENCRYPTION_KEY(
            "encryption-key",
            "master key: 64 hex, 44 Base64, or 32 or more other characters",
            "the file master.key",
            "ENCRYPTION_KEY"),
    DEFAULT_SESSION(
            "default-session", "session of the single-session dialects", "default", "CLIENT_ID", "YCLIENTS_COMPANY_ID"),
    NETWORK_ENDPOINT("network-endpoint", "address of the chat socket", "the real network's"),
    NETWORK_ORIGIN("network-origin", "Origin header sent there", "the real network's"),
    NETWORK_TRUST_ROOT("network-trust-root", "public key (64 hex) its certificates end in", "the real network's"),
    NETWORK_CA("network-ca", "PEM file of CA certificates for TLS", "the system's"),
    NETWORK_PROXY("network-proxy", "socks5://host:port or http://host:port", "none"),
    NETWORK_VERSION("network-version", "client version to claim, as 2.3000.N", "built in"),
    SEND_LIMITS("send-limits", "on or off", "on"),
    SEND_PER_MINUTE("send-per-minute", "messages of a session in a minute", "20", "WHATSAPP_MESSAGE_RATE_LIMIT"),
    SEND_PER_HOUR("send-per-hour", "messages of a session in an hour", "100"),
    SEND_PER_DAY("send-per-day", "messages of a session in a day", "1000"),
    SEND_GAP_MIN("send-gap-min", "shortest pause between messages, as 2s", "2s"),
    SEND_GAP_MAX("send-gap-max", "longest random pause between messages", "5s"),
    SEND_WHEN_BLOCKED("send-when-blocked", "messages over a limit: refuse (429) or queue", "refuse"),
    SEND_NEW_CHATS("send-new-chats-per-day", "chats a session may begin in a day; 0 = as many as messages", "0"),
    SEND_WARM_UP("send-warm-up-days", "days over which a new account's new chats grow; 0 = none", "0"),
    SEND_WARM_UP_FIRST("send-warm-up-first", "new chats on the first of these days", "5"),
    SEND_TYPING("send-typing", "true: recipients see somebody type before a message", "false"),
    QUERIES_PER_MINUTE("queries-per-minute", "questions of a session to the network; 0 = no limit", "120"),
    QUERIES_PER_HOUR("queries-per-hour", "the same in an hour", "1500"),
    RESTORE_AT_ONCE("restore-at-once", "sessions connecting at the same time after a start", "32"),
    MAX_BODY_BYTES("max-body-bytes", "largest request body", "1048576"),
    MEDIA_STORE("media-store", "disk or s3", "disk"),
    MEDIA_MAX_BYTES("media-max-bytes", "largest file", "104857600"),
    MEDIA_TENANT_BYTES("media-tenant-bytes", "how much a tenant may keep; 0 = no limit", "0"),
    MEDIA_RETENTION("media-retention", "how long files are kept, as 720h", "720h"),
    MEDIA_FETCH("media-fetch", "when files of incoming messages are fetched: need or arrival", "need"),
    FFMPEG("ffmpeg", "program that converts voice and video", "ffmpeg"),
    S3_ENDPOINT("s3-endpoint", "address of the S3-compatible storage", "none"),
    S3_REGION("s3-region", "region to sign for", "us-east-1"),
    S3_BUCKET("s3-bucket", "bucket, which has to exist", "none"),
    S3_ACCESS_KEY("s3-access-key", "who asks the storage", "none"),
    S3_SECRET_KEY("s3-secret-key", "signs requests to the storage", "none"),
    S3_PREFIX("s3-prefix", "what names of objects begin with", "switchboard/"),
    BACKUP_EVERY("backup-every", "how often a backup is made, as 24h; off = never", "off"),
    BACKUP_STORE("backup-store", "where backups are kept: disk or s3 (under the s3 settings)", "disk"),
    BACKUP_FOLDER("backup-folder", "folder of backups on disk", "backups in the data folder"),
    BACKUP_KEEP("backup-keep", "how many backups are kept", "7"),
    BACKUP_RECIPIENT("backup-recipient", "public key that backups are sealed for, from backup-key", "none"),
    BACKUP_PASSPHRASE("backup-passphrase", "or a passphrase that they are sealed with", "none"),
    OUTBOUND_ALLOW(
            "outbound-allow", "address ranges that callers may name although they are private, as 10.0.0.0/8", "none"),
    OUTBOUND_TIME_LIMIT("outbound-time-limit", "how long fetching an address may take", "60s"),
    SINKS("sinks", "JSON file of brokers that get the events of all tenants", "none"),
    WEBHOOK_PAUSES(
            "webhook-pauses",
            "waits between the tries of a webhook's delivery; the last one holds on",
            "5s,30s,2m,10m,30m,1h,2h,4h,8h"),
    SOCKET_PORT("socket-port", "further port for WebSockets, which every port takes", "off", "WS_PORT"),
    LOG_LEVEL("log-level", "error, warn, info or debug", "info", "LOG_LEVEL"),
    LOG_FORMAT("log-format", "text, or json for one object a line", "text"),
    SERVICE_TOKEN("service-token", "a bearer token with an owner's rights", "none", "WHATSAPP_SERVICE_TOKEN"),
    API_REQUESTS(
            "api-requests",
            "requests a credential may make in a window; 0 = no limit",
            "600, in the demo 0",
            "RATE_LIMIT_MAX_REQUESTS"),
    API_WINDOW("api-window", "how long a window of the API's limit is", "1m", "RATE_LIMIT_WINDOW"),
    OPEN_STREAMS(
            "open-streams",
            "streams of events (WebSocket, SSE) a credential may have open; 0 = no limit",
            "200, in the demo 0"),
    MAX_SESSIONS("max-sessions", "sessions a tenant may have; 0 = no limit", "0", "WHATSAPP_MAX_CONNECTIONS"),
    CACHE_LIFE("cache-life", "how long what is known of a credential is used again", "1h", "SESSION_TTL"),
    OIDC_ISSUERS("oidc-issuers", "issuers of tokens, as name|address of keys|audience, with commas between", "none"),
    LINK_BY_CODE("link-by-code", "true: the company dialect links by pairing code", "false", "USE_PAIRING_CODE"),
    COMPANY_PHONE("company-phone", "the number to link where none is named", "none", "COMPANY_PHONE"),
    QR_LIFE("qr-life", "how long the accounts dialect shows QR codes", "2m", "QR_CODE_TTL"),
    CODE_LIFE("code-life", "how long a pairing code is shown", "60s", "PAIRING_CODE_TTL"),
    PROVIDER_NAME("provider-name", "what the company dialect calls its provider", "baileys", "WHATSAPP_PROVIDER"),
    MAX_RECONNECTS(
            "max-reconnects",
            "tries after which the dialects say that there were too many; they go on all the same",
            "5",
            "MAX_RECONNECT_ATTEMPTS"),
    RECONNECT_POLICY(
            "reconnect-policy",
            "how links come back: standard, recovery, steady, exponential or network",
            "standard; exponential where reconnect-delay is set"),
    RECONNECT_DELAY("reconnect-delay", "first wait of the policy exponential", "5s", "RECONNECT_DELAY"),
    HEALTH_CHECK_EVERY(
            "health-check-every", "how often the health of each session is checked", "60s", "HEALTH_CHECK_INTERVAL"),
    DEAF_AFTER("deaf-after", "silence after which a connected session has to prove that it hears; 0s = never", "30m"),
    OTLP_ENDPOINT(
            "otlp-endpoint",
            "collector that traces go to, by OTLP over HTTP, as http://127.0.0.1:4318",
            "none",
            "OTEL_EXPORTER_OTLP_ENDPOINT"),
    TRACE_SHARE("trace-share", "how many of the traces are kept, from 0 to 1", "1"),
    CORS_ORIGIN("cors-origin", "an origin whose pages may use the API", "none", "CORS_ORIGIN");

    private final String flag;
    private final String meaning;
    private final String standard;
    private final String foreignNames;

    Setting(String flag, String meaning, String standard, String... foreignNames) {
        this.flag = flag;
        this.meaning = meaning;
        this.standard = standard;
        this.foreignNames = String.join(" ", foreignNames);
    }

    public String flag() {
        return flag;
    }

    public String meaning() {
        return meaning;
    }

    /// The default, in words.
    public String standard() {
        return standard;
    }

    /// The name in the environment.
    public String variable() {
        return "SWITCHBOARD_" + flag.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /// Names that other systems use for the same; ours win.
    public List<String> foreignNames() {
        return foreignNames.isEmpty() ? List.of() : List.of(foreignNames.split(" ", -1));
    }
}
