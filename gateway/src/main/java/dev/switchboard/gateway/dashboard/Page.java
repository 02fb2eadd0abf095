// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.PageAccess.Visit;
import dev.switchboard.gateway.access.Permission;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What every template gets: who looks, in which language, and how things are written there.
public final class Page {
    /// Parts that have no place of their own in the menu, by the one they are found beside.
    private static final Map<String, String> BESIDE = Map.of("webhooks", "sinks", "automations", "hours");

    private final Pages pages;
    private final Optional<Visit> visit;
    private final Look look;
    private final String address;
    private final String name;
    private final long since;

    Page(Pages pages, Optional<Visit> visit, Look look, String address, String name) {
        this.since = pages.newestEvent();
        this.pages = pages;
        this.visit = visit;
        this.look = look;
        this.address = address;
        this.name = name;
    }

    /// The words for a key.
    public String t(String key, Object... parts) {
        return pages.texts().say(look.language(), key, parts);
    }

    /// The words for one of many values, such as a state; the value itself where there are none.
    public String word(String group, String value) {
        String key = group + "." + value;
        return pages.texts().has(key) ? t(key) : value.replace('_', ' ');
    }

    /// The words for one of many values, or other words where there are none.
    public String wordOr(String group, String value, String other) {
        String key = group + "." + value;
        return pages.texts().has(key) ? t(key) : other;
    }

    /// Why something of many was left out: the API's words, or ours for those that are known.
    public String reason(String words) {
        return wordOr("reason", words.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_"), words.replace('_', ' '));
    }

    /// What to do about a session's state: the API's own words in English, else those for the state.
    public String advice(Json session) {
        String own = session.text("advice");
        if (look.language() == Texts.Language.EN || own.isEmpty()) {
            return own;
        }
        return wordOr("advice", session.text("state"), own);
    }

    /// What a refusal of the API says.
    public String refusal(Json problem) {
        return pages.refusals().say(look.language(), problem);
    }

    /// The name of a day of the week, by its first three letters in English.
    public String weekday(String day) {
        for (DayOfWeek one : DayOfWeek.values()) {
            if (one.name().toLowerCase(Locale.ROOT).startsWith(day)) {
                return one.getDisplayName(
                        TextStyle.FULL_STANDALONE, look.language().locale());
            }
        }
        return day;
    }

    /// Names of days of the week, with commas between.
    public String weekdays(List<String> days) {
        return days.stream().map(this::weekday).collect(Collectors.joining(", "));
    }

    public Look look() {
        return look;
    }

    public String lang() {
        return look.language().tag();
    }

    public String dir() {
        return look.language().direction();
    }

    public Texts.Language[] languages() {
        return Texts.Language.values();
    }

    public String csrf() {
        return visit.map(Visit::csrf).orElse("");
    }

    /// What htmx sends along with every request.
    public String headers() {
        return "{\"X-CSRF-Token\":\"" + csrf() + "\"}";
    }

    /// Whether whoever looks may do this, by the permission's name outside.
    public boolean may(String permission) {
        return Permission.of(permission)
                .map(wanted -> visit.map(Visit::caller)
                        .filter(caller -> caller.may(wanted))
                        .isPresent())
                .orElse(false);
    }

    public String who() {
        return name;
    }

    /// The number of the newest event when the page was begun: what happens from then on it is told live.
    public String since() {
        return Long.toString(since);
    }

    public String initials() {
        return initials(name);
    }

    /// One or two letters that stand for a name.
    public static String initials(String name) {
        String[] parts = name.strip().split("\\s+");
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < parts.length && out.length() < 2; i++) {
            parts[i].codePoints()
                    .filter(Character::isLetterOrDigit)
                    .limit(1)
                    .forEach(letter -> out.appendCodePoint(Character.toUpperCase(letter)));
        }
        return out.isEmpty() ? "#" : out.toString();
    }

    /// One of eight calm colours that stays with a name.
    public static int hue(String name) {
        return Math.floorMod(name.hashCode(), 8);
    }

    public String role() {
        return visit.map(Visit::caller)
                .map(Caller::role)
                .map(role -> word("role", role.text()))
                .orElse("");
    }

    /// Whether this is the demo, which has a network of its own.
    public boolean demo() {
        return pages.demo();
    }

    public boolean loggedIn() {
        return visit.isPresent();
    }

    /// The page's own address, to come back to.
    public String address() {
        return address;
    }

    /// Whether the page belongs to this part of the menu.
    public boolean isIn(String part) {
        return part.equals("/")
                ? address.equals("/")
                : address.startsWith("/dashboard/" + part)
                        || address.startsWith("/dashboard/" + BESIDE.getOrDefault(part, part));
    }

    public String asset(String file) {
        return pages.assets().address(file);
    }

    public String number(long value) {
        return NumberFormat.getIntegerInstance(look.language().locale()).format(value);
    }

    /// Parts of a hundred.
    public String percent(double part) {
        return NumberFormat.getPercentInstance(look.language().locale()).format(part);
    }

    /// How long ago or how soon, in words.
    public String ago(Optional<Instant> time) {
        if (time.isEmpty()) {
            return t("time.never");
        }
        Duration past = Duration.between(time.get(), pages.now());
        String way = past.isNegative() ? "time.in" : "time.ago";
        long seconds = past.abs().toSeconds();
        if (seconds < 45) {
            return past.isNegative() ? t("time.soon") : t("time.now");
        }
        if (seconds < 3_600) {
            return t(way, t("time.minutes", Math.max(1, (seconds + 30) / 60)));
        }
        if (seconds < 86_400) {
            return t(way, t("time.hours", (seconds + 1_800) / 3_600));
        }
        return t(way, t("time.days", (seconds + 43_200) / 86_400));
    }

    /// Date and time where the browser is.
    public String when(Optional<Instant> time) {
        return time.map(at -> DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(look.language().locale())
                        .format(at.atZone(look.zone())))
                .orElse("");
    }

    /// The time of day where the browser is.
    public String clock(Optional<Instant> time) {
        return time.map(at -> DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                        .withLocale(look.language().locale())
                        .format(at.atZone(look.zone())))
                .orElse("");
    }

    /// The time of day for today, else the date.
    public String brief(Optional<Instant> time) {
        if (time.isEmpty()) {
            return "";
        }
        var day = time.get().atZone(look.zone()).toLocalDate();
        return day.equals(pages.now().atZone(look.zone()).toLocalDate()) ? clock(time) : date(time);
    }

    /// A day of the calendar; one of every year without the year.
    public String day(String date, boolean yearly) {
        try {
            LocalDate day = LocalDate.parse(date);
            DateTimeFormatter form = yearly
                    ? DateTimeFormatter.ofPattern("d MMMM")
                    : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM);
            return form.withLocale(look.language().locale()).format(day);
        } catch (DateTimeException _) {
            return date;
        }
    }

    public String date(Optional<Instant> time) {
        return time.map(at -> DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(look.language().locale())
                        .format(at.atZone(look.zone())))
                .orElse("");
    }

    /// Part of an address, encoded.
    public static String part(String text) {
        return NativeApi.part(text);
    }
}
