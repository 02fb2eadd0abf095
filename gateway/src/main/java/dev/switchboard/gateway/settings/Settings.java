// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.storage.DatabaseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a [GatewayConfig] from flags, the environment and a properties file; the first that names a setting wins. A
/// name that looks like ours and is not known stops the start.
public final class Settings {
    private static final String PREFIX = "SWITCHBOARD_";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final Set<Setting> IN_MILLIS = EnumSet.of(
            Setting.API_WINDOW,
            Setting.CACHE_LIFE,
            Setting.QR_LIFE,
            Setting.CODE_LIFE,
            Setting.RECONNECT_DELAY,
            Setting.HEALTH_CHECK_EVERY);

    private static final Set<String> MEANINGLESS =
            Set.of("NODE_ENV", "REDIS_URL", "SUPABASE_URL", "SUPABASE_KEY", "SUPABASE_SERVICE_ROLE_KEY");

    /// What the commands on a running gateway read, which may be run from the same shell.
    private static final Set<String> OF_COMMANDS = Set.of("SWITCHBOARD_URL", "SWITCHBOARD_API_KEY");

    private final Map<Setting, String> values;
    private final Path home;

    private Settings(Map<Setting, String> values, Path home) {
        this.values = values;
        this.home = home;
    }

    /// Takes in the sources.
    ///
    /// @param flags by name without dashes
    /// @param environment all of it; other programs' names are left alone
    /// @param file a properties file's content; empty if there is none
    /// @param home the folder that `~` stands for
    public static Settings of(
            Map<String, String> flags, Map<String, String> environment, Map<String, String> file, Path home) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        takeNamed(values, file, "in the file");
        takeEnvironment(values, environment);
        takeNamed(values, flags, "as a flag");
        return new Settings(values, home);
    }

    private static void takeNamed(Map<Setting, String> values, Map<String, String> source, String where) {
        Map<String, Setting> known = names(Setting::flag);
        source.forEach((name, value) -> {
            Setting setting = known.get(name);
            if (setting == null) {
                throw unknown(name, where, known);
            }
            values.put(setting, value.strip());
        });
    }

    private static void takeEnvironment(Map<Setting, String> values, Map<String, String> environment) {
        for (Setting setting : Setting.values()) {
            setting.foreignNames().stream()
                    .map(environment::get)
                    .filter(value -> value != null && !value.isBlank())
                    .findFirst()
                    .ifPresent(value -> values.put(setting, withUnit(setting, value.strip())));
        }
        Map<String, Setting> known = names(Setting::variable);
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !OF_COMMANDS.contains(name)) {
                Setting setting = known.get(name);
                if (setting == null) {
                    throw unknown(name, "in the environment", known);
                }
                values.put(setting, value.strip());
            }
        });
    }

    /// Other systems say times in milliseconds, without a unit.
    private static String withUnit(Setting setting, String value) {
        return IN_MILLIS.contains(setting) && value.matches("\\d{1,9}") ? value + "ms" : value;
    }

    /// What to tell the operator about names of other systems that mean nothing here; empty if there are none.
    public static Optional<String> meaningless(Map<String, String> environment) {
        List<String> names =
                MEANINGLESS.stream().filter(environment::containsKey).sorted().toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", names)
                        + (names.size() == 1 ? " means" : " mean")
                        + " nothing here: everything is kept in the data folder (SWITCHBOARD_DATA), or in PostgreSQL where"
                        + " DATABASE_URL names one.");
    }

    private static Map<String, Setting> names(Function<Setting, String> name) {
        return Arrays.stream(Setting.values())
                .collect(Collectors.toMap(name, Function.identity(), (a, _) -> a, HashMap::new));
    }

    private static ConfigurationRefused unknown(String name, String where, Map<String, Setting> known) {
        return new ConfigurationRefused("unknown setting " + name + " " + where + " (expected: one of "
                + known.keySet().stream().sorted().collect(Collectors.joining(", ")) + ")");
    }

    /// The typed settings.
    public GatewayConfig config() {
        return builder().build();
    }

    /// The typed settings, for a caller that has some of its own to set.
    public GatewayConfig.Builder builder() {
        return GatewayConfig.builder(text(Setting.DATA).map(this::path).orElse(home.resolve(".switchboard")))
                .host(text(Setting.HOST).orElse("127.0.0.1"))
                .port(number(Setting.PORT, 3000))
                .morePorts(morePorts())
                .database(text(Setting.DATABASE_URL).map(DatabaseUrl::parse))
                .demo(flag(Setting.DEMO))
                .encryptionKey(text(Setting.ENCRYPTION_KEY))
                .defaultSession(text(Setting.DEFAULT_SESSION).orElse("default"))
                .network(network())
                .limits(limits())
                .habits(habits())
                .restoreAtOnce(number(Setting.RESTORE_AT_ONCE, 32))
                .maxBodyBytes(number(Setting.MAX_BODY_BYTES, 1 << 20))
                .logLevel(logLevel())
                .jsonLogs(oneOf(Setting.LOG_FORMAT, "text", "json").equals("json"))
                .access(access())
                .linking(linking())
                .care(care())
                .traces(traces())
                .corsOrigin(text(Setting.CORS_ORIGIN))
                .media(media())
                .backups(backups())
                .outbound(outbound());
    }

    private List<RolePort> morePorts() {
        List<RolePort> ports = new ArrayList<>();
        portNumber(Setting.SESSIONS_PORT).ifPresent(port -> ports.add(new RolePort(port, PortRole.SESSIONS)));
        portNumber(Setting.CLIENTS_PORT).ifPresent(port -> ports.add(new RolePort(port, PortRole.CLIENTS)));
        portNumber(Setting.SOCKET_PORT)
                .filter(port -> port != number(Setting.PORT, 3000))
                .filter(port -> ports.stream().noneMatch(other -> other.port() == port))
                .ifPresent(port -> ports.add(new RolePort(port, PortRole.NATIVE)));
        return ports;
    }

    private Optional<Integer> portNumber(Setting setting) {
        return text(setting).filter(value -> !value.equals("off")).map(_ -> number(setting, 0));
    }

    private NetworkSettings network() {
        return new NetworkSettings(
                text(Setting.NETWORK_ENDPOINT).map(value -> parsed(Setting.NETWORK_ENDPOINT, value, URI::create)),
                text(Setting.NETWORK_ORIGIN),
                text(Setting.NETWORK_TRUST_ROOT).map(this::hexKey),
                text(Setting.NETWORK_CA).map(this::path),
                text(Setting.NETWORK_PROXY),
                text(Setting.NETWORK_VERSION));
    }

    private MediaSettings media() {
        MediaSettings standard = MediaSettings.STANDARD;
        Optional<ObjectStorage> store =
                oneOf(Setting.MEDIA_STORE, "disk", "s3").equals("s3") ? Optional.of(objectStorage()) : Optional.empty();
        try {
            return new MediaSettings(
                    store,
                    text(Setting.MEDIA_MAX_BYTES)
                            .map(value -> parsed(Setting.MEDIA_MAX_BYTES, value, Long::valueOf))
                            .orElse(standard.maxBytes()),
                    text(Setting.MEDIA_TENANT_BYTES)
                            .map(value -> parsed(Setting.MEDIA_TENANT_BYTES, value, Long::valueOf))
                            .orElse(0L),
                    duration(Setting.MEDIA_RETENTION, standard.retention()),
                    oneOf(Setting.MEDIA_FETCH, "need", "arrival").equals("arrival")
                            ? MediaSettings.Fetch.ARRIVAL
                            : MediaSettings.Fetch.NEED,
                    text(Setting.FFMPEG).orElse(standard.ffmpeg()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationRefused(String.valueOf(e.getMessage()));
        }
    }

    private BackupSettings backups() {
        boolean s3 = oneOf(Setting.BACKUP_STORE, "disk", "s3").equals("s3");
        Optional<Duration> every = text(Setting.BACKUP_EVERY)
                .filter(value -> !value.equals("off"))
                .map(_ -> duration(Setting.BACKUP_EVERY, Duration.ZERO));
        try {
            return new BackupSettings(
                    every,
                    text(Setting.BACKUP_FOLDER).map(this::path),
                    s3 ? Optional.of(objectStorage()) : Optional.empty(),
                    number(Setting.BACKUP_KEEP, BackupSettings.NONE.keep()),
                    text(Setting.BACKUP_PASSPHRASE),
                    text(Setting.BACKUP_RECIPIENT));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationRefused(String.valueOf(e.getMessage()));
        }
    }

    private ObjectStorage objectStorage() {
        return new ObjectStorage(
                parsed(Setting.S3_ENDPOINT, needed(Setting.S3_ENDPOINT), URI::create),
                text(Setting.S3_REGION).orElse("us-east-1"),
                needed(Setting.S3_BUCKET),
                needed(Setting.S3_ACCESS_KEY),
                needed(Setting.S3_SECRET_KEY),
                text(Setting.S3_PREFIX).orElse("switchboard/"));
    }

    private OutboundSettings outbound() {
        List<String> allowed = text(Setting.OUTBOUND_ALLOW)
                .map(value -> List.of(value.split("[,\\s]+", -1)))
                .orElse(List.of());
        List<Duration> pauses = text(Setting.WEBHOOK_PAUSES)
                .map(value -> Stream.of(value.split("[,\\s]+", -1))
                        .map(pause -> duration(Setting.WEBHOOK_PAUSES, pause))
                        .toList())
                .orElse(OutboundSettings.PAUSES);
        return new OutboundSettings(
                allowed,
                duration(Setting.OUTBOUND_TIME_LIMIT, OutboundSettings.STANDARD.timeLimit()),
                text(Setting.SINKS).map(this::path),
                pauses);
    }

    private String needed(Setting setting) {
        return text(setting).orElseThrow(() -> refused(setting, "a value, as something is kept in s3"));
    }

    /// One of the words, the first being the standard.
    private String oneOf(Setting setting, String... words) {
        String value = text(setting).orElse(words[0]);
        if (!List.of(words).contains(value)) {
            throw refused(setting, String.join(" or ", words));
        }
        return value;
    }

    private String logLevel() {
        String level = text(Setting.LOG_LEVEL).orElse("info").toLowerCase(Locale.ROOT);
        if (!Set.of("error", "warn", "info", "debug").contains(level)) {
            throw refused(Setting.LOG_LEVEL, "error, warn, info or debug");
        }
        return level;
    }

    private AccessSettings access() {
        AccessSettings standard = AccessSettings.STANDARD;
        boolean limitNamed = values.containsKey(Setting.API_WINDOW) || values.containsKey(Setting.API_REQUESTS);
        int requests = limitNamed ? 30 : flag(Setting.DEMO) ? 0 : AccessSettings.STANDARD_REQUESTS;
        try {
            return new AccessSettings(
                    text(Setting.SERVICE_TOKEN),
                    number(Setting.API_REQUESTS, requests),
                    duration(Setting.API_WINDOW, standard.window()),
                    number(Setting.OPEN_STREAMS, flag(Setting.DEMO) ? 0 : AccessSettings.STANDARD_STREAMS),
                    number(Setting.MAX_SESSIONS, standard.maxSessions()),
                    duration(Setting.CACHE_LIFE, standard.cacheLife()),
                    issuers());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationRefused(String.valueOf(e.getMessage()));
        }
    }

    private List<AccessSettings.Issuer> issuers() {
        return text(Setting.OIDC_ISSUERS).stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(entry -> entry.strip().split("\\|", -1))
                .map(parts -> {
                    if (parts.length != 3) {
                        throw refused(Setting.OIDC_ISSUERS, "name|address of keys|audience");
                    }
                    return new AccessSettings.Issuer(parts[0], parts[1], parts[2]);
                })
                .toList();
    }

    private TraceSettings traces() {
        try {
            return new TraceSettings(
                    text(Setting.OTLP_ENDPOINT).map(value -> parsed(Setting.OTLP_ENDPOINT, value, URI::create)),
                    text(Setting.TRACE_SHARE)
                            .map(value -> parsed(Setting.TRACE_SHARE, value, Double::valueOf))
                            .orElse(1.0));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationRefused(String.valueOf(e.getMessage()));
        }
    }

    private CareSettings care() {
        CareSettings standard = CareSettings.STANDARD;
        String policy = text(Setting.RECONNECT_DELAY).isPresent() ? "exponential" : standard.reconnectPolicy();
        try {
            return new CareSettings(
                    text(Setting.RECONNECT_POLICY).orElse(policy),
                    duration(Setting.RECONNECT_DELAY, standard.reconnectDelay()),
                    duration(Setting.HEALTH_CHECK_EVERY, standard.checkEvery()),
                    duration(Setting.DEAF_AFTER, standard.deafAfter()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationRefused(String.valueOf(e.getMessage()));
        }
    }

    private LinkingSettings linking() {
        LinkingSettings standard = LinkingSettings.STANDARD;
        try {
            return new LinkingSettings(
                    flag(Setting.LINK_BY_CODE),
                    text(Setting.COMPANY_PHONE),
                    duration(Setting.QR_LIFE, standard.qrLife()),
                    duration(Setting.CODE_LIFE, standard.codeLife()),
                    text(Setting.PROVIDER_NAME).orElse(standard.providerName()),
                    number(Setting.MAX_RECONNECTS, standard.maxReconnects()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationRefused(String.valueOf(e.getMessage()));
        }
    }

    private SendLimits limits() {
        if (!onOff(Setting.SEND_LIMITS)) {
            return SendLimits.OFF;
        }
        SendLimits standard = SendLimits.STANDARD;
        try {
            return new SendLimits(
                    true,
                    number(Setting.SEND_PER_MINUTE, standard.perMinute()),
                    number(Setting.SEND_PER_HOUR, standard.perHour()),
                    number(Setting.SEND_PER_DAY, standard.perDay()),
                    duration(Setting.SEND_GAP_MIN, standard.gapMin()),
                    duration(Setting.SEND_GAP_MAX, standard.gapMax()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationRefused(String.valueOf(e.getMessage()));
        }
    }

    private SendHabits habits() {
        SendHabits standard = SendHabits.STANDARD;
        try {
            return new SendHabits(
                    number(Setting.SEND_NEW_CHATS, standard.coldPerDay()),
                    number(Setting.SEND_WARM_UP, standard.warmUpDays()),
                    number(Setting.SEND_WARM_UP_FIRST, standard.warmUpFirst()),
                    flag(Setting.SEND_TYPING),
                    number(Setting.QUERIES_PER_MINUTE, standard.queriesPerMinute()),
                    number(Setting.QUERIES_PER_HOUR, standard.queriesPerHour()),
                    text(Setting.SEND_WHEN_BLOCKED)
                            .map(SendHabits.WhenBlocked::of)
                            .orElse(standard.whenBlocked()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationRefused(String.valueOf(e.getMessage()));
        }
    }

    private String hexKey(String value) {
        if (!value.matches("[0-9a-fA-F]{64}")) {
            throw refused(Setting.NETWORK_TRUST_ROOT, "64 hex characters");
        }
        return value;
    }

    private Optional<String> text(Setting setting) {
        return Optional.ofNullable(values.get(setting)).filter(value -> !value.isEmpty());
    }

    private Path path(String value) {
        return value.equals("~") || value.startsWith("~/")
                ? home.resolve(value.length() > 2 ? value.substring(2) : "")
                : Path.of(value);
    }

    private int number(Setting setting, int standard) {
        return text(setting)
                .map(value -> parsed(setting, value, Integer::valueOf))
                .orElse(standard);
    }

    private Duration duration(Setting setting, Duration standard) {
        return text(setting).map(value -> duration(setting, value)).orElse(standard);
    }

    private Duration duration(Setting setting, String value) {
        Matcher matcher = DURATION.matcher(value.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw refused(setting, "a number with ms, s, m or h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private boolean flag(Setting setting) {
        return switch (text(setting).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(setting, "true or false");
        };
    }

    private boolean onOff(Setting setting) {
        return switch (text(setting).orElse("on")) {
            case "on" -> true;
            case "off" -> false;
            default -> throw refused(setting, "on or off");
        };
    }

    private <T> T parsed(Setting setting, String value, Function<String, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException _) {
            throw refused(setting, setting.meaning());
        }
    }

    private static ConfigurationRefused refused(Setting setting, String expected) {
        return new ConfigurationRefused(
                "setting " + setting.flag() + " is not acceptable (expected: " + expected + ")");
    }
}
